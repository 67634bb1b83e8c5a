import Contracts

/// `tend remind snooze`: puts an occurrence off.
package enum RemindSnoozeVerb {
    package static let verb = Verb(
        "remind", "snooze", in: .reminders, flags: [.value("occurrence")], arity: 1...2, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        var rest = arguments
        let length = rest.has("occurrence") || rest.plain.count == 2 ? rest.plain.popLast() : nil
        guard let length else { throw Failure(.usage, .durationMissing) }
        var request = SnoozeReminder()
        request.forMs = try milliseconds(length)
        request.occurrence = try await client.occurrence(rest)
        let reminder = try await client.call(Reminders.snooze, request)
        let text = await client.reminderText()
        try client.reply(reminder) {
            [
                client.words.text(
                    .saidSnoozed,
                    ["note": ReminderText.name(reminder.note), "date": text.next(reminder) ?? ""])
            ]
        }
        return .done
    }

    /// `10m`, `2h` or `1d` in milliseconds: at least a minute, at most 999 of a unit.
    package static func milliseconds(_ text: String) throws(Failure) -> Int64 {
        let units: [Character: Int64] = ["m": 60_000, "h": 3_600_000, "d": 86_400_000]
        let digits = text.dropLast()
        guard let unit = text.last.flatMap({ units[$0] }), (1...3).contains(digits.count),
            digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int64(digits),
            number > 0
        else { throw Failure(.usage, .durationInvalid, ["word": text]) }
        return number * unit
    }
}
