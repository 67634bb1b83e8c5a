import Codec
import Host

/// Somebody read what was shared with them.
package struct ShareRead: PromptEvent {
    package static let recordType: UInt8 = 29

    package var shareID: UInt64 = 0
    package var person: UInt64 = 0

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "share_id", &shareID, .id, seenBy: .service)
        try v.fixed64(2, "person", &person, .id, seenBy: .service)
    }

    package func apply(to state: inout PromptState) {
        state.readShare(shareID, person)
    }
}
