import Contracts

/// `tend remind cancel`: ends a reminder for good.
enum RemindCancelVerb {
    static let verb = Verb("remind", "cancel", in: .reminders, arity: 1...1, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        var request = ReminderID()
        request.id = try client.letters().reminder(arguments[0] ?? "").id
        let reminder = try await client.call(Reminders.cancel, request)
        try client.reply(reminder) {
            [client.words.text(.saidCancelled, ["note": ReminderText.name(reminder.note)])]
        }
        return .done
    }
}
