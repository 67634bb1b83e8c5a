/// The pages of help, made of the verb table and the catalogue.
package struct HelpText {
    /// The catalogue.
    package let words: Words
    /// The verbs there are.
    package let verbs: [Verb]

    package init(words: Words, verbs: [Verb]) {
        self.words = words
        self.verbs = verbs
    }

    /// The list of verbs; without `all`, those of daily life.
    package func overview(all: Bool) -> String {
        var lines = [words.text(.helpTitle)]
        for group in VerbGroup.allCases where all || HelpText.first.contains(group) {
            lines += ["", words.text(title(group))]
            lines += rows(verbs.filter { $0.group == group && (all || $0.path.count == 1) })
        }
        if all {
            lines += ["", words.text(.helpFlags)]
            lines += flagRows(Flag.global, verb: "")
        } else {
            // What a new person needs of the rest.
            let named = verbs.filter { HelpText.others.contains($0.name) }
            lines += [""] + rows(named.filter { $0.group != .engine })
            lines += HelpText.groups.map { row($0.0, words.text($0.1)) }
            lines += rows(named.filter { $0.group == .engine })
        }
        lines += ["", words.text(all ? .helpAllMore : .helpMore)]
        return lines.joined(separator: "\n")
    }

    /// Verbs of other groups that the short list shows too.
    private static let others: Set<String> = ["prompt", "yes", "no", "watch", "help", "status"]
    /// First words of several verbs that the short list shows.
    package static let groups: [(String, WordID)] = [
        ("ritual", .helpRitual), ("quiet", .helpQuiet), ("remind", .helpRemind),
    ]
    /// What the short list shows.
    private static let first: Set<VerbGroup> = [.daily, .joining]

    /// The verbs that begin with a word which is none itself, such as `remind`.
    package func group(_ word: String) -> String? {
        guard !verbs.contains(where: { $0.name == word }) else { return nil }
        let members = verbs.filter { $0.path.first == word }
        return members.isEmpty ? nil : rows(members).joined(separator: "\n")
    }

    /// One verb's page.
    package func of(_ verb: Verb) -> String {
        guard let said = words.verbs[verb.name] else { return verb.name }
        let shape = said.shape.isEmpty ? "" : " " + said.shape
        var lines = [
            words.text(.helpUsage, ["verb": verb.name, "shape": shape]), "", said.text,
        ]
        if !verb.flags.isEmpty {
            lines += ["", words.text(.helpFlags)]
            lines += flagRows(verb.flags, verb: verb.name)
        }
        lines += ["", words.text(.helpExamples)]
        lines += said.examples.map { "    " + $0 }
        lines += ["", words.text(.helpGlobal)]
        return lines.joined(separator: "\n")
    }

    private func rows(_ verbs: [Verb]) -> [String] {
        verbs.map { row($0.name, words.verbs[$0.name]?.summary ?? "") }
    }

    private func row(_ name: String, _ summary: String) -> String {
        let width = verbs.map(\.name.count).max() ?? 0
        return "    " + Printable.padded(name, to: width + 2) + summary
    }

    private func flagRows(_ flags: [Flag], verb: String) -> [String] {
        let names = flags.map { "--" + $0.name }
        let width = names.map(\.count).max() ?? 0
        return zip(flags, names).map { flag, name in
            let meaning = words.flags[verb + " " + flag.name] ?? words.flags[flag.name] ?? ""
            return "    " + Printable.padded(name, to: width + 2)
                + Printable.indented(meaning, by: width + 6)
        }
    }

    private func title(_ group: VerbGroup) -> WordID {
        switch group {
        case .daily: .groupDaily
        case .joining: .groupJoining
        case .words: .groupWords
        case .time: .groupTime
        case .reminders: .groupReminders
        case .engine: .groupEngine
        }
    }
}
