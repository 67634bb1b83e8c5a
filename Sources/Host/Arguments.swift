import Contracts

/// What a server program was told on its command line. Parsed once in `main`; a wrong one ends the
/// program with a sentence and exit code 2.
public struct Arguments: Sendable {
    /// Flags that take a value, as given.
    public private(set) var values: [String: String] = [:]
    /// Flags without a value that were given.
    public private(set) var switches: Set<String> = []

    /// One flag a program understands.
    public struct Flag: Sendable {
        let name: String
        let value: String?
        let help: String
        let needed: Bool

        /// A flag; `value` names what follows it in the help, nil for a switch.
        public init(_ name: String, _ value: String? = nil, needed: Bool = false, _ help: String) {
            self.name = name
            self.value = value
            self.needed = needed
            self.help = help
        }
    }

    /// Why a command line was not understood, or that help or the version was asked for.
    public enum Answer: Error, Equatable {
        /// Print this on standard output and exit 0.
        case help(String)
        /// Print this on standard error and exit 2.
        case wrong(String)
    }

    /// Parses what follows the program's name. Throws `Answer`.
    public init(
        _ words: [String], program: String, about: String, flags: [Flag]
    ) throws(Answer) {
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--help" || word == "-h" {
                throw .help(Arguments.help(program: program, about: about, flags: flags))
            }
            if word == "--version" || word == "-V" {
                throw .help("\(program) \(Version.text)\n")
            }
            guard let flag = flags.first(where: { "--" + $0.name == word }) else {
                throw .wrong("\(program): no flag '\(word)'. Try '\(program) --help'.")
            }
            if flag.value == nil {
                switches.insert(flag.name)
            } else if let value = rest.popFirst() {
                values[flag.name] = value
            } else {
                throw .wrong("\(program): \(word) needs \(flag.value ?? "a value") after it.")
            }
        }
        for flag in flags where flag.needed && values[flag.name] == nil {
            throw .wrong(
                "\(program): --\(flag.name) \(flag.value ?? "") is needed. "
                    + "Try '\(program) --help'.")
        }
    }

    private static func help(program: String, about: String, flags: [Flag]) -> String {
        var text = about + "\n\nUsage: \(program)"
        for flag in flags where flag.needed { text += " --\(flag.name) \(flag.value ?? "")" }
        text += " [FLAGS]\n\n"
        for flag in flags {
            let left = "  --\(flag.name)" + (flag.value.map { " " + $0 } ?? "")
            let gap = String(repeating: " ", count: max(2, 26 - left.utf8.count))
            text += left + gap + flag.help + "\n"
        }
        return text
    }
}
