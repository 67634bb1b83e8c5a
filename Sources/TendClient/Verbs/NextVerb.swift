/// Bare `tend`: what to do next, until there is a page for today.
enum NextVerb {
    static let verb = Verb(in: .daily, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        let hasJoined = try client.identityName() != nil
        try client.print(client.words.text(hasJoined ? .nextJoined : .nextNotJoined))
        return .done
    }
}
