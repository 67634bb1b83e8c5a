import Codec
import Contracts
import Host

/// Somebody shared something with the others of a tie.
package struct ShareMade: PromptEvent {
    package static let recordType: UInt8 = 27

    package var id: UInt64 = 0
    package var tieID: UInt64 = 0
    package var from: UInt64 = 0
    package var kind = ShareKind.thought
    package var level: Int32 = 0
    package var text = ""
    package var atMs: Int64 = 0
    /// The others, in the tie's order.
    package var receivers: [UInt64] = []
    /// Those of them to whom it came at once.
    package var arrivedTo: [UInt64] = []

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .addressee)
        try v.fixed64(2, "tie_id", &tieID, .id, seenBy: .addressee)
        try v.fixed64(3, "from", &from, .id, seenBy: .addressee)
        try v.field(4, "kind", &kind, .plain, seenBy: .addressee)
        try v.field(5, "level", &level, .plain, seenBy: .addressee)
        try v.field(
            6, "text", &text, .content(max: Contracts.Limits.shareBytesMax), seenBy: .addressee)
        try v.field(7, "at_ms", &atMs, .plain, seenBy: .service)
        try v.field(
            8, "receivers", &receivers, .id(items: Contracts.Limits.tieMembersMax),
            seenBy: .service)
        try v.field(
            9, "arrived_to", &arrivedTo, .id(items: Contracts.Limits.tieMembersMax),
            seenBy: .service)
    }

    package func apply(to state: inout PromptState) {
        state.send(
            StoredShare(
                id: id, tieID: tieID, from: from, kind: kind, level: level, text: text,
                receivers: receivers.map {
                    StoredShare.Receiver(
                        person: $0, course: arrivedTo.contains($0) ? .arrived(atMs: atMs) : .held)
                }),
            atMs: atMs)
    }
}
