import CivilTime
import Contracts
import Seams

/// `tend remind add`: makes a reminder and says back what was understood.
package enum RemindAddVerb {
    package static let verb = Verb(
        "remind", "add", in: .reminders, flags: [.value("zone")], arity: 2...Verb.anyMany,
        run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        let note = try client.note(arguments[0] ?? "")
        if let zone = arguments.value("zone") { _ = try client.zone(zone) }
        let me = try await client.me()
        let zone = try client.zone(arguments.value("zone") ?? me.person.zone)
        let nowMs = me.nowMs == 0 ? client.time.wallMs() : me.nowMs
        let phrase = TimePhrase(nowMs: nowMs, zone: zone, vocabulary: client.words.time)
        var request = CreateReminder()
        request.note = note
        request.schedule = try phrase.rule(Array(arguments.plain.dropFirst()))
        let made = try await client.call(Reminders.create, request)
        try client.reply(made) {
            lines(made, ReminderText(times: client.times(nowMs: nowMs), homeZone: zone.id))
        }
        return .done
    }

    package static func lines(_ made: Reminder, _ text: ReminderText) -> [String] {
        let line = text.times.words.text(
            .reminderMade,
            [
                "note": ReminderText.name(made.note),
                "schedule": text.times.schedule(of: made, homeZone: text.homeZone),
            ])
        return [line] + (moved(made, text).map { [$0] } ?? [])
    }

    /// Why the next occurrence comes at another time of day than the rule says: the clocks jump over
    /// that one.
    private static func moved(_ made: Reminder, _ text: ReminderText) -> String? {
        let times = text.times
        let id = text.zone(of: made)
        guard made.schedule.kind != .absolute,
            let wished = times.written(made.schedule.localStart)?.time,
            let next = times.next(of: made, in: id), let zone = try? times.zones.zone(id),
            case .gap = zone.resolve(CivilDateTime(date: next.date, time: wished))
        else { return nil }
        return times.words.text(
            .reminderMoved,
            [
                "date": times.date(next.date), "wished": times.time(wished),
                "time": times.time(next.time),
            ])
    }
}
