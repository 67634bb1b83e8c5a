import CivilTime
import Contracts
import Host
import RPC

/// What a request comes to: events, or a refusal. Pure: the book, the request, the time and the
/// zones go in, and nothing else is looked at.
///
/// Its functions stand in the files `Decide+….swift`, one for each kind of request.
package struct Decide {
    /// The state to decide on.
    package let book: ReminderBook
    /// Who asks; only their reminders exist.
    package let person: UInt64
    /// The wall clock, Unix milliseconds.
    package let nowMs: Int64
    /// The zones of this machine.
    package let zones: ZoneDatabase
    /// Whether what others have said is certain to be so still. Without that nothing of time
    /// together is told; a person's own reminders go on.
    package let isConfirmed: Bool

    /// A decision on `book` for `person` at `nowMs`.
    package init(
        book: ReminderBook, person: UInt64, nowMs: Int64, zones: ZoneDatabase,
        isConfirmed: Bool = true
    ) {
        self.isConfirmed = isConfirmed
        self.book = book
        self.person = person
        self.nowMs = nowMs
        self.zones = zones
    }

    /// What was decided.
    package struct Decision {
        /// To be recorded in order, in one batch.
        package var events: [ReminderEvent]
        /// The reminder or the offer it is about.
        package var id: UInt64
    }

    /// There is no such reminder for this caller: unknown, not theirs or ended, one reply.
    package static var notThere: RPCError { .refused(.notFound, .notThere) }

    /// What a service without a lease refuses: that others still agree cannot be confirmed.
    package static var unconfirmed: RPCError {
        RPCError.refused(.unavailable, .consentUnconfirmed).retry(afterMs: 1000)
    }

    /// The caller's reminder that has not ended.
    func active(_ id: UInt64) throws(RPCError) -> UInt32 {
        guard let row = book.row(of: id, person: person), book.rows[row].course == .active else {
            throw Decide.notThere
        }
        return row
    }

    /// Whether a reminder of the caller may be told of: what goes on between several people only
    /// while it is certain that it does.
    func mayTell(_ row: UInt32) -> Bool {
        isConfirmed || !book.rows[row].isJoint || book.rows[row].course != .active
    }

    /// What the reminder has come to by now, when that is more than the book knows.
    func opening(of row: UInt32) -> RuleClock.Opening? {
        book.opening(of: row, nowMs: nowMs, zones: zones)
    }
}

extension ReminderBook {
    /// When a reminder's rule comes due.
    func clock(of row: UInt32, zones: ZoneDatabase) -> RuleClock {
        let rule = rule(of: row)
        return RuleClock(
            rule, zoneID: zoneID(of: rule), zones: zones, lastShift: rows[row].nextShift)
    }

    /// Whether an occurrence that is not open yet has come due.
    func hasNewlyDue(_ row: UInt32, nowMs: Int64) -> Bool {
        let reminder = rows[row]
        return reminder.course == .active && reminder.nextMs <= nowMs
            && (reminder.recurs || !isOpen(row))
    }

    /// The newest occurrence that has come due and is not open yet.
    func opening(of row: UInt32, nowMs: Int64, zones: ZoneDatabase) -> RuleClock.Opening? {
        guard hasNewlyDue(row, nowMs: nowMs) else { return nil }
        guard rows[row].recurs else { return RuleClock.Opening(due: next(of: row), missed: 0) }
        return clock(of: row, zones: zones).opening(next(of: row), nowMs: nowMs)
    }
}
