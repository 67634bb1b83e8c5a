import Codec
import Contracts
import RPC

/// One request of the script: how it is sent, and what it must have done, all or nothing.
struct CrashStep {
    let name: String
    /// The service that decides it.
    let part: String
    /// Who makes it.
    let client: HuntClient
    let send: (IdempotencyKey?) -> PendingCall
    let key: IdempotencyKey?
    /// What it changes.
    let effect: (inout CrashModel) -> Void
    /// What its reply teaches.
    let learn: ([UInt8]) -> Void
    /// Occurrences that the watch must be sent because of it, by note.
    var deliveries: [String] = []

    init<Q: Message, R: Message>(
        _ name: String, _ part: String, _ method: Method<Q, R>, _ request: Q,
        by client: HuntClient, _ cast: CrashCast,
        effect: @escaping (inout CrashModel) -> Void = { _ in },
        learn: @escaping (R) -> Void = { _ in }
    ) {
        self.name = name
        self.part = part
        self.client = client
        self.effect = effect
        key = method.needsKey ? cast.newKey() : nil
        send = { key in client.send(method, request, key: key) }
        self.learn = { bytes in
            if let reply = try? R(decoding: bytes) { learn(reply) }
        }
    }
}

/// The script: two devices, a name, four kinds of reminders, and everything that can be done with
/// them. Each entry makes its step when its turn comes, from what was learned before.
struct CrashScript {
    let cast: CrashCast
    let hour: Int64 = 3_600_000
    private var dueMs: Int64 { cast.startMs + hour }
    private var daily: String { CrashModel.local(dueMs) }

    init(_ cast: CrashCast) { self.cast = cast }

    /// The steps in order; nil where one before has failed to teach what it must.
    var steps: [() -> CrashStep?] {
        [
            code, join, deviceCode, joinAgain, rename,
            { create("tea", absolute) }, { create("call", once) }, { create("stretch", everyDay) },
            { create("film", everyWeek) },
            { advance("an hour later", toMs: dueMs, due: ["tea", "call", "stretch", "film"]) },
            shown, snooze, { settle("film", isDone: true) }, { settle("call", isDone: false) },
            {
                advance("ten minutes later", toMs: dueMs + 600_000, due: ["stretch"])
            }, { settle("stretch", isDone: true) }, cancel, language, revoke,
            { advance("the next day", toMs: cast.startMs + 24 * hour, due: []) },
        ] + evening
    }

    // MARK: People

    private func code() -> CrashStep? {
        var request = CreateCode()
        request.code = cast.firstCode
        return CrashStep(
            "the operator's code", "profile", Codes.create, request, by: cast.keeper, cast)
    }

    private func join() -> CrashStep? {
        var request = Join()
        request.code = cast.firstCode
        request.name = "Ana"
        request.zone = CrashModel.zone
        request.deviceName = "laptop"
        request.deviceSecret = CrashCast.secret(1)
        return CrashStep(
            "join", "profile", Devices.join, request, by: cast.stranger, cast,
            effect: { model in
                model.name = "Ana"
                model.language = "en"
                model.devices = ["laptop"]
            },
            learn: { [cast] in cast.laptopJoined($0.device.id) })
    }

    private func deviceCode() -> CrashStep? {
        var request = CreateCode()
        request.code = cast.deviceCode
        return cast.laptop.map {
            CrashStep("a device code", "profile", Devices.createCode, request, by: $0, cast)
        }
    }

    private func joinAgain() -> CrashStep? {
        var request = Join()
        request.code = cast.deviceCode
        request.deviceName = "phone"
        request.deviceSecret = CrashCast.secret(2)
        return CrashStep(
            "join with the device code", "profile", Devices.join, request, by: cast.stranger, cast,
            effect: { $0.devices.append("phone") },
            learn: { [cast] in cast.phoneJoined($0.device.id) })
    }

    private func rename() -> CrashStep? {
        var request = UpdateMe()
        request.name = "Ana Maria"
        return cast.laptop.map {
            CrashStep(
                "a new name", "profile", People.update, request, by: $0, cast,
                effect: { $0.name = "Ana Maria" })
        }
    }

    private func language() -> CrashStep? {
        var request = UpdateMe()
        request.language = "de"
        return cast.phone.map {
            CrashStep(
                "a new language", "profile", People.update, request, by: $0, cast,
                effect: { $0.language = "de" })
        }
    }

    private func revoke() -> CrashStep? {
        var request = RevokeDevice()
        request.deviceID = cast.phoneID
        return cast.laptop.map {
            CrashStep(
                "revoke the phone", "profile", Devices.revoke, request, by: $0, cast,
                effect: { $0.devices = ["laptop"] })
        }
    }

