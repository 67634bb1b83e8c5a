/// One verb of `tend` as a value: its name, what it takes, and what it does.
///
/// What a person reads about it stands in the catalogue under its name.
public struct Verb: Sendable {
    /// What a verb does: an async function on the client's loop that ends with an exit code, or
    /// throws a `Failure` or an error of the connection.
    package typealias Run = @Sendable (isolated Client, Arguments) async throws -> ExitCode

    /// The words of its name, one or two: `join`, `remind add`.
    package let path: [String]
    /// Where help lists it.
    public let group: VerbGroup
    /// The flags it takes beside the global ones.
    package let flags: [Flag]
    /// How many arguments it takes.
    package let arity: ClosedRange<Int>
    /// Whether Ctrl-C ends it in its own way, with exit code 0.
    package let endsOnSignal: Bool
    package let run: Run

    package init(
        _ path: String..., in group: VerbGroup, flags: [Flag] = [],
        arity: ClosedRange<Int> = 0...0, endsOnSignal: Bool = false, run: @escaping Run
    ) {
        self.path = path
        self.group = group
        self.flags = flags
        self.arity = arity
        self.endsOnSignal = endsOnSignal
        self.run = run
    }

    /// The name as typed, which is also its key in the catalogue.
    public var name: String { path.joined(separator: " ") }

    /// Arguments without an end of their own, such as the words of a time.
    package static let anyMany = 64
}

/// A flag, `--name VALUE` or `--name`.
package struct Flag: Equatable, Sendable {
    /// The name without its dashes.
    package let name: String
    /// Whether a value follows.
    package let takesValue: Bool

    /// A flag that stands alone.
    package static func alone(_ name: String) -> Flag { Flag(name: name, takesValue: false) }
    /// A flag with a value after it.
    package static func value(_ name: String) -> Flag { Flag(name: name, takesValue: true) }

    /// The flags that every verb takes, before or after it.
    package static let global: [Flag] = [
        .alone("json"), .value("as"), .value("gateway"), .value("via"), .value("key"),
        .alone("plaintext"), .alone("help"), .alone("version"),
    ]
}

/// Where help lists a verb, in this order.
public enum VerbGroup: CaseIterable, Sendable {
    /// What a person uses on most days.
    case daily
    /// Joining, and one's devices.
    case joining
    /// Asking, and why.
    case words
    /// Time together, and time in which nothing rings.
    case time
    /// Reminders of one's own.
    case reminders
    /// How Tend is built, for scripts and the curious; only `tend help all` lists it.
    case engine
}
