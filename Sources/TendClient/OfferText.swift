import CivilTime
import Contracts

/// What a person reads about time together.
package struct OfferText {
    /// Says times.
    package let times: Times
    /// Says who is in a tie.
    package let book: TieBook
    /// Where the person lives.
    package let zone: String

    package init(times: Times, book: TieBook, zone: String) {
        self.times = times
        self.book = book
        self.zone = zone
    }

    private var words: Words { times.words }

    /// The title, safe for a line.
    package static func title(_ offer: TimeOffer) -> String {
        Printable.line(offer.title, width: 200)
    }

    /// `Saturday 19:00`, in the person's own zone, or of how it repeats when it is never again.
    package func when(_ offer: TimeOffer) -> String {
        if offer.nextDueAtMs == 0 { return words.text(.rowNever) }
        return times.near(offer.nextDueAtMs, in: zone)
    }

    /// `film night with Ben`, `Cleo offers a walk`, `walk, offered to Ben`.
    package func what(_ offer: TimeOffer) -> String {
        let title = OfferText.title(offer)
        let names = book.names(offer.tieID)
        let isMine = names != nil && proposer(offer) == nil
        if offer.state == .waiting {
            guard let names else { return words.text(.offerUnknown, ["title": title]) }
            if isMine { return words.text(.offerMine, ["title": title, "names": names]) }
            if offer.mine == .none {
                return words.text(
                    .offerTheirs, ["title": title, "name": proposer(offer) ?? names])
            }
        }
        guard let names else { return title }
        return words.text(.offerWith, ["title": title, "names": names])
    }

    /// Who offers, when it is not the caller.
    package func proposer(_ offer: TimeOffer) -> String? {
        book.name(of: offer.fromPersonID, in: offer.tieID)
    }

    /// ` (13:00 for Ben)`: the time of who offers, when theirs differs. Their zone is part of what they
    /// offered; nobody else's is told.
    package func elsewhere(_ offer: TimeOffer) -> String {
        guard offer.nextDueAtMs != 0, let name = proposer(offer), !offer.schedule.zone.isEmpty,
            let here = times.local(offer.nextDueAtMs, in: zone),
            let there = times.local(offer.nextDueAtMs, in: offer.schedule.zone), here != there
        else { return "" }
        let isOtherDay = here.date != there.date
        return " "
            + words.text(
                isOtherDay ? .offerElsewhereDay : .offerElsewhere,
                [
                    "time": times.time(there.time), "name": name,
                    "day": words.time.weekdays[there.date.weekday.rawValue - 1],
                ])
    }

    /// The rows of `tend ritual list`, letters first.
    package func list(_ offers: [TimeOffer]) -> [String] {
        if offers.isEmpty { return [none] }
        let whens = offers.map(when)
        let width = whens.map(Columns.width).max() ?? 0
        return offers.indices.flatMap { index -> [String] in
            let offer = offers[index]
            let letter = Letters.letter(index)
            let head = words.text(
                .offerRow,
                [
                    "letter": Printable.padded(letter, to: 2),
                    "when": Columns.padded(whens[index], to: width),
                ])
            // Whoever says yes must know all of it.
            return Columns.hanging(
                head, what(offer) + elsewhere(offer) + repeats(offer),
                asks(offer, letter: letter))
        }
    }

    /// What is said where nothing is set: whom to offer some, or where there is nobody, to invite.
    private var none: String {
        guard let name = book.active.first?.others.first?.name else {
            return words.text(.offersNobody)
        }
        let typed = ["name": Printable.typed(name.lowercased())]
        return words.text(.offersNone, ["example": words.text(.exampleOffer, typed)])
    }

    /// What to type for an offer that waits for the caller's word; empty for any other.
    package func asks(_ offer: TimeOffer, letter: String) -> String {
        offer.state == .waiting && offer.mine == .none
            ? words.text(.offerAsks, ["letter": letter]) : ""
    }

    /// `, every Saturday`; empty for what comes once.
    package func repeats(_ offer: TimeOffer) -> String {
        let rule = offer.schedule
        guard rule.kind != .absolute, rule.frequency != .once else { return "" }
        return words.text(.offerRepeats, ["schedule": everySo(offer)])
    }

    /// How it repeats, on the weekdays that it has where the person lives.
    private func everySo(_ offer: TimeOffer) -> String {
        guard offer.nextDueAtMs != 0, let here = times.local(offer.nextDueAtMs, in: zone),
            let there = times.local(offer.nextDueAtMs, in: offer.schedule.zone)
        else { return times.everySo(offer.schedule) }
        let shift = Int(here.date.dayNumber) - Int(there.date.dayNumber)
        return times.everySo(offer.schedule, daysLater: shift)
    }

    /// What is said after an offer was made, answered or ended.
    package func said(_ offer: TimeOffer, _ id: WordID) -> [String] {
        var values = [
            "title": OfferText.title(offer),
            "names": book.names(offer.tieID) ?? words.text(.somebody),
        ]
        guard offer.nextDueAtMs != 0, let local = times.local(offer.nextDueAtMs, in: zone) else {
            values["when"] = words.text(.rowNever)
            return [words.text(id, values)]
        }
        let when =
            offer.schedule.frequency == .once
            ? times.moment(local)
            : words.text(
                .offerWhenRepeats,
                ["schedule": everySo(offer), "date": times.moment(local)])
        values["when"] = when + elsewhere(offer)
        return [words.text(id, values)]
    }
}

extension Times {
    /// How a rule repeats, without its time: `every Saturday`, `every 2 weeks on Sunday`. In another
    /// zone its weekdays may lie a day later, or with -1 earlier.
    package func everySo(_ rule: ScheduleRule, daysLater: Int = 0) -> String {
        let interval = max(rule.interval, 1)
        var values = ["n": String(interval)]
        if rule.frequency == .daily {
            return words.text(interval == 1 ? .everyDay : .everyDays, values)
        }
        var days = Set(rule.weekdays.filter { (1...7).contains($0) }).sorted()
        if days.isEmpty, let start = written(rule.localStart) {
            days = [Int32(start.date.weekday.rawValue)]
        }
        // Between two places on Earth lies a day at most, in either direction.
        let shift = min(max(daysLater, -1), 1) + 6
        let shifted = days.map { (Int($0) + shift) % 7 }.sorted()
        values["days"] = words.list(shifted.map { words.time.weekdays[$0] })
        return words.text(interval == 1 ? .everyWeek : .everyWeeks, values)
    }
}
