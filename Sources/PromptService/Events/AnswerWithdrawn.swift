import Codec
import Contracts
import Host

/// Somebody took their sealed answer back.
package struct AnswerWithdrawn: PromptEvent {
    package static let recordType: UInt8 = 20

    package var questionID: UInt64 = 0
    package var person: UInt64 = 0

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "question_id", &questionID, .id, seenBy: .service)
        try v.fixed64(2, "person", &person, .id, seenBy: .service)
    }

    package func apply(to state: inout PromptState) {
        guard let seat = state.questions[questionID]?.seat(of: person) else { return }
        state.unseal(questionID, seat: seat, to: .none, returning: false)
    }
}
