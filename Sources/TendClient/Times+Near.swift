import CivilTime
import Contracts

// Times that are near: `today 19:00`, `tomorrow 19:00`, `Saturday 19:00`.
extension Times {
    /// The part of a day.
    package static func part(of time: CivilTimeOfDay) -> WordID {
        switch time.hour {
        case 5..<12: .partMorning
        case 12..<17: .partAfternoon
        case 17..<22: .partEvening
        default: .partNight
        }
    }

    /// Days from now to a date in a zone; negative for those gone by.
    package func daysAhead(_ date: CivilDate, in zoneID: String) -> Int? {
        local(nowMs, in: zoneID).map { Int(date.dayNumber) - Int($0.date.dayNumber) }
    }

    /// `today`, `tomorrow`, `Saturday`, or the date of a day further off than a week.
    package func nearDay(_ date: CivilDate, in zoneID: String) -> String {
        switch daysAhead(date, in: zoneID) {
        case 0?: words.text(.nearToday)
        case 1?: words.text(.nearTomorrow)
        case (2...6)?: words.time.weekdays[date.weekday.rawValue - 1]
        default: self.date(date)
        }
    }

    /// `tomorrow 19:00`, in a zone. Where it cannot be read, the moment in UTC.
    package func near(_ ms: Int64, in zoneID: String) -> String {
        guard let local = local(ms, in: zoneID) else { return moment(ms, in: zoneID) }
        return words.text(
            .nearTime,
            ["day": nearDay(local.date, in: zoneID), "time": time(local.time)])
    }

    /// When something came: `this morning`, `yesterday`, `on Sunday`, `on Sunday 7 March`.
    package func since(_ ms: Int64, in zoneID: String) -> String {
        guard let local = local(ms, in: zoneID), let days = daysAhead(local.date, in: zoneID)
        else { return "" }
        switch days {
        case 0: return words.text(Times.sinceWord(local.time))
        case -1: return words.text(.sinceYesterday)
        case (-6)...(-2):
            return words.text(
                .sinceDay, ["day": words.time.weekdays[local.date.weekday.rawValue - 1]])
        default: return words.text(.sinceDay, ["day": date(local.date)])
        }
    }

    private static func sinceWord(_ time: CivilTimeOfDay) -> WordID {
        switch part(of: time) {
        case .partMorning: .sinceMorning
        case .partAfternoon: .sinceAfternoon
        case .partEvening: .sinceEvening
        default: .sinceNight
        }
    }

    /// The moment of a local time that the server wrote; with a `Z` it is UTC.
    package func instantMs(_ text: String, in zoneID: String) -> Int64? {
        if text.hasSuffix("Z") {
            return CivilDateTime(String(text.dropLast())).map { $0.secondNumber &* 1000 }
        }
        guard let local = CivilDateTime(text), let zone = try? zones.zone(zoneID) else {
            return nil
        }
        return zone.instant(of: local) &* 1000
    }

    /// `Berlin`, the last part of a zone's id.
    package static func place(_ zoneID: String) -> String {
        String((zoneID.split(separator: "/").last ?? "").map { $0 == "_" ? " " : $0 })
    }

    /// `22:00 to 07:00`.
    package func window(_ window: QuietWindow) -> String {
        words.text(
            .quietWindow,
            ["start": Times.minute(window.startMinute), "end": Times.minute(window.endMinute)])
    }

    /// `07:00`, from minutes after midnight.
    package static func minute(_ minute: Int32) -> String {
        CivilTimeOfDay(secondOfDay: Int(minute) &* 60)?.description ?? ""
    }
}
