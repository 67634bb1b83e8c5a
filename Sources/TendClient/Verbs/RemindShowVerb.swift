import Contracts

/// `tend remind show`: one reminder in full.
enum RemindShowVerb {
    static let verb = Verb("remind", "show", in: .reminders, arity: 1...1, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        let target = try client.letters().reminder(arguments[0] ?? "")
        let reminder = try await client.show(target.id)
        let text = await client.reminderText()
        try client.reply(reminder) { text.full(reminder) }
        return .done
    }
}
