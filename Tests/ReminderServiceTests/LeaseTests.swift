import CivilTime
import Codec
import Contracts
import Host
import RPC
import ReminderService
import Seams
import TestSupport
import Testing

@Test("T40: without a lease nothing shared is sent but one's own is; with one what waited is sent")
func heldForLease() throws {
    let desk = Desk()
    desk.pair()
    _ = try desk.agree(absolute(desk.nowMs + hour), "first")
    try desk.create(absolute(desk.nowMs + hour + 1), note: "own")
    _ = try desk.agree(absolute(desk.nowMs + hour + 2), "second")
    let watcher = try desk.watch()
    desk.isConfirmed = false
    desk.advance(hour + 10)
    #expect(desk.taken(watcher).map(\.note) == ["own"])
    // A second watcher, and time going by, change nothing.
    let other = try desk.watch()
    desk.advance(10 * minute)
    #expect(Set(desk.taken(watcher).map(\.note)) == ["own"])
    #expect(Set(desk.taken(other).map(\.note)) == ["own"])
    desk.isConfirmed = true
    desk.dispatch.shareAgain(desk.book, nowMs: desk.nowMs)
    desk.send()
    for each in [watcher, other] {
        #expect(desk.taken(each).map(\.note) == ["first", "second"])
    }
    #expect(desk.dispatch.hasReady == false)
}

@Test("what ended, or was shown, while there was no lease is not sent when there is one")
func endedMeanwhile() throws {
    let desk = Desk()
    desk.pair()
    let agreed = try desk.agree(absolute(desk.nowMs + hour), "first")
    let seen = try desk.agree(absolute(desk.nowMs + hour), "second")
    let watcher = try desk.watch()
    desk.isConfirmed = false
    desk.advance(hour)
    let open = try #require(try desk.view(seen.ana).openOccurrence)
    desk.shown([open])
    desk.isConfirmed = true
    try desk.end(agreed.offer, as: Desk.ben)
    desk.dispatch.shareAgain(desk.book, nowMs: desk.nowMs)
    desk.advance(hour)
    #expect(desk.taken(watcher).isEmpty)
}

/// The service with a gate whose lease a test gives.
private final class Shared {
    let rig: ServiceRig<ReminderBook>
    let gate: FactGate
    let handlers: ReminderHandlers

    static let ana = (person: UInt64(1), device: UInt64(11))
    static let ben = (person: UInt64(2), device: UInt64(21))
    static let mallory = (person: UInt64(5), device: UInt64(51))

    init(disk: SimulatedDisk = SimulatedDisk(), time: HandTime = HandTime()) throws {
        var made: (FactGate, ReminderHandlers)?
        rig = try ServiceRig(
            initial: ReminderBook(), events: ReminderHandlers.events, time: time, disk: disk
        ) { host in
            let gate = FactGate(
                loop: host.loop, time: host.time, held: { host.state.facts.number })
            let handlers = ReminderHandlers(
                host: host, zones: testZones(), random: .seeded(3), gate: gate)
            made = (gate, handlers)
        }
        (gate, handlers) = try #require(made)
    }

    func lease(ms: Int64 = 3_600_000_000) {
        gate.grant(untilUs: rig.time.source.monotonicUs() + ms * 1000)
    }

    /// Lets the lease and the hope for another run out.
    func loseLease() {
        gate.grant(untilUs: 0)
        gate.lostProfile()
    }

    func hear(_ change: (inout Fact) -> Void) throws {
        var fact = Fact()
        fact.number = rig.host.state.facts.number + 1
        change(&fact)
        try handlers.hear(fact)
    }

    func begin<Q: Message, R: Message>(
        _ method: Method<Q, R>, _ request: Q, as actor: (UInt64, UInt64) = Shared.ana
    ) -> RigCall<R> {
        rig.time.advance(ms: 1)
        return rig.begin(method, request, as: actor)
    }

    func call<Q: Message, R: Message>(
        _ method: Method<Q, R>, _ request: Q, as actor: (UInt64, UInt64) = Shared.ana
    ) throws -> R {
        let call = begin(method, request, as: actor)
        withExtendedLifetime(handlers) { _ = rig.turn { call.result != nil } }
        return try #require(call.result).get()
    }

