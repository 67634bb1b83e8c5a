import Codec
import Contracts
import Host

/// Time together ended for all: an offer was taken back, what was agreed was ended, or the tie was.
/// Every copy that went on is cancelled.
package struct OffersEnded: Event {
    package static let recordType: UInt8 = 26

    package var atMs: Int64 = 0
    /// The offer; 0 when it is all of the tie's.
    package var offerID: UInt64 = 0
    /// The tie that ended, or 0. Nothing of its offers is kept.
    package var tieID: UInt64 = 0
    /// The copies that are cancelled.
    package var reminders: [UInt64] = []

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "at_ms", &atMs, .plain, seenBy: .service)
        try v.fixed64(2, "offer_id", &offerID, .id, seenBy: .tie)
        try v.fixed64(3, "tie_id", &tieID, .id, seenBy: .tie)
        try v.field(
            4, "reminders", &reminders, .id(items: OffersEnded.remindersMax), seenBy: .service)
    }

    /// As many as a full tie can have.
    package static let remindersMax =
        Contracts.Limits.tieMembersMax * Contracts.Limits.offersMax

    package func apply(to book: inout ReminderBook) {
        for id in reminders {
            if let row = book.row(of: id) { book.end(row, .cancelled, atMs: atMs) }
        }
        if offerID != 0 { book.offers.end(offerID) }
        if tieID != 0 { book.offers.forget(tie: tieID) }
    }
}
