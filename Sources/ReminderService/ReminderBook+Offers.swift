import CivilTime
import Contracts
import Host

// Offers and the reminders that came of them.
extension ReminderBook {
    /// Whether nothing can come of an offer any more: it may be forgotten.
    func isOver(_ offer: OfferRow, atMs: Int64) -> Bool {
        switch offer.stand {
        case .waiting: offer.hasPassed(atMs: atMs)
        case .agreed:
            offer.hasPassed(atMs: atMs) || !offer.members.contains { goesOn($0.reminder) }
        case .declined, .ended: true
        }
    }

    /// Whether a reminder has not ended.
    func goesOn(_ id: UInt64) -> Bool {
        row(of: id).map { rows[$0].course == .active } ?? false
    }

    /// How much time together a person has said yes to that still waits for others or goes on.
    func promised(by person: UInt64, atMs: Int64) -> Int {
        let waiting = facts.activeTies(of: person).flatMap { offers.of(tie: $0.tieID) }.filter {
            $0.stand == .waiting && $0.member(person)?.answer == .yes && !$0.hasPassed(atMs: atMs)
        }
        return waiting.count + jointCount(of: person)
    }

    /// When an offer is next; nil when never again.
    func next(of offer: OfferRow, nowMs: Int64, zones: ZoneDatabase) -> RuleClock.Moment? {
        guard offer.recurs else {
            return offer.hasPassed(atMs: nowMs) ? nil : offer.pattern.first
        }
        let clock = RuleClock(
            offer.pattern.rule, zoneID: offer.pattern.zone, zones: zones,
            lastShift: offer.pattern.first.shift)
        return clock.next(afterMs: nowMs &- 1)
    }

    /// An offer as one of the tie sees it.
    func view(
        _ offer: OfferRow, for person: UInt64, nowMs: Int64, zones: ZoneDatabase
    ) -> TimeOffer {
        var view = TimeOffer()
        view.id = offer.id
        view.tieID = offer.tie
        view.fromPersonID = offer.from
        view.title = offer.pattern.note
        view.schedule = offer.pattern.rule.message(zoneID: offer.pattern.zone)
        switch offer.stand {
        case .waiting: view.state = offer.hasPassed(atMs: nowMs) ? .ended : .waiting
        case .agreed: view.state = .agreed
        case .declined: view.state = .declined
        case .ended: view.state = .ended
        }
        if view.state == .waiting || view.state == .agreed {
            view.nextDueAtMs = next(of: offer, nowMs: nowMs, zones: zones)?.dueMs ?? 0
        }
        if let member = offer.member(person) {
            view.mine = member.answer
            view.reminderID = member.reminder
        }
        // Where somebody lives is told by what both agreed to, and by nothing before.
        if offer.from != person, view.state != .agreed {
            view.schedule = told(view.schedule, to: person, dueAtMs: view.nextDueAtMs, zones)
        }
        return view
    }

    /// A schedule as it falls at its next time where the other lives: without the zone it was meant in.
    private func told(
        _ rule: ScheduleRule, to person: UInt64, dueAtMs: Int64, _ zones: ZoneDatabase
    ) -> ScheduleRule {
        guard rule.kind == .zoned else { return rule }
        var told = rule
        told.zone = ""
        told.localStart = ""
        let id = facts.people[person]?.zone ?? ""
        guard dueAtMs != 0, let here = try? zones.zone(id), let there = try? zones.zone(rule.zone)
        else { return told }
        let seconds = dueAtMs.flooredSeconds
        let local = here.localDateTime(atUnixSeconds: seconds)
        let days =
            local.date.dayNumber
            - there.localDateTime(atUnixSeconds: seconds).date.dayNumber
        told.zone = id
        told.localStart = local.description
        told.weekdays = rule.weekdays.map { Int32((Int($0) - 1 + Int(days) + 7) % 7 + 1) }.sorted()
        return told
    }

    /// What the end of a tie ends here; nil when that is nothing.
    package func endOf(tie: UInt64, atMs: Int64, members: [UInt64]) -> OffersEnded? {
        var event = OffersEnded()
        event.atMs = atMs
        event.tieID = tie
        for person in Set(members).sorted() where jointCount(of: person) > 0 {
            for row in activeRows(of: person) where rows[row].isJoint && rule(of: row).tie == tie {
                event.reminders.append(rows[row].id)
            }
        }
        return event.reminders.isEmpty && offers.of(tie: tie).isEmpty ? nil : event
    }
}