    func settle() {
        for _ in 0..<5 {
            rig.settle(4)
            rig.turn(50) { rig.host.isSynced }
        }
    }

    /// Ana and Ben, tied, agree to meet in an hour; Ana has one of her own at the same time.
    func evening() throws -> (offer: UInt64, joint: Reminder, own: Reminder) {
        lease()
        try hear { $0.tie = TieFact(9, [1, 2]) }
        let due = absolute(rig.time.wallMs + hour)
        var create = CreateReminder()
        create.note = "own"
        create.schedule = due
        let own = try call(Reminders.create, create)
        var offer = MakeOffer()
        offer.tieID = 9
        offer.title = "Film night"
        offer.schedule = due
        let made = try call(Together.offer, offer)
        _ = try call(Together.answer, AnswerOffer(made.id, true), as: Shared.ben)
        let mine = try call(Together.list, ListOffers()).offers.first?.reminderID ?? 0
        return (made.id, try call(Reminders.show, ReminderID(mine)), own)
    }
}

@Test("T40: the service sends, tells and decides nothing shared without a lease, and then goes on")
func sharedThroughTheService() throws {
    let service = try Shared()
    let evening = try service.evening()
    let watches = [Shared.ana, Shared.ben].map {
        service.begin(Reminders.watch, WatchReminders(), as: $0)
    }
    service.settle()
    service.loseLease()
    service.rig.time.advance(ms: hour)
    service.settle()
    #expect(watches[0].items.map(\.note) == ["own"])
    #expect(watches[1].items.isEmpty)
    func unconfirmed(_ body: () throws -> Void) {
        do {
            try body()
            Issue.record("answered")
        } catch {
            #expect(refusal(error) == Why(.consentUnconfirmed))
            #expect((error as? RPCError)?.code == .unavailable)
            #expect((error as? RPCError)?.retryAfterMs == 1000)
        }
    }
    var offer = MakeOffer()
    offer.tieID = 9
    offer.title = "Walk"
    offer.schedule = saturdays
    var snooze = SnoozeReminder()
    snooze.occurrence.reminderID = evening.joint.id
    snooze.forMs = hour
    unconfirmed { _ = try service.call(Together.offer, offer) }
    unconfirmed { _ = try service.call(Together.answer, AnswerOffer(evening.offer, true)) }
    unconfirmed { _ = try service.call(Together.answer, AnswerOffer(77, true)) }
    unconfirmed { _ = try service.call(Together.end, OfferID(evening.offer)) }
    unconfirmed { _ = try service.call(Together.list, ListOffers()) }
    unconfirmed { _ = try service.call(Reminders.show, ReminderID(evening.joint.id)) }
    unconfirmed { _ = try service.call(Reminders.audit, ReminderID(evening.joint.id)) }
    unconfirmed { _ = try service.call(Reminders.snooze, snooze) }
    #expect(try service.call(Reminders.list, ListReminders()).reminders.map(\.note) == ["own"])
    #expect(try service.call(Reminders.show, ReminderID(evening.own.id)).note == "own")
    #expect(try service.call(Together.suggest, SuggestTime()).ideas.isEmpty)
    // What is only theirs to end they may end.
    #expect(
        try service.call(Reminders.cancel, ReminderID(evening.joint.id)).state == .cancelled)
    service.lease()
    service.settle()
    #expect(watches[0].items.map(\.note) == ["own"])
    #expect(watches[1].items.map(\.note) == ["Film night"])
}

@Test("T32: a tie that ended while there was no lease rings for nobody when there is one")
func leftWithoutLease() throws {
    let service = try Shared()
    let evening = try service.evening()
    let watch = service.begin(Reminders.watch, WatchReminders(), as: Shared.ben)
    service.settle()
    service.loseLease()
    service.rig.time.advance(ms: hour)
    service.settle()
    try service.hear { $0.tie = TieFact(9, [1, 2], .ended) }
    service.lease()
    service.settle()
    service.rig.time.advance(ms: hour)
    service.settle()
    #expect(watch.items.isEmpty)
    #expect(try service.call(Reminders.show, ReminderID(evening.joint.id)).state == .cancelled)
    #expect(try service.call(Together.list, ListOffers()).offers.isEmpty)
}

