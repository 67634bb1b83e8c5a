import Codec
import Host

/// A lease was asked for and given after these were revealed: they stay revealed.
package struct RevealsSettled: PromptEvent {
    package static let recordType: UInt8 = 26
    /// Questions in one event.
    package static let idsMax = 256

    package var questionIDs: [UInt64] = []

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(
            1, "question_ids", &questionIDs, .id(items: RevealsSettled.idsMax), seenBy: .service)
    }

    package func apply(to state: inout PromptState) {
        state.unsettled.subtract(questionIDs)
    }
}
