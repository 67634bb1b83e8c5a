/// How words are written in a person's editor: which command runs, what the file holds at first, and
/// what of it are their own words.
package struct Editor: Equatable, Sendable {
    /// The command as the environment has it, for a shell.
    package let command: String

    /// The editor of an environment: VISUAL, EDITOR, else vi.
    package init(environment: [String: String]) {
        let named: [String] = ["VISUAL", "EDITOR"].compactMap { environment[$0] }
        command = named.first { !$0.allSatisfy(\.isWhitespace) } ?? Editor.usual
    }

    private static let usual = "vi"

    /// What is spawned for a file. The command may have arguments of its own, so a shell parts it;
    /// the file is handed over as it is.
    package func arguments(file: String) -> [String] {
        ["/bin/sh", "-c", command + " \"$@\"", "sh"] + silence + [file]
    }

    /// For the family of vi: no swap file, no backup, no undo file, no memory of registers.
    private var silence: [String] {
        let program = command.split(whereSeparator: \.isWhitespace).first ?? ""
        let name = program.split(separator: "/").last ?? ""
        guard Editor.family.contains(String(name)) else { return [] }
        return ["-n", "-c", Editor.nothingKept.joined(separator: " ")]
    }

    private static let nothingKept = [
        "silent!", "set", "nobackup", "nowritebackup", "noundofile", "viminfo=",
    ]

    private static let family: Set<String> = [
        "vi", "vim", "nvim", "vim.basic", "vim.tiny", "vim.nox", "view", "gvim",
    ]

    /// What the file holds at first: words that are there already, then what is asked, marked.
    package static func start(_ draft: String, asked: [String]) -> String {
        draft + "\n\n" + marked(asked).joined(separator: "\n") + "\n"
    }

    /// The words in the file: the lines that were marked at first are left out, each once, and nothing
    /// else, so that a line of one's own may begin with the mark.
    package static func words(_ text: String, asked: [String]) -> String {
        var notes = marked(asked)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            let end = Printable.trimmed(String(line))
            guard let index = notes.firstIndex(of: end) else { return true }
            notes.remove(at: index)
            return false
        }
        return tidy(lines.joined(separator: "\n"))
    }

    private static func marked(_ asked: [String]) -> [String] {
        asked.map { Printable.trimmed("# " + $0) }
    }

    /// Words without the empty lines before and the white space after them.
    package static func tidy(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .drop { $0.allSatisfy(\.isWhitespace) }
        let rest = lines.joined(separator: "\n")
        return String(rest.reversed().drop(while: \.isWhitespace).reversed())
    }
}
