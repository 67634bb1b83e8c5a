import Codec
import Contracts
import Host

/// Occurrences were sent to their people's watchers: one record for a whole turn, because a record
/// of its own for each would cost three times the bytes.
package struct DeliveriesSent: Event {
    package static let recordType: UInt8 = 18

    /// One occurrence sent.
    package struct Item: Message {
        package static let typeName = "DeliverySent"

        package var id: UInt64 = 0
        /// Whether it was the first thing that happened to the occurrence that was next.
        package var opens = false
        /// After how long it will be sent again, from `at_ms`; 0 leaves that as it is.
        package var retryAfterMs: Int64 = 0
        /// When the occurrence after it is due, or, where none follows, when this one lapses; 0
        /// leaves that as it is.
        package var nextMs: Int64 = 0
        package var nextShift: Int64 = 0
        /// Whether none follows.
        package var isLast = false

        package init() {}

        package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
            try v.fixed64(1, "id", &id, .id, seenBy: .owner)
            try v.field(2, "opens", &opens, .plain, seenBy: .owner)
            try v.field(3, "retry_after_ms", &retryAfterMs, .plain, seenBy: .owner)
            try v.field(4, "next_ms", &nextMs, .plain, seenBy: .owner)
            try v.sint64(5, "next_shift", &nextShift, .plain, seenBy: .owner)
            try v.field(6, "is_last", &isLast, .plain, seenBy: .owner)
        }
    }

    package var atMs: Int64 = 0
    package var items: [Item] = []

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "at_ms", &atMs, .plain, seenBy: .service)
        try v.field(
            2, "items", &items, .items(Limits.deliveriesPerTurnMax), seenBy: .service)
    }

    package func apply(to book: inout ReminderBook) {
        for item in items {
            guard let row = book.row(of: item.id) else { continue }
            apply(item, row, to: &book)
        }
    }

    private func apply(_ item: Item, _ row: UInt32, to book: inout ReminderBook) {
        if item.opens {
            book.open(row, due: book.next(of: row), missed: 0, atMs: atMs)
        }
        if item.isLast {
            book.setNext(row, nil)
            if item.nextMs != 0 { book.setLapse(row, atMs: item.nextMs) }
        } else if item.nextMs != 0 {
            book.setNext(
                row,
                RuleClock.Moment(
                    dueMs: item.nextMs, shift: Int32(truncatingIfNeeded: item.nextShift)))
        }
        guard let open = book.open(of: row) else { return }
        let attempt = open.attempt &+ (open.attempt == .max ? 0 : 1)
        book.changeOpen(row) { open in
            open.phase = .waiting
            open.attempt = attempt
            guard item.retryAfterMs != 0 else { return }
            open.wakeMs = atMs &+ item.retryAfterMs
            open.step = UInt8(min(Int(open.step) + 1, Limits.redeliveryMs.count - 1))
        }
        book.write(
            LedgerLine(
                .sent, atMs: atMs, localSeconds: open.localSeconds, attempt: attempt), row)
    }
}
