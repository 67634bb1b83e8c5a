import CivilTime
import Codec

extension Dispatch {
    /// One item for one watcher.
    package struct PlannedOffer {
        package var watcher: WatcherID
        var audience: Audience
        package var row: UInt32
        var place: UInt64
        package var isLate: Bool
        package var zone: TimeZoneData?
    }

    /// What leaves in one turn.
    package struct Plan {
        /// To be recorded, in order, before any of the offers is made.
        package var events: [ReminderEvent] = []
        /// The rows that the events change.
        package var rows: [UInt32] = []
        package var offers: [PlannedOffer] = []
    }

    /// Plans at most `most` offers: people take turns with `Limits.deliveriesPerSliceMax` items
    /// each, and one person's watchers take turns item by item. Nobody gets anything inside their
    /// quiet hours; nobody gets time together while not `mayShare`.
    package func plan(
        _ book: ReminderBook, nowMs: Int64, zones: ZoneDatabase,
        random: inout some RandomNumberGenerator, most: Int = Limits.deliveriesPerTurnMax,
        mayShare: Bool = true
    ) -> Plan {
        round &+= 1
        var draft = Draft(nowMs: nowMs, mayShare: mayShare)
        while draft.offers.count < most, !draft.isFull, let audience = ring.popFirst() {
            audience.isReady = false
            if let untilMs = book.quietEnd(for: audience.person, atMs: nowMs, zones: zones) {
                keepQuiet(audience.person, untilMs: untilMs)
                continue
            }
            let share = min(Limits.deliveriesPerSliceMax, most - draft.offers.count)
            if fill(&draft, for: audience, share, book, zones, &random) { makeReady(audience) }
        }
        return draft.plan
    }

    /// Puts an offer that was not taken back where it was; its watcher waits for room.
    package func notTaken(_ offer: PlannedOffer) {
        let watchers = offer.audience.watchers
        guard let index = watchers.firstIndex(where: { $0.id == offer.watcher }) else { return }
        offer.audience.watchers[index].hasRoom = false
        offer.audience.watchers[index].place = min(watchers[index].place, offer.place - 1)
    }

    /// A plan in the making.
    private struct Draft {
        let nowMs: Int64
        let mayShare: Bool
        var opened: [ReminderEvent] = []
        var sent = DeliveriesSent()
        var rows: [UInt32] = []
        var offers: [PlannedOffer] = []
        /// About what the events will take in the journal.
        var bytes = 0

        init(nowMs: Int64, mayShare: Bool) {
            self.nowMs = nowMs
            self.mayShare = mayShare
            sent.atMs = nowMs
        }

        var isFull: Bool {
            bytes >= Limits.planBytesMax || opened.count >= Limits.openingsPerTurnMax
        }

        var plan: Plan {
            Plan(
                events: sent.items.isEmpty ? opened : opened + [.sent(sent)], rows: rows,
                offers: offers)
        }
    }

    /// Adds up to `share` offers for one person. Answers whether there is more.
    private func fill(
        _ draft: inout Draft, for audience: Audience, _ share: Int, _ book: ReminderBook,
        _ zones: ZoneDatabase, _ random: inout some RandomNumberGenerator
    ) -> Bool {
        var taken = 0
        var idle = 0
        while taken < share, !draft.isFull, idle < audience.watchers.count {
            audience.turn = (audience.turn + 1) % audience.watchers.count
            guard audience.watchers[audience.turn].hasRoom,
                let index = nextEntry(for: audience, book, draft)
            else {
                idle += 1
                continue
            }
            idle = 0
            taken += 1
            let watcher = audience.watchers[audience.turn]
            let sentRound = audience.entries[index].sentRound
            if sentRound == 0 || sentRound <= watcher.joinedRound {
                audience.entries[index].isLate = send(
                    audience.entries[index].row, isAgain: sentRound != 0, &draft, book, zones,
                    &random)
                audience.entries[index].sentRound = round
            }
            let entry = audience.entries[index]
            audience.watchers[audience.turn].place = entry.place
            draft.offers.append(
                PlannedOffer(
                    watcher: watcher.id, audience: audience, row: entry.row, place: entry.place,
                    isLate: entry.isLate, zone: watcher.zone))
        }
        return idle < audience.watchers.count
    }

    /// The first entry behind the place of the watcher whose turn it is that still counts.
    private func nextEntry(
        for audience: Audience, _ book: ReminderBook, _ draft: borrowing Draft
    ) -> Int? {
        var index = audience.index(after: audience.watchers[audience.turn].place)
        while index < audience.entries.count {
            let entry = audience.entries[index]
            if places[entry.row] == entry.place, book.owner(of: entry.row) == audience.person,
                book.pendingSince(entry.row, nowMs: draft.nowMs) != nil
            {
                if draft.mayShare || !book.rows[entry.row].isJoint { return index }
                parked.insert(entry.row)
                places[entry.row] = 0
                audience.stale += 1
            }
            audience.watchers[audience.turn].place = entry.place
            index += 1
        }
        return nil
    }

    /// Adds the events of sending an occurrence and answers whether it is late. `isAgain`: others
    /// have had it, and only somebody who came since gets it now.
    private func send(
        _ row: UInt32, isAgain: Bool, _ draft: inout Draft, _ book: ReminderBook,
        _ zones: ZoneDatabase, _ random: inout some RandomNumberGenerator
    ) -> Bool {
        let reminder = book.rows[row]
        var item = DeliveriesSent.Item()
        item.id = reminder.id
        var step = 0
        var sinceMs: Int64
        var isLast = false
        if let opening = book.opening(of: row, nowMs: draft.nowMs, zones: zones) {
            sinceMs = opening.due.dueMs
            isLast = opening.next == nil
            if opening.missed > 0 {
                let event = OccurrenceOpened(id: reminder.id, atMs: draft.nowMs, opening)
                draft.opened.append(.opened(event))
                draft.bytes += event.encodedSize
            } else {
                item.opens = true
                item.nextMs = opening.next?.dueMs ?? 0
                item.nextShift = Int64(opening.next?.shift ?? 0)
            }
        } else {
            let open = book.open(of: row)
            step = Int(open?.step ?? 0)
            // Put off, it is due when that is over, however often it has to be sent then.
            sinceMs = open.map { max($0.dueMs, $0.snoozedUntilMs) } ?? draft.nowMs
            isLast = !reminder.recurs && reminder.nextMs == ReminderRow.never
        }
        if isLast {
            item.isLast = true
            item.nextMs = draft.nowMs &+ Limits.onceOpenMs
        }
        if !isAgain { item.retryAfterMs = Dispatch.wait(step, &random) }
        draft.sent.items.append(item)
        draft.rows.append(row)
        draft.bytes += 40
        // What was held for quiet hours is late only after these.
        let owner = book.owner(of: row)
        let dueMs = book.quietEnd(for: owner, atMs: sinceMs, zones: zones) ?? sinceMs
        return draft.nowMs &- dueMs > Limits.lateAfterMs
    }

    /// How long to wait before sending again, with jitter.
    private static func wait(
        _ step: Int, _ random: inout some RandomNumberGenerator
    ) -> Int64 {
        let wait = Limits.redeliveryMs[min(step, Limits.redeliveryMs.count - 1)]
        let spread = wait * Limits.redeliveryJitterPercent / 100
        return wait - spread + Int64(random.next(upperBound: UInt64(2 * spread + 1)))
    }
}
