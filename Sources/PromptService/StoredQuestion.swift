import Contracts

/// A question that was put to a tie, and what each of its people did with it.
///
/// Value, part of the state. The words of the question are its own: a catalogue that is edited later
/// changes no question that was asked.
package struct StoredQuestion: Sendable, Equatable {
    /// What one person did with it.
    package struct Seat: Sendable, Equatable {
        package var person: UInt64
        package var state = AnswerState.none
        package var text = ""
        package var choices: [Int32] = []
        /// Whether they read the answers.
        package var hasRead = false
    }

    package let id: UInt64
    package let tieID: UInt64
    package let promptID: String
    package let text: String
    package let options: [String]
    package let topic: Topic
    package let level: Int32
    package let type: PromptType
    /// Why it was chosen.
    package let rules: [WhyRule]
    /// Whether it came with the day of the tie; else somebody asked for it.
    package let isDaily: Bool
    package let expiresAtMs: Int64
    package var state = QuestionState.open
    /// One for each person of the tie, in the tie's order.
    package var seats: [Seat]
    /// When an answer was last sealed.
    package var sealedAtMs: Int64 = 0

    /// The place of a person.
    package func seat(of person: UInt64) -> Int? { seats.firstIndex { $0.person == person } }

    /// Whether everybody has answered.
    package var isComplete: Bool { seats.allSatisfy { $0.state == .sealed } }
}
