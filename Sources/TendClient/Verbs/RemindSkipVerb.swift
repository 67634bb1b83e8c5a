import Contracts

/// `tend remind skip`: lets an occurrence go.
enum RemindSkipVerb {
    static let verb = Verb(
        "remind", "skip", in: .reminders, flags: [.value("occurrence")], arity: 0...1, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        try await RemindDoneVerb.answer(client, arguments, Reminders.skip, .saidSkipped)
    }
}
