import CivilTime
import Codec
import Contracts
import Host
import RPC
import ReminderService
import TestSupport
import Testing

/// The whole service on a simulated disk, called as the gateway calls it.
private final class Service {
    let rig: ServiceRig<ReminderBook>
    private let handlers: ReminderHandlers

    static let ana = (person: UInt64(1), device: UInt64(11))
    static let ben = (person: UInt64(2), device: UInt64(21))

    init(disk: SimulatedDisk = SimulatedDisk(), time: HandTime = HandTime()) throws {
        var made: ReminderHandlers?
        rig = try ServiceRig(
            initial: ReminderBook(), events: ReminderHandlers.events, time: time, disk: disk
        ) {
            made = ReminderHandlers(
                host: $0, zones: testZones(), random: .seeded(3),
                gate: .alone(loop: $0.loop, time: $0.time))
        }
        handlers = try #require(made)
    }

    func create(
        _ rule: ScheduleRule, note: String = "call", as actor: (UInt64, UInt64) = Service.ana,
        key: IdempotencyKey? = nil
    ) throws -> Reminder {
        var request = CreateReminder()
        request.note = note
        request.schedule = rule
        // Of keys of one millisecond a device may have 64.
        rig.time.advance(ms: 1)
        return try #require(answer(Reminders.create, request, as: actor, key: key)).get()
    }

    func show(_ id: UInt64, as actor: (UInt64, UInt64) = Service.ana) throws -> Reminder {
        try #require(answer(Reminders.show, ReminderID(id), as: actor)).get()
    }

    func watch(
        _ zone: String = "", as actor: (UInt64, UInt64) = Service.ana
    ) -> RigCall<Delivery> {
        var request = WatchReminders()
        request.zone = zone
        let call = rig.begin(Reminders.watch, request, as: actor)
        settle()
        return call
    }

    // Through the service, not its rig: the handlers must outlive what happens.

    func call<Q: Message, R: Message>(_ method: Method<Q, R>, _ request: Q) throws -> R {
        try #require(answer(method, request, as: Service.ana)).get()
    }

    /// What the service answers; the handlers are held until then.
    func answer<Q: Message, R: Message>(
        _ method: Method<Q, R>, _ request: Q, as actor: (UInt64, UInt64)? = nil,
        key: IdempotencyKey? = nil
    ) -> Result<R, RPCError>? {
        withExtendedLifetime(handlers) { rig.call(method, request, as: actor, key: key) }
    }

    func turn(_ most: Int = 400, until done: () -> Bool) -> Bool {
        withExtendedLifetime(handlers) { rig.turn(most, until: done) }
    }

    /// Sets the manual clock, as `AdvanceClock` does.
    func setClock(_ utc: String) {
        rig.time.stepWall(toMs: Desk.ms(utc))
        withExtendedLifetime(handlers) { rig.host.onClockMoved() }
        settle()
    }

    /// Lets time pass, in steps, with the loop's timers.
    func pass(_ ms: Int64) {
        var left = ms
        while left > 0 {
            let step = min(left, 500)
            rig.time.advance(ms: step)
            left -= step
            turns(2)
            if !rig.host.isSynced { settle() }
        }
        settle()
    }

    /// Turns of the loop that do not wait.
    func turns(_ count: Int) {
        withExtendedLifetime(handlers) { rig.settle(count) }
    }

    /// Lets everything that can happen now happen: the journal's writer is a thread of its own.
    func settle() {
        for _ in 0..<5 {
            turns(4)
            _ = turn(50) { rig.host.isSynced }
        }
    }
}

@Test(
    "a reminder is made, rings on the stream when it is due, is reported shown, and rings no more")
func throughTheService() throws {
    let service = try Service()
    let made = try service.create(absolute(service.rig.time.wallMs + minute), note: "tea")
    #expect(made.state == .scheduled)
    let watch = service.watch()
    service.pass(59_500)
    #expect(watch.items.isEmpty)
    service.pass(500)
    let sent = try #require(watch.items.first)
    #expect(sent.note == "tea")
    #expect(sent.occurrence.reminderID == made.id)
    service.pass(40_000)
    #expect(watch.items.map(\.attempt) == [1, 2])
    var report = ReportShown()
    report.occurrences = [sent.occurrence]
    _ = try service.call(Reminders.shown, report)
    service.pass(10 * minute)
    #expect(watch.items.count == 2)
    #expect(try service.show(made.id).state == .shown)
    var done = OccurrenceRequest()
    done.occurrence = sent.occurrence
    let ended = try service.call(Reminders.done, done)
    #expect(ended.state == .done)
    let ledger = try service.call(Reminders.audit, ReminderID(made.id))
    #expect(ledger.entries.map(\.kind) == [.sent, .sent, .shown, .done])
}

@Test("a call sent again with its key makes nothing twice")
func retries() throws {
    let service = try Service()
    let key = service.rig.newKey()
    let rule = absolute(service.rig.time.wallMs + hour)
    let first = try service.create(rule, key: key)
    let again = try service.create(rule, key: key)
    #expect(first.encoded() == again.encoded())
    #expect(service.rig.host.state.count == 1)
}

