import Codec
import Contracts
import Host

/// An occurrence was done, or let go: the open one, or the next one ahead of its time.
package struct OccurrenceSettled: Event {
    package static let recordType: UInt8 = 21

    package var id: UInt64 = 0
    package var atMs: Int64 = 0
    /// Done, or else let go.
    package var isDone = false
    /// Whether it was the next one.
    package var isAhead = false
    /// Then, when the one after it is due; 0 when there is none.
    package var nextMs: Int64 = 0
    package var nextShift: Int64 = 0

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .owner)
        try v.field(2, "at_ms", &atMs, .plain, seenBy: .owner)
        try v.field(3, "is_done", &isDone, .plain, seenBy: .owner)
        try v.field(4, "is_ahead", &isAhead, .plain, seenBy: .owner)
        try v.field(5, "next_ms", &nextMs, .plain, seenBy: .owner)
        try v.sint64(6, "next_shift", &nextShift, .plain, seenBy: .owner)
    }

    package func apply(to book: inout ReminderBook) {
        guard let row = book.row(of: id) else { return }
        if isAhead {
            settleNext(row, in: &book)
        } else if let open = book.open(of: row) {
            book.write(line(open.localSeconds), row)
            book.close(row)
            if !book.rows[row].recurs { end(row, in: &book) }
        }
    }

    private func settleNext(_ row: UInt32, in book: inout ReminderBook) {
        let next = book.next(of: row)
        book.write(line(OpenOccurrence.local(next.dueMs, next.shift)), row)
        if nextMs != 0 {
            book.setNext(
                row,
                RuleClock.Moment(dueMs: nextMs, shift: Int32(truncatingIfNeeded: nextShift)))
        } else {
            end(row, in: &book)
        }
    }

    private func line(_ localSeconds: Int64) -> LedgerLine {
        LedgerLine(isDone ? .done : .skipped, atMs: atMs, localSeconds: localSeconds)
    }

    private func end(_ row: UInt32, in book: inout ReminderBook) {
        book.end(row, isDone ? .done : .skipped, atMs: atMs)
    }
}
