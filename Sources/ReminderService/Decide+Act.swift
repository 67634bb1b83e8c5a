import CivilTime
import Contracts
import Host
import RPC

extension Decide {
    /// Puts the open occurrence off.
    package func snooze(_ request: SnoozeReminder) throws(RPCError) -> Decision {
        let row = try active(request.occurrence.reminderID)
        guard mayTell(row) else { throw Decide.unconfirmed }
        guard request.forMs >= Limits.snoozeMsMin else {
            throw .refused(
                .invalidArgument, .fieldInvalid, field: "for_ms", limit: Limits.snoozeMsMin)
        }
        guard request.forMs <= Limits.snoozeMsMax else {
            throw .refused(
                .invalidArgument, .fieldInvalid, field: "for_ms", limit: Limits.snoozeMsMax)
        }
        guard !isAhead(request.occurrence, row) else {
            throw .refused(.invalidArgument, .fieldInvalid, field: "occurrence")
        }
        var decision = try onOpen(request.occurrence, row)
        var event = OccurrenceSnoozed()
        event.id = decision.id
        event.atMs = nowMs
        event.untilMs = nowMs &+ request.forMs
        decision.events.append(.snoozed(event))
        return decision
    }

    /// Says that an occurrence, the open one or the next ahead of its time, is done or let go.
    package func settle(_ occurrence: OccurrenceID, isDone: Bool) throws(RPCError) -> Decision {
        let row = try active(occurrence.reminderID)
        guard mayTell(row) else { throw Decide.unconfirmed }
        var event = OccurrenceSettled()
        event.id = occurrence.reminderID
        event.atMs = nowMs
        event.isDone = isDone
        if isAhead(occurrence, row) {
            event.isAhead = true
            if book.rows[row].recurs {
                let after = book.clock(of: row, zones: zones).next(afterMs: book.rows[row].nextMs)
                event.nextMs = after?.dueMs ?? 0
                event.nextShift = Int64(after?.shift ?? 0)
            }
            return Decision(events: [.settled(event)], id: event.id)
        }
        var decision = try onOpen(occurrence, row)
        decision.events.append(.settled(event))
        return decision
    }

    /// Ends a reminder.
    package func cancel(_ request: ReminderID) throws(RPCError) -> Decision {
        _ = try active(request.id)
        var event = ReminderCancelled()
        event.id = request.id
        event.atMs = nowMs
        return Decision(events: [.cancelled(event)], id: request.id)
    }

    /// Ends redelivery of what has been shown. What is not open, not theirs or of another revision
    /// is passed over without a word: there is nothing left to do for it.
    package func shown(_ request: ReportShown) -> [ReminderEvent] {
        var events: [ReminderEvent] = []
        var shown = OccurrencesShown()
        shown.atMs = nowMs
        for occurrence in request.occurrences {
            guard let row = try? active(occurrence.reminderID),
                occurrence.revision == book.rows[row].revision,
                !shown.ids.contains(occurrence.reminderID)
            else { continue }
            if let opening = opening(of: row) {
                guard occurrence.localTime == book.localText(opening.due, of: row) else { continue }
                events.append(
                    .opened(
                        OccurrenceOpened(id: occurrence.reminderID, atMs: nowMs, opening)))
            } else {
                guard let open = book.open(of: row), book.isWaiting(open, nowMs: nowMs),
                    occurrence.localTime == book.localText(open, of: row)
                else { continue }
            }
            shown.ids.append(occurrence.reminderID)
        }
        if !shown.ids.isEmpty { events.append(.shown(shown)) }
        return events
    }

    /// The events by which the occurrence that the request names is the open one, or a refusal when
    /// another is.
    private func onOpen(_ occurrence: OccurrenceID, _ row: UInt32) throws(RPCError) -> Decision {
        var decision = Decision(events: [], id: occurrence.reminderID)
        let revision = book.rows[row].revision
        if let opening = opening(of: row) {
            guard occurrence.localTime == book.localText(opening.due, of: row),
                occurrence.revision == revision
            else { throw occurrenceOver }
            decision.events.append(
                .opened(OccurrenceOpened(id: occurrence.reminderID, atMs: nowMs, opening)))
            return decision
        }
        guard let open = book.open(of: row),
            occurrence.localTime == book.localText(open, of: row),
            // Putting it off raised the revision; the person still means this occurrence.
            let named = UInt16(exactly: occurrence.revision),
            revision &- named <= UInt16(open.snoozes)
        else { throw occurrenceOver }
        return decision
    }

    /// Whether the request names the occurrence that lies ahead.
    private func isAhead(_ occurrence: OccurrenceID, _ row: UInt32) -> Bool {
        let reminder = book.rows[row]
        return reminder.nextMs > nowMs && (reminder.recurs || !book.isOpen(row))
            && occurrence.revision == reminder.revision
            && occurrence.localTime == book.localText(book.next(of: row), of: row)
    }

    private var occurrenceOver: RPCError { .refused(.failedPrecondition, .occurrenceOver) }
}

extension ReminderBook {
    /// Whether an open occurrence is to be sent until it is shown.
    func isWaiting(_ open: OpenOccurrence, nowMs: Int64) -> Bool {
        switch open.phase {
        case .waiting: true
        case .snoozed: open.wakeMs <= nowMs
        case .shown: false
        }
    }

    /// The nominal local time that names an occurrence.
    func localText(_ moment: RuleClock.Moment, of row: UInt32) -> String {
        LocalTime.text(
            OpenOccurrence.local(moment.dueMs, moment.shift),
            isUTC: rule(of: row).kind == .absolute)
    }

    /// The nominal local time that names the open occurrence.
    func localText(_ open: OpenOccurrence, of row: UInt32) -> String {
        LocalTime.text(open.localSeconds, isUTC: rule(of: row).kind == .absolute)
    }
}
