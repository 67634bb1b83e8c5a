import Codec
import Contracts

/// `tend remind done`: says that an occurrence is done.
enum RemindDoneVerb {
    static let verb = Verb(
        "remind", "done", in: .reminders, flags: [.value("occurrence")], arity: 0...1, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        try await answer(client, arguments, Reminders.done, .saidDone)
    }

    /// Answers an occurrence by one of the two methods that take nothing else.
    static func answer(
        _ client: isolated Client, _ arguments: Arguments,
        _ method: Method<OccurrenceRequest, Reminder>, _ said: WordID
    ) async throws -> ExitCode {
        var request = OccurrenceRequest()
        request.occurrence = try await client.occurrence(arguments)
        let reminder = try await client.call(method, request)
        let text = await client.reminderText()
        try client.reply(reminder) {
            var line = client.words.text(said, ["note": ReminderText.name(reminder.note)])
            if let next = text.next(reminder) {
                line += " " + client.words.text(.saidNext, ["date": next])
            }
            return [line]
        }
        return .done
    }
}
