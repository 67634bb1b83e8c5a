import Codec
import Contracts
import Host

/// Open occurrences have reached their person.
package struct OccurrencesShown: Event {
    package static let recordType: UInt8 = 19

    package var atMs: Int64 = 0
    /// The reminders.
    package var ids: [UInt64] = []

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "at_ms", &atMs, .plain, seenBy: .service)
        try v.field(
            2, "ids", &ids, .id(items: Contracts.Limits.shownPerCallMax), seenBy: .service)
    }

    package func apply(to book: inout ReminderBook) {
        for id in ids {
            guard let row = book.row(of: id), let open = book.open(of: row) else { continue }
            book.changeOpen(row) { $0.phase = .shown }
            book.write(LedgerLine(.shown, atMs: atMs, localSeconds: open.localSeconds), row)
            // Shown before it was ever sent: it stays to be done as long as a sent one would.
            if !book.rows[row].recurs, book.rows[row].nextMs == ReminderRow.never {
                book.setLapse(row, atMs: atMs &+ Limits.onceOpenMs)
            }
        }
    }
}
