import Codec
import Contracts
import Host

/// A reminder was ended by its person.
package struct ReminderCancelled: Event {
    package static let recordType: UInt8 = 22

    package var id: UInt64 = 0
    package var atMs: Int64 = 0

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .owner)
        try v.field(2, "at_ms", &atMs, .plain, seenBy: .owner)
    }

    package func apply(to book: inout ReminderBook) {
        guard let row = book.row(of: id) else { return }
        book.end(row, .cancelled, atMs: atMs)
    }
}
