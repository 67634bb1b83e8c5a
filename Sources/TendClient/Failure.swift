/// Why a verb ends without having done its work: one sentence for the person and the exit code.
public struct Failure: Error, Equatable, Sendable {
    /// What the shell is told.
    public let exit: ExitCode
    /// What the person is told, on standard error.
    public let phrase: Phrase

    /// An end with that code and sentence.
    public init(_ exit: ExitCode, _ id: WordID, _ values: [String: String] = [:]) {
        self.exit = exit
        phrase = Phrase(id, values)
    }
}

/// What `tend` tells the shell.
public enum ExitCode: Int32, Sendable {
    /// It is done.
    case done = 0
    /// The request was refused, or a part is not serving.
    case refused = 1
    /// The command line makes no sense.
    case usage = 2
    /// The gateway cannot be reached.
    case unreachable = 3
}
