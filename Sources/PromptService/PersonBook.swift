/// What waits for one person.
package struct PersonBook: Sendable, Equatable {
    /// Their own words that came back.
    package struct Returned: Sendable, Equatable {
        package let questionID: UInt64
        /// The question that they were for.
        package let question: String
        package let level: Int32
        package let text: String
        package let choices: [Int32]
    }

    /// Words that came back, oldest first.
    package var returned: [Returned] = []
    /// Answers of theirs that are sealed and not revealed.
    package var sealed = 0
    /// Revealed questions that they have not read, oldest first.
    package var revealed: [UInt64] = []
    /// Shares that arrived and that they have not read, oldest first.
    package var shares: [UInt64] = []
}