@Test("nobody sees or changes what is not theirs, and cannot tell it from nothing")
func scoping() throws {
    let service = try Service()
    let made = try service.create(absolute(service.rig.time.wallMs + 1))
    let open = try #require(try service.show(made.id).openOccurrence)
    var done = OccurrenceRequest()
    done.occurrence = open
    var snooze = SnoozeReminder()
    snooze.occurrence = open
    snooze.forMs = hour
    var nothing = done
    nothing.occurrence.reminderID = 99
    let asBen: [Result<Reminder, RPCError>?] = [
        service.answer(Reminders.show, ReminderID(made.id), as: Service.ben),
        service.answer(Reminders.cancel, ReminderID(made.id), as: Service.ben),
        service.answer(Reminders.done, done, as: Service.ben),
        service.answer(Reminders.skip, done, as: Service.ben),
        service.answer(Reminders.snooze, snooze, as: Service.ben),
        service.answer(Reminders.show, ReminderID(99), as: Service.ben),
        service.answer(Reminders.done, nothing, as: Service.ben),
        service.answer(Reminders.cancel, ReminderID(0), as: Service.ben),
    ]
    for result in asBen {
        guard case .failure(let error) = result else {
            Issue.record("somebody else's reminder was shown")
            continue
        }
        #expect(error == Decide.notThere)
    }
    let audit = service.answer(Reminders.audit, ReminderID(made.id), as: Service.ben)
    guard case .failure(let error) = audit else {
        Issue.record("somebody else's ledger was shown")
        return
    }
    #expect(error == Decide.notThere)
    let watch = service.watch(as: Service.ben)
    service.pass(2000)
    #expect(watch.items.isEmpty)
    #expect(try service.show(made.id).state == .due)
}

@Test("a watch in an unknown zone is refused, and one in another zone is told its time")
func watchZones() throws {
    let service = try Service()
    let wrong = service.watch("Europe/Bremen")
    #expect(service.turn { wrong.ended })
    guard case .failure(let error) = wrong.result else {
        Issue.record("not refused")
        return
    }
    #expect(refusal(error) == Why(.zoneUnknown, field: "zone"))
    _ = try service.create(zoned("2027-03-07T19:00", "Europe/Berlin", .weekly))
    let watch = service.watch("America/New_York")
    service.setClock("2027-03-07T18:00")
    #expect(watch.items.map(\.localTime) == ["2027-03-07T13:00:00"])
    for (date, time) in [("14", "14"), ("21", "14"), ("28", "13")] {
        service.setClock("2027-03-\(date)T19:00")
        #expect(watch.items.last?.localTime == "2027-03-\(date)T\(time):00:00")
    }
    #expect(watch.items.count == 4)
}

@Test("a wall clock set forward is noticed without anybody saying so")
func wallJumps() throws {
    let service = try Service()
    _ = try service.create(absolute(service.rig.time.wallMs + day))
    let watch = service.watch()
    service.rig.time.stepWall(toMs: service.rig.time.wallMs + day)
    service.pass(30_000)
    #expect(watch.items.count == 1)
}

@Test("after a kill nothing acknowledged is gone, and what was not shown is sent again")
func restart() throws {
    var disk = SimulatedDisk()
    let time = HandTime()
    var ids: [UInt64] = []
    var shown: OccurrenceID?
    do {
        let service = try Service(disk: disk, time: time)
        let watch = service.watch()
        for index in 0..<20 {
            ids.append(try service.create(absolute(time.wallMs + 1 + Int64(index) * minute)).id)
        }
        ids.append(try service.create(zoned("2027-03-01T12:00", "Europe/Berlin", .daily)).id)
        service.pass(3 * minute)
        var report = ReportShown()
        report.occurrences = [try #require(watch.items.first?.occurrence)]
        shown = report.occurrences.first
        _ = try service.call(Reminders.shown, report)
    }
    disk = disk.afterKill()
    time.advance(ms: 3 * day)
    let service = try Service(disk: disk, time: time)
    #expect(service.rig.host.state.count == 21)
    let watch = service.watch()
    service.pass(2000)
    #expect(
        Set(watch.items.map(\.occurrence.reminderID))
            == Set(ids).subtracting([shown?.reminderID ?? 0]))
    #expect(watch.items.allSatisfy { $0.late })
    let daily = watch.items.first { $0.occurrence.reminderID == ids[20] }
    #expect(daily?.missed == 2)
    #expect(watch.items.first?.attempt ?? 0 > 1)
}

@Test("no delivery leaves before the journal has it")
func heldDeliveries() throws {
    let disk = SimulatedDisk()
    let service = try Service(disk: disk)
    _ = try service.create(absolute(service.rig.time.wallMs + minute))
    let watch = service.watch()
    service.pass(2000)
    disk.stallSyncs()
    defer { disk.releaseSyncs() }
    service.rig.time.advance(ms: minute)
    service.turns(50)
    #expect(watch.items.isEmpty)
    #expect(!service.rig.host.isSynced)
    disk.releaseSyncs()
    #expect(service.turn { !watch.items.isEmpty })
    #expect(watch.items.count == 1)
}

@Test("a device reads at its own pace: thousands due come in order of credit and none is lost")
func slowReader() throws {
    let service = try Service()
    let note = String(repeating: "n", count: 1000)
    for _ in 0..<300 {
        _ = try service.create(absolute(service.rig.time.wallMs + hour), note: note)
    }
    let watch = service.watch()
    service.rig.time.advance(ms: hour)
    #expect(service.turn(2000) { watch.items.count == 300 })
    #expect(Set(watch.items.map(\.occurrence.reminderID)).count == 300)
    service.settle()
    #expect(watch.items.count == 300)
}

@Test("a caller who is no device is told to say who they are")
func nobody() throws {
    let service = try Service()
    let result = service.answer(Reminders.list, ListReminders())
    guard case .failure(let error) = result else {
        Issue.record("answered")
        return
    }
    #expect(error.code == .unauthenticated || error.code == .unimplemented)
}
