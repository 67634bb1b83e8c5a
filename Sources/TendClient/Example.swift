/// A line of help that a person can type, for tests that run each one.
///
/// Lines are for a shell with `tend` on its PATH. `CODE` stands for a join code, and a letter for
/// something that `tend remind list`, `tend watch` or `tend devices` has shown.
public struct Example: Equatable, Sendable {
    /// The verb it explains.
    public let verb: String
    /// The line.
    public let line: String

    /// Every example, in the order help lists the verbs.
    public static var all: [Example] {
        Verb.all.flatMap { verb in
            (Words.english.verbs[verb.name]?.examples ?? []).map {
                Example(verb: verb.name, line: $0)
            }
        }
    }
}
