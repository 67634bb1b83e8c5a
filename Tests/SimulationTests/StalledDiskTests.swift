import CivilTime
import Codec
import Contracts
import Host
import ProfileService
import RPC
import ReminderService
import TestSupport
import Testing

/// A disk whose sync never ends lets no byte of state out: not by a reply, not by a refusal, not by
/// an item of a stream, not by any method there is.
@Suite struct StalledDiskTests {
    @Test("while a write of Profile is not synced, no method of Profile answers")
    func profile() throws {
        let wall = try Wall()
        var handlers: ProfileHandlers?
        let rig = try ServiceRig(initial: ProfileState(), events: ProfileState.events) { host in
            ServiceProcess.answerCommon(host, part: "profile", wall: wall.wall)
            handlers = ProfileHandlers(host: host, zones: testZones())
        }
        defer { _ = handlers }
        var code = CreateCode()
        code.code = "ANAC0DE111"
        _ = try #require(rig.call(Codes.create, code)).get()
        var join = Join()
        join.code = code.code
        join.name = "Ana"
        join.zone = "Europe/Berlin"
        join.deviceSecret = [UInt8](repeating: 1, count: 32)
        let joined = try #require(rig.call(Devices.join, join)).get()
        let ana = (joined.person.id, joined.device.id)
        code.code = "ANAC0DE222"
        _ = try #require(rig.call(Devices.createCode, code, as: ana)).get()

        var phone = join
        phone.code = code.code
        var authenticate = Authenticate()
        authenticate.deviceID = ana.1
        authenticate.deviceSecret = join.deviceSecret
        var revoke = RevokeDevice()
        revoke.deviceID = ana.1
        var rename = UpdateMe()
        rename.zone = "Europe/Berlin"
        code.code = "ANAC0DE333"
        let bodies: [UInt32: [UInt8]] = [
            Devices.join.id: phone.encoded(), Devices.createCode.id: code.encoded(),
            Codes.create.id: code.encoded(), Devices.authenticate.id: authenticate.encoded(),
            Devices.revoke.id: revoke.encoded(), People.update.id: rename.encoded(),
        ]

        rig.disk.stallSyncs()
        defer { rig.disk.releaseSyncs() }
        var change = UpdateMe()
        change.name = "Ana Maria"
        let pending = rig.begin(People.update, change, as: ana)
        let services = TendServices.profile + TendServices.common
        expectSilence(rig, services, as: ana, bodies: bodies) { pending.result == nil }
    }

    @Test("while a write of Reminder is not synced, no method of Reminder answers")
    func reminder() throws {
        let wall = try Wall()
        var handlers: ReminderHandlers?
        let rig = try reminderRig(wall) { handlers = $0 }
        defer { _ = handlers }
        let ana: (UInt64, UInt64) = (7, 70)
        let soon = try #require(rig.call(Reminders.create, add("soon", rig, inMs: 1000), as: ana))
            .get()
        let later = try #require(
            rig.call(Reminders.create, add("later", rig, inMs: 90_000), as: ana)
        )
        .get()
        let offers = try offers(rig, handlers)
        rig.time.advance(ms: 2000)
        var id = ReminderID()
        id.id = soon.id
        let due = try #require(rig.call(Reminders.show, id, as: ana)).get()
        let occurrence = try #require(due.openOccurrence)

        var snooze = SnoozeReminder()
        snooze.occurrence = occurrence
        snooze.forMs = 60_000
        var act = OccurrenceRequest()
        act.occurrence = occurrence
        var shown = ReportShown()
        shown.occurrences = [occurrence]
        var cancel = ReminderID()
        cancel.id = later.id
        let bodies: [UInt32: [UInt8]] = [
            Reminders.create.id: add("more", rig, inMs: 60_000).encoded(),
            Reminders.show.id: id.encoded(), Reminders.audit.id: id.encoded(),
            Reminders.snooze.id: snooze.encoded(), Reminders.done.id: act.encoded(),
            Reminders.skip.id: act.encoded(), Reminders.cancel.id: cancel.encoded(),
            Reminders.shown.id: shown.encoded(), Together.offer.id: offers.make.encoded(),
            Together.answer.id: offers.answer.encoded(), Together.end.id: offers.end.encoded(),
        ]

