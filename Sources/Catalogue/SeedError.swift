/// What is wrong with a seed file; the sentence names the file and the line and says what to do.
public struct SeedError: Error, Equatable, Sendable {
    /// For the operator.
    public let sentence: String

    /// An error with its sentence.
    public init(_ sentence: String) { self.sentence = sentence }
}
