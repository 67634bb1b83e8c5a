import Codec
import Contracts

/// `tend remind audit`: what happened to a reminder, line by line.
enum RemindAuditVerb {
    static let verb = Verb("remind", "audit", in: .reminders, arity: 1...1, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        var request = ReminderID()
        request.id = try client.letters().reminder(arguments[0] ?? "").id
        let ledger = try await client.call(Reminders.audit, request)
        if client.invocation.json {
            try client.print(ledger.json())
            return .done
        }
        let me = try await client.me()
        let text = ReminderText(times: client.times(nowMs: me.nowMs), homeZone: me.person.zone)
        for line in text.ledger(ledger, zone: me.person.zone) { try client.print(line) }
        return .done
    }
}
