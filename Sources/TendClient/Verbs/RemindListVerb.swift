import Codec
import Contracts

/// `tend remind list`: what is ahead, soonest first.
enum RemindListVerb {
    static let verb = Verb(
        "remind", "list", in: .reminders, flags: [.alone("all")], run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        var request = ListReminders()
        request.includeEnded = arguments.has("all")
        var reminders: [Reminder] = []
        repeat {
            let page = try await client.call(Reminders.list, request)
            if client.invocation.json { try client.print(page.json()) }
            reminders += page.reminders
            request.cursor = page.nextCursor
        } while !request.cursor.isEmpty
        if client.invocation.json { return .done }
        let text = await client.reminderText()
        try client.changeLetters { $0.list(reminders) }
        let hasEnded = reminders.isEmpty ? try await hasEnded(client, request) : false
        for line in text.list(reminders, hasEnded: hasEnded) { try client.print(line) }
        return .done
    }

    /// Whether there are reminders that are over, where none but those was asked for.
    private static func hasEnded(
        _ client: isolated Client, _ request: ListReminders
    ) async throws -> Bool {
        if request.includeEnded { return false }
        var request = request
        request.includeEnded = true
        return try await !client.call(Reminders.list, request).reminders.isEmpty
    }
}
