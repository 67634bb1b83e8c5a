import Codec
import Contracts
import Host

/// Somebody said yes or no to an offer. With the last yes stand, in the same batch, the reminders of
/// all.
package struct OfferAnswered: Event {
    package static let recordType: UInt8 = 25

    package var atMs: Int64 = 0
    package var id: UInt64 = 0
    package var person: UInt64 = 0
    /// Whether it was a yes.
    package var yes = false

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "at_ms", &atMs, .plain, seenBy: .service)
        try v.fixed64(2, "id", &id, .id, seenBy: .tie)
        try v.fixed64(3, "person", &person, .id, seenBy: .service)
        try v.field(4, "yes", &yes, .plain, seenBy: .owner)
    }

    package func apply(to book: inout ReminderBook) {
        book.offers.answer(id, by: person, yes: yes)
    }
}
