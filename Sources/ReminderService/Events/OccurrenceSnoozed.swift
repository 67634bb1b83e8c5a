import Codec
import Contracts
import Host

/// The open occurrence was put off.
package struct OccurrenceSnoozed: Event {
    package static let recordType: UInt8 = 20

    package var id: UInt64 = 0
    package var atMs: Int64 = 0
    package var untilMs: Int64 = 0

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .owner)
        try v.field(2, "at_ms", &atMs, .plain, seenBy: .owner)
        try v.field(3, "until_ms", &untilMs, .plain, seenBy: .owner)
    }

    package func apply(to book: inout ReminderBook) {
        guard let row = book.row(of: id), let open = book.open(of: row) else { return }
        book.changeOpen(row) { open in
            open.phase = .snoozed
            open.wakeMs = untilMs
            open.snoozedUntilMs = untilMs
            open.step = 0
            if open.snoozes < .max { open.snoozes += 1 }
        }
        // A late report of what was sent before must not end what is sent after.
        book.raiseRevision(row)
        if !book.rows[row].recurs { book.setLapse(row, atMs: ReminderRow.never) }
        book.write(LedgerLine(.snoozed, atMs: atMs, localSeconds: open.localSeconds), row)
    }
}
