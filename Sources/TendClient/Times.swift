import CivilTime
import Contracts

/// Says dates, times and schedules in words.
///
/// Loop-confined: reads zones through the machine's database. Where a zone cannot be read, the
/// server's own text for the moment is said instead.
package struct Times {
    /// The catalogue.
    package let words: Words
    /// The machine's zones.
    package let zones: ZoneDatabase
    /// What "now" is, Unix epoch, milliseconds: a date of another year says its year.
    package let nowMs: Int64

    package init(words: Words, zones: ZoneDatabase, nowMs: Int64) {
        self.words = words
        self.zones = zones
        self.nowMs = nowMs
    }

    /// The local date and time of a moment in a zone, or nil where the zone cannot be read.
    package func local(_ ms: Int64, in zoneID: String) -> CivilDateTime? {
        (try? zones.zone(zoneID)).map {
            $0.localDateTime(atUnixSeconds: Int64(Int(ms) / 1000))
        }
    }

    /// The local date and time the server wrote, `2027-03-07T19:00:00`. With a `Z` it is UTC, as
    /// for an absolute moment, and told in `homeZone`.
    package func written(_ text: String, homeZone: String = "") -> CivilDateTime? {
        guard text.hasSuffix("Z") else { return CivilDateTime(text) }
        return CivilDateTime(String(text.dropLast())).map { utc in
            local(utc.secondNumber &* 1000, in: homeZone) ?? utc
        }
    }

    /// `Sunday 7 March`, with the year unless it is this one.
    package func date(_ date: CivilDate) -> String {
        let (year, month, day) = date.parts
        let thisYear = CivilDateTime(secondNumber: nowMs / 1000)?.date.year
        return words.text(
            year == thisYear ? .dateThisYear : .dateOtherYear,
            [
                "weekday": words.time.weekdays[date.weekday.rawValue - 1], "day": String(day),
                "month": words.time.months[month - 1], "year": String(year),
            ])
    }

    /// `19:00`, without seconds.
    package func time(_ time: CivilTimeOfDay) -> String {
        CivilTimeOfDay(hour: time.hour, minute: time.minute).map(\.description)
            ?? time.description
    }

    /// `Sunday 7 March at 19:00`.
    package func moment(_ moment: CivilDateTime) -> String {
        words.text(.dateAndTime, ["date": date(moment.date), "time": time(moment.time)])
    }

    /// The same for a moment in a zone; `fallback` is the server's text for it.
    package func moment(_ ms: Int64, in zoneID: String, fallback: String = "") -> String {
        if let local = local(ms, in: zoneID) ?? written(fallback) { return moment(local) }
        if let utc = CivilDateTime(secondNumber: ms / 1000) {
            return words.text(
                .dateInUTC, ["date": moment(utc)])
        }
        return fallback
    }

    /// `Berlin time`; a zone that is no place goes by its own id.
    package func zone(_ id: String) -> String {
        let parts = id.split(separator: "/")
        guard parts.count > 1, parts[0] != "Etc", let place = parts.last else { return id }
        return words.text(
            .zoneTime, ["place": String(place.map { $0 == "_" ? " " : $0 })])
    }

    /// `10 minutes`, `2 hours`, `1 day`: the largest unit that measures it whole, rounded up.
    package static func length(ms: Int64, _ words: Words) -> String {
        let seconds = max(ms, 0) / 1000 + (max(ms, 0) % 1000 > 0 ? 1 : 0)
        let units: [(Int64, WordID)] = [
            (86_400, .lengthDays), (3600, .lengthHours), (60, .lengthMinutes),
        ]
        for (size, id) in units where seconds >= size && seconds % size == 0 {
            return words.text(id, ["n": String(seconds / size)])
        }
        if seconds > 60 {
            return words.text(.lengthMinutes, ["n": String((seconds + 59) / 60)])
        }
        return words.text(.lengthSeconds, ["n": String(seconds)])
    }
}

// Schedules.
extension Times {
    /// A rule and its next time in words: `Every Sunday at 19:00, Berlin time; next on Sunday 7
    /// March`. A moment without a zone of its own is told in `homeZone`.
    package func schedule(of reminder: Reminder, homeZone: String) -> String {
        let rule = reminder.schedule
        let zoneID = rule.zone.isEmpty ? homeZone : rule.zone
        let next = next(of: reminder, in: zoneID)
        if rule.kind == .absolute || rule.frequency == .once {
            let start =
                rule.kind == .absolute
                ? local(rule.atMs, in: zoneID) ?? CivilDateTime(secondNumber: rule.atMs / 1000)
                : written(rule.localStart)
            let moment = reminder.nextDueAtMs == 0 ? start : next ?? start
            return words.text(
                .scheduleOnce,
                [
                    "date": moment.map { date($0.date) } ?? rule.localStart,
                    "time": moment.map { time($0.time) } ?? "", "zone": zone(zoneID),
                ])
        }
        let repeating = self.repeating(rule, zoneID: zoneID)
        guard let next, reminder.nextDueAtMs != 0 else {
            return words.text(.scheduleOver, ["schedule": repeating])
        }
        // Put off, or moved by a change of clocks: the time differs from the rule's and is said.
        let isUsual = written(rule.localStart).map { time($0.time) == time(next.time) } ?? false
        return words.text(
            isUsual ? .scheduleNext : .scheduleNextOther,
            ["schedule": repeating, "date": date(next.date), "time": time(next.time)])
    }

    /// When it is next due, in that zone.
    package func next(of reminder: Reminder, in zoneID: String) -> CivilDateTime? {
        guard reminder.nextDueAtMs != 0 else { return nil }
        return local(reminder.nextDueAtMs, in: zoneID) ?? written(reminder.nextLocalTime)
    }

    private func repeating(_ rule: ScheduleRule, zoneID: String) -> String {
        let start = written(rule.localStart)
        let interval = max(rule.interval, 1)
        var values = [
            "time": start.map { time($0.time) } ?? rule.localStart, "zone": zone(zoneID),
            "n": String(interval),
        ]
        if rule.kind == .floating { values["zone"] = words.text(.zoneFloating) }
        if rule.frequency == .daily {
            return words.text(interval == 1 ? .scheduleDay : .scheduleDays, values)
        }
        var days = Set(rule.weekdays.filter { (1...7).contains($0) }).sorted()
        if days.isEmpty, let start { days = [Int32(start.date.weekday.rawValue)] }
        if days == [1, 2, 3, 4, 5], interval == 1 {
            return words.text(.scheduleWorkdays, values)
        }
        values["days"] = words.list(days.map { words.time.weekdays[Int($0) - 1] })
        return words.text(interval == 1 ? .scheduleWeek : .scheduleWeeks, values)
    }
}
