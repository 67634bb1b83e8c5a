import Codec
import Contracts
import Host

/// The time of one-time reminders ran out. Those that nobody saw have it in their ledger; those that
/// were seen and left undone go without a word.
package struct RemindersLapsed: Event {
    package static let recordType: UInt8 = 23

    package var atMs: Int64 = 0
    /// The reminders.
    package var ids: [UInt64] = []

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "at_ms", &atMs, .plain, seenBy: .service)
        try v.field(2, "ids", &ids, .id(items: Limits.alarmsPerTurnMax), seenBy: .service)
    }

    package func apply(to book: inout ReminderBook) {
        for id in ids {
            guard let row = book.row(of: id) else { continue }
            book.closeUnseen(row, atMs: atMs)
            book.end(row, .lapsed, atMs: atMs)
        }
    }
}