@Test("a call that comes before the first lease waits for it")
func waitsForLease() throws {
    let service = try Shared()
    try service.hear { $0.tie = TieFact(9, [1, 2]) }
    let list = service.begin(Together.list, ListOffers())
    let watch = service.begin(Reminders.watch, WatchReminders())
    service.settle()
    #expect(list.result == nil)
    service.lease()
    service.settle()
    #expect(try #require(list.result).get().offers.isEmpty)
    #expect(!watch.ended)
}

@Test(
    "a device that was revoked is refused everything, and its watch ends", arguments: [true, false])
func revoked(hasLease: Bool) throws {
    let service = try Shared()
    let evening = try service.evening()
    let watch = service.begin(Reminders.watch, WatchReminders())
    service.settle()
    try service.hear { $0.revokedDeviceID = Shared.ana.device }
    service.settle()
    #expect(watch.ended)
    if !hasLease { service.loseLease() }
    let phone = (Shared.ana.person, UInt64(12))
    var create = CreateReminder()
    create.note = "no"
    create.schedule = absolute(service.rig.time.wallMs + hour)
    let before = service.rig.host.state.count
    #expect(refusal { _ = try service.call(Reminders.create, create) } == Why(.deviceUnknown))
    #expect(
        refusal { _ = try service.call(Reminders.cancel, ReminderID(evening.own.id)) }
            == Why(.deviceUnknown))
    #expect(refusal { _ = try service.call(Together.list, ListOffers()) } == Why(.deviceUnknown))
    #expect(
        refusal { _ = try service.call(Together.suggest, SuggestTime()) } == Why(.deviceUnknown))
    let again = service.begin(Reminders.watch, WatchReminders())
    service.settle()
    #expect(again.ended)
    #expect(service.rig.host.state.count == before)
    // The person has another device.
    #expect(
        try service.call(Reminders.show, ReminderID(evening.own.id), as: phone).note == "own")
}

@Test("T33: what one says is never told or kept as another's")
func attribution() throws {
    let service = try Shared()
    let evening = try service.evening()
    #expect(try service.call(Together.list, ListOffers()).offers.map(\.fromPersonID) == [1])
    let bens = try service.call(Together.list, ListOffers(), as: Shared.ben).offers
    #expect(bens.map(\.fromPersonID) == [1])
    #expect(bens.map(\.reminderID) != [evening.joint.id])
    for result in [
        Result { try service.call(Reminders.show, ReminderID(evening.joint.id), as: Shared.ben) },
        Result { try service.call(Reminders.cancel, ReminderID(evening.joint.id), as: Shared.ben) },
        Result { try service.call(Reminders.show, ReminderID(bens[0].reminderID)) },
    ] {
        #expect(throws: Decide.notThere) { try result.get() }
    }
    #expect(throws: Decide.notThere) {
        try service.call(Together.answer, AnswerOffer(evening.offer, false), as: Shared.mallory)
    }
    #expect(throws: Decide.notThere) {
        try service.call(Together.end, OfferID(evening.offer), as: Shared.mallory)
    }
    #expect(try service.call(Together.list, ListOffers(), as: Shared.mallory).offers.isEmpty)
}

@Test("an answer sent again with its key is one answer, and after a kill the facts are known")
func retriedAnswer() throws {
    let disk = SimulatedDisk()
    let time = HandTime()
    do {
        let service = try Shared(disk: disk, time: time)
        _ = try service.evening()
        var offer = MakeOffer()
        offer.tieID = 9
        offer.title = "Walk"
        offer.schedule = saturdays
        let made = try service.call(Together.offer, offer)
        let key = service.rig.newKey()
        let answers = (0..<2).map { _ in
            service.rig.begin(
                Together.answer, AnswerOffer(made.id, true), as: Shared.ben, key: key)
        }
        service.settle()
        let replies = try answers.map { try #require($0.result).get().encoded() }
        #expect(replies[0] == replies[1])
        #expect(service.rig.host.state.count == 5)
    }
    let service = try Shared(disk: disk.afterKill(), time: time)
    #expect(service.rig.host.state.facts.number == 1)
    service.lease()
    #expect(try service.call(Together.list, ListOffers()).offers.count == 2)
    #expect(service.rig.host.state.count == 5)
}
