import Codec
import Contracts
import Host

/// Somebody answered, or changed their answer.
package struct AnswerSealed: PromptEvent {
    package static let recordType: UInt8 = 19

    package var questionID: UInt64 = 0
    package var person: UInt64 = 0
    package var text = ""
    package var choices: [Int32] = []
    package var atMs: Int64 = 0

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "question_id", &questionID, .id, seenBy: .owner)
        try v.fixed64(2, "person", &person, .id, seenBy: .owner)
        try v.field(
            3, "text", &text, .content(max: Contracts.Limits.answerBytesMax), seenBy: .addressee)
        try v.field(
            4, "choices", &choices, .items(Contracts.Limits.optionsMax), seenBy: .addressee)
        try v.field(5, "at_ms", &atMs, .plain, seenBy: .service)
    }

    package func apply(to state: inout PromptState) {
        state.seal(questionID, person, text: text, choices: choices, atMs: atMs)
    }
}