    // MARK: Reminders

    private var absolute: ScheduleRule {
        var rule = ScheduleRule()
        rule.kind = .absolute
        rule.atMs = dueMs
        return rule
    }

    private var once: ScheduleRule {
        var rule = ScheduleRule()
        rule.localStart = daily
        rule.zone = CrashModel.zone
        return rule
    }

    private var everyDay: ScheduleRule {
        var rule = once
        rule.frequency = .daily
        return rule
    }

    private var everyWeek: ScheduleRule {
        var rule = once
        rule.frequency = .weekly
        return rule
    }

    private func create(_ note: String, _ rule: ScheduleRule) -> CrashStep? {
        var request = CreateReminder()
        request.note = note
        request.schedule = rule
        return cast.laptop.map {
            CrashStep(
                "add \(note)", "reminder", Reminders.create, request, by: $0, cast,
                effect: { $0.reminders[note] = CrashModel.Facts(nextDueMs: dueMs) },
                learn: { [cast] in cast.reminderIDs[note] = $0.id })
        }
    }

    /// Moves the clock; these become due, each for the first time or after its snooze.
    private func advance(_ name: String, toMs: Int64, due: [String]) -> CrashStep? {
        cast.beginWatch()
        var request = AdvanceClock()
        request.toMs = toMs
        var step = CrashStep(
            name, "reminder", Admin.advanceClock, request, by: cast.keeper, cast,
            effect: { model in
                for note in due {
                    model.reminders[note]?.state = .due
                    model.reminders[note]?.open = occurrence(note)
                    model.reminders[note]?.nextDueMs = following(note)
                }
            },
            learn: { [cast] in cast.nowMs = $0.nowMs })
        step.deliveries = due
        return step
    }

    private func shown() -> CrashStep? {
        var request = ReportShown()
        request.occurrences = [named("tea")]
        return cast.laptop.map {
            CrashStep(
                "shown", "reminder", Reminders.shown, request, by: $0, cast,
                effect: { model in
                    model.reminders["tea"]?.state = .shown
                    model.reminders["tea"]?.ledger = ["shown \(occurrence("tea"))"]
                })
        }
    }

    private func snooze() -> CrashStep? {
        var request = SnoozeReminder()
        request.occurrence = named("stretch")
        request.forMs = 600_000
        return cast.laptop.map {
            CrashStep(
                "snooze", "reminder", Reminders.snooze, request, by: $0, cast,
                effect: { model in
                    model.reminders["stretch"]?.state = .snoozed
                    model.reminders["stretch"]?.nextDueMs = dueMs + 600_000
                    model.reminders["stretch"]?.revision = 2
                    model.reminders["stretch"]?.ledger = ["snoozed \(daily)"]
                })
        }
    }

    private func settle(_ note: String, isDone: Bool) -> CrashStep? {
        var request = OccurrenceRequest()
        request.occurrence = named(note)
        let method = isDone ? Reminders.done : Reminders.skip
        return cast.laptop.map {
            CrashStep(
                isDone ? "\(note) is done" : "skip \(note)", "reminder", method, request, by: $0,
                cast,
                effect: { model in
                    let ends = note == "call"
                    model.reminders[note]?.state = ends ? .skipped : .scheduled
                    model.reminders[note]?.open = ""
                    model.reminders[note]?.nextDueMs = following(note)
                    model.reminders[note]?.ledger.append("\(isDone ? "done" : "skipped") \(daily)")
                })
        }
    }

    private func cancel() -> CrashStep? {
        var request = ReminderID()
        request.id = cast.reminderIDs["film"] ?? 0
        return cast.laptop.map {
            CrashStep(
                "cancel film", "reminder", Reminders.cancel, request, by: $0, cast,
                effect: { model in
                    model.reminders["film"]?.state = .cancelled
                    model.reminders["film"]?.nextDueMs = 0
                })
        }
    }

    /// The one occurrence of a reminder that the script is about.
    private func named(_ note: String) -> OccurrenceID {
        var id = OccurrenceID()
        id.reminderID = cast.reminderIDs[note] ?? 0
        id.localTime = occurrence(note)
        id.revision = 1
        return id
    }

    private func occurrence(_ note: String) -> String {
        note == "tea" ? CrashModel.utc(dueMs) : daily
    }

    /// When the occurrence after that one is due; 0 when none follows.
    private func following(_ note: String) -> Int64 {
        switch note {
        case "stretch": dueMs + 24 * hour
        case "film": dueMs + 7 * 24 * hour
        default: 0
        }
    }
}