        rig.disk.stallSyncs()
        defer { rig.disk.releaseSyncs() }
        let pending = rig.begin(Reminders.create, add("pending", rig, inMs: 60_000), as: ana)
        let services = TendServices.reminder + TendServices.common
        expectSilence(rig, services, as: ana, bodies: bodies) { pending.result == nil }
    }

    @Test("what becomes due is not delivered before the ledger that says so is synced")
    func delivery() throws {
        let wall = try Wall()
        var handlers: ReminderHandlers?
        let rig = try reminderRig(wall) { handlers = $0 }
        defer { _ = handlers }
        let ana: (UInt64, UInt64) = (7, 70)
        _ = try #require(rig.call(Reminders.create, add("tea", rig, inMs: 1000), as: ana)).get()
        let watch = rig.begin(Reminders.watch, WatchReminders(), as: ana)
        rig.settle()
        rig.disk.stallSyncs()
        defer { rig.disk.releaseSyncs() }
        rig.time.advance(ms: 2000)
        rig.settle(30)
        #expect(rig.host.isSynced == false, "the delivery was not even decided")
        #expect(watch.items.isEmpty)
        rig.disk.releaseSyncs()
        rig.turn { !watch.items.isEmpty }
        #expect(watch.items.map(\.note) == ["tea"])
    }

    // MARK: Inside

    /// Sends every method a right request, an empty one and a sample, and expects nothing back until
    /// the disk goes on; then an end or an item from each.
    private func expectSilence<State>(
        _ rig: ServiceRig<State>, _ services: [any Service.Type], as ana: (UInt64, UInt64),
        bodies: [UInt32: [UInt8]], isPending: () -> Bool
    ) {
        var calls: [(name: String, heard: Heard)] = []
        var seed: UInt64 = 5
        for info in services.flatMap({ $0.methods }) {
            for body in [bodies[info.id] ?? [], [], info.sampleRequest(&seed)] {
                var meta = Meta()
                meta.method = info.id
                if info.needsKey { meta.key = rig.newKey() }
                if info.exposure == .person { (meta.actorPerson, meta.actorDevice) = ana }
                calls.append((info.name, Heard(rig.channel, meta, body)))
            }
        }
        // A method that does not exist is refused at once. By then all the others were decided.
        var nothing = Meta()
        nothing.method = 1
        let probe = Heard(rig.channel, nothing, [])
        rig.turn { probe.isEnded }
        rig.settle()
        #expect(probe.isEnded)
        #expect(isPending())
        for (name, heard) in calls { #expect(!heard.anything, "\(name) speaks") }
        rig.disk.releaseSyncs()
        // What waits for services that are not there waits for the end of their lease.
        rig.time.advance(ms: FactGate.leaseMs)
        rig.turn(2000) { calls.allSatisfy { $0.heard.anything || $0.name == Reminders.watch.name } }
        for (name, heard) in calls where name != Reminders.watch.name {
            #expect(heard.anything, "\(name) is never answered")
        }
    }

    private func reminderRig(
        _ wall: Wall, _ keep: (ReminderHandlers) -> Void
    ) throws -> ServiceRig<ReminderBook> {
        try ServiceRig(initial: ReminderBook(), events: ReminderHandlers.events) { host in
            ServiceProcess.answerCommon(host, part: "reminder", wall: wall.wall)
            let gate = FactGate(loop: host.loop, time: host.time, held: { .max })
            gate.grant(untilUs: .max / 2)
            keep(
                ReminderHandlers(
                    host: host, zones: testZones(), random: .seeded(3), gate: gate))
        }
    }

    /// Two offers by the other of a tie, to be answered and ended, and one to be made.
    private func offers(
        _ rig: ServiceRig<ReminderBook>, _ handlers: ReminderHandlers?
    ) throws -> (make: MakeOffer, answer: AnswerOffer, end: OfferID) {
        var fact = Fact()
        fact.number = 1
        var tie = TieFact()
        tie.tieID = 9
        tie.members = [7, 8].map { (id: UInt64) in
            var member = MemberFact()
            member.personID = id
            return member
        }
        fact.tie = tie
        try handlers?.hear(fact)
        var make = MakeOffer()
        make.tieID = 9
        make.title = "Film night"
        make.schedule = add("", rig, inMs: 3_600_000).schedule
        let made = try (0..<2).map { _ in
            try #require(rig.call(Together.offer, make, as: (8, 80))).get().id
        }
        var answer = AnswerOffer()
        answer.id = made[0]
        answer.yes = true
        var end = OfferID()
        end.id = made[1]
        return (make, answer, end)
    }

    private func add(
        _ note: String, _ rig: ServiceRig<ReminderBook>, inMs: Int64
    ) -> CreateReminder {
        var request = CreateReminder()
        request.note = note
        request.schedule.kind = .absolute
        request.schedule.atMs = rig.time.wallMs + inMs
        return request
    }
}

private func testZones() -> ZoneDatabase {
    ZoneDatabase { id in id == "Europe/Berlin" ? TZifWriter(footer: "CET-1").bytes : nil }
}

/// A manual clock whose file says the hand time's beginning.
private final class Wall {
    let wall: ManualWall
    private let folder = TemporaryFolder()

    init() throws {
        folder.write("\(HandTime().wallMs)\n", to: "clock")
        wall = try ManualWall(path: folder.path + "/clock")
    }
}

/// Whether anything came back for one raw call.
private final class Heard: CallReceiver {
    private(set) var isEnded = false
    private(set) var items = 0
    var anything: Bool { isEnded || items > 0 }

    init(_ channel: ChannelCore, _ meta: Meta, _ body: [UInt8]) {
        body.withUnsafeBytes { bytes in
            _ = channel.callRaw(
                meta, body: bytes, isCompressed: false, deadlineUs: .max, receiver: self)
        }
    }

    func callItem(_ item: RawItem, tag: Int) {
        items += 1
        item.consumed()
    }

    func callEnded(_ end: RawEnd, tag: Int) { isEnded = true }
}
