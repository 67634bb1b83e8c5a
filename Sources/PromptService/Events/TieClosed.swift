import Codec
import Host

/// A tie ended: what was shared in it and not read is dropped.
package struct TieClosed: PromptEvent {
    package static let recordType: UInt8 = 30

    package var tieID: UInt64 = 0

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "tie_id", &tieID, .id, seenBy: .service)
    }

    package func apply(to state: inout PromptState) {
        state.dropUnread(tieID)
    }
}
