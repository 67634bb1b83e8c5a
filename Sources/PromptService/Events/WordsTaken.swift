import Codec
import Host

/// Somebody keeps their returned words elsewhere now.
package struct WordsTaken: PromptEvent {
    package static let recordType: UInt8 = 25

    package var questionID: UInt64 = 0
    package var person: UInt64 = 0

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "question_id", &questionID, .id, seenBy: .service)
        try v.fixed64(2, "person", &person, .id, seenBy: .service)
    }

    package func apply(to state: inout PromptState) {
        state.people[person]?.returned.removeAll { $0.questionID == questionID }
    }
}
