/// `tend help`: what there is to say.
package enum HelpVerb {
    package static let verb = Verb("help", in: .engine, arity: 0...2, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        try client.print(page(arguments.plain, HelpText(words: client.words, verbs: Verb.all)))
        return .done
    }

    /// The page for the words after `help`. Throws a usage failure for what is no verb.
    package static func page(_ words: [String], _ help: HelpText) throws(Failure) -> String {
        if words.isEmpty { return help.overview(all: false) }
        if words == ["all"] { return help.overview(all: true) }
        if let several = help.group(words.joined(separator: " ")) { return several }
        let verb = try Invocation(words + ["--help"], environment: [:], verbs: help.verbs).verb
        return verb.map(help.of) ?? help.overview(all: false)
    }
}
