import Codec
import Host

/// Somebody read the answers to a question.
package struct QuestionRead: PromptEvent {
    package static let recordType: UInt8 = 24

    package var questionID: UInt64 = 0
    package var person: UInt64 = 0

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "question_id", &questionID, .id, seenBy: .service)
        try v.fixed64(2, "person", &person, .id, seenBy: .service)
    }

    package func apply(to state: inout PromptState) {
        state.read(questionID, person)
    }
}
