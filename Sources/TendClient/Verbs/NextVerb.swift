/// Bare `tend`: the page for today, or how to join.
enum NextVerb {
    static let verb = Verb(in: .daily, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        guard try client.isOperator || client.identityName() != nil else {
            try client.print(client.words.text(.nextNotJoined))
            return .done
        }
        return try await TodayVerb.run(client, arguments)
    }
}
