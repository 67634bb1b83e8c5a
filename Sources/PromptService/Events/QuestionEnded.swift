import Codec
import Host

/// A question closed for all; sealed words are their authors' again.
package struct QuestionEnded: PromptEvent {
    package static let recordType: UInt8 = 23

    package var questionID: UInt64 = 0
    package var atMs: Int64 = 0

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "question_id", &questionID, .id, seenBy: .service)
        try v.field(2, "at_ms", &atMs, .plain, seenBy: .service)
    }

    package func apply(to state: inout PromptState) {
        state.end(questionID)
    }
}
