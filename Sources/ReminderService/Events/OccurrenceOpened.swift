import Codec
import Contracts
import Host

/// An occurrence became the open one without having been sent: because earlier ones were missed, or
/// because its person acted on it first.
package struct OccurrenceOpened: Event {
    package static let recordType: UInt8 = 17

    package var id: UInt64 = 0
    package var atMs: Int64 = 0
    package var dueMs: Int64 = 0
    package var shift: Int64 = 0
    /// How many before it were never sent.
    package var missed: UInt32 = 0
    /// The nominal local times of the newest of those, in seconds, oldest first.
    package var missedLocals: [Int64] = []
    /// When the one after it is due; 0 when there is none.
    package var nextMs: Int64 = 0
    package var nextShift: Int64 = 0

    package init() {}

    init(id: UInt64, atMs: Int64, _ opening: RuleClock.Opening) {
        self.id = id
        self.atMs = atMs
        dueMs = opening.due.dueMs
        shift = Int64(opening.due.shift)
        missed = UInt32(clamping: opening.missed)
        missedLocals = opening.missedLocals
        nextMs = opening.next?.dueMs ?? 0
        nextShift = Int64(opening.next?.shift ?? 0)
    }

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .owner)
        try v.field(2, "at_ms", &atMs, .plain, seenBy: .owner)
        try v.field(3, "due_ms", &dueMs, .plain, seenBy: .owner)
        try v.sint64(4, "shift", &shift, .plain, seenBy: .owner)
        try v.field(5, "missed", &missed, .plain, seenBy: .owner)
        try v.field(6, "missed_locals", &missedLocals, .items(256), seenBy: .owner)
        try v.field(7, "next_ms", &nextMs, .plain, seenBy: .owner)
        try v.sint64(8, "next_shift", &nextShift, .plain, seenBy: .owner)
    }

    package func apply(to book: inout ReminderBook) {
        guard let row = book.row(of: id) else { return }
        book.closeUnseen(row, atMs: atMs)
        for local in missedLocals {
            book.write(LedgerLine(.missed, atMs: atMs, localSeconds: local), row)
        }
        book.open(
            row,
            due: RuleClock.Moment(dueMs: dueMs, shift: Int32(truncatingIfNeeded: shift)),
            missed: missed, atMs: atMs)
        book.setNext(
            row,
            nextMs == 0
                ? nil
                : RuleClock.Moment(
                    dueMs: nextMs, shift: Int32(truncatingIfNeeded: nextShift)))
    }
}
