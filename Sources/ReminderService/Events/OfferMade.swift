import Codec
import Contracts
import Host

/// Somebody of a tie offered time together to the others.
package struct OfferMade: Event {
    package static let recordType: UInt8 = 24

    package var atMs: Int64 = 0
    package var from: UInt64 = 0
    /// Who must say yes, the one who offers included.
    package var members: [UInt64] = []
    /// The reminder that each of them would get: the words, the rule as decided, the tie, the offer.
    package var pattern = ReminderCreated()

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "at_ms", &atMs, .plain, seenBy: .service)
        try v.fixed64(2, "from", &from, .id, seenBy: .tie)
        try v.field(
            3, "members", &members, .id(items: Contracts.Limits.tieMembersMax), seenBy: .service)
        try v.field(4, "pattern", &pattern, .plain, seenBy: .tie)
    }

    package func apply(to book: inout ReminderBook) {
        let over = book.offers.of(tie: pattern.tieID).filter { book.isOver($0, atMs: atMs) }
        for old in over.dropLast(Limits.offersOverPerTieMax) { book.offers.forget(old) }
        book.offers.add(OfferRow(self))
    }
}
