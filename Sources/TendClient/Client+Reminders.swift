import CivilTime
import Codec
import Contracts

// What the verbs of reminders share.
extension Client {
    /// The zone of this machine, if its times can be told here; else UTC.
    private var machineZone: String {
        let id = Machine.zone(environment) ?? "UTC"
        return (try? zones.zone(id)) == nil ? "UTC" : id
    }

    /// The letters on the screen; none for the operator.
    func letters() throws(Failure) -> Letters {
        guard let name = try identityName() else { return Letters() }
        return try store().letters(name)
    }

    /// Changes the letters and keeps them.
    func changeLetters(_ change: (inout Letters) -> Void) throws(Failure) {
        guard !isOperator, let name = try identityName() else { return }
        var letters = try store().letters(name)
        change(&letters)
        try store().save(letters, for: name)
    }

    /// One reminder as it stands now.
    func show(_ id: UInt64) async throws -> Reminder {
        var request = ReminderID()
        request.id = id
        return try await call(Reminders.show, request)
    }

    /// The occurrence that is meant: `--occurrence` itself, the one that was on the screen, or the
    /// one that is open now.
    func occurrence(_ arguments: Arguments) async throws -> OccurrenceID {
        if let json = arguments.value("occurrence") {
            if let word = arguments[0] {
                throw Failure(.usage, .occurrenceTwice, ["word": word])
            }
            do {
                return try OccurrenceID(json: json)
            } catch {
                throw Failure(.usage, .occurrenceBad, ["problem": error.sentence])
            }
        }
        guard let word = arguments[0] else { throw Failure(.usage, .targetMissing) }
        let target = try letters().reminder(word)
        if let open = target.open { return open }
        let reminder = try await show(target.id)
        guard let open = reminder.openOccurrence else {
            throw Failure(.refused, .nothingOpen, ["note": ReminderText.name(reminder.note)])
        }
        return open
    }

    /// Says reminders in words, in the person's zone where they have none of their own. Should the
    /// person not be known just now, the reminders are said all the same, by this machine's zone,
    /// which is then named.
    func reminderText() async -> ReminderText {
        let me = invocation.json ? Me() : (try? await me()) ?? Me()
        return ReminderText(
            times: times(nowMs: me.nowMs), homeZone: me.person.zone,
            machineZone: machineZone)
    }
}
