import CivilTime
import Codec
import Contracts
import Host
import RPC
import ReminderService
import TestSupport
import Testing

/// The power goes at every disk operation while two people agree on time together, and while their
/// tie ends: whatever was answered holds, and it rings for both or for nobody.
@Suite struct OfferPowerCutTests {
    private let ana: (person: UInt64, device: UInt64) = (1, 10)
    private let ben: (person: UInt64, device: UInt64) = (2, 20)

    /// What was answered before the power went.
    private struct Answered {
        var offer: UInt64 = 0
        var agreed = false
        /// The newest fact that was durable.
        var heard: UInt64 = 0
    }

    @Test(
        "time together is agreed for both or for neither, wherever the power goes",
        arguments: [SimulatedDisk.Kept.nothing, .everything, .some(seed: 5)], [false, true])
    func everywhere(kept: SimulatedDisk.Kept, leaves: Bool) throws {
        var number = 1
        var outcomes: Set<String> = []
        while true {
            let disk = SimulatedDisk()
            disk.cutPower(at: number)
            let answered = run(on: disk, leaves: leaves)
            let isWhole = disk.operations < number
            let after = isWhole ? disk.afterKill() : disk.afterPowerCut(keeping: kept)
            outcomes.insert(try check(answered, after, leaves: leaves, "cut at \(number)"))
            if isWhole { break }
            number += 1
        }
        #expect(number > 15)
        #expect(outcomes.isSuperset(of: ["nothing", leaves ? "ended" : "agreed"]))
    }

    private func run(on disk: SimulatedDisk, leaves: Bool) -> Answered {
        var answered = Answered()
        guard let service = try? TiedService(disk) else { return answered }
        if service.hear(.active) { answered.heard = 1 }
        var make = MakeOffer()
        make.tieID = 9
        make.title = "Film night"
        make.schedule = service.inAnHour
        guard let offer = service.ask(Together.offer, make, as: ana) else { return answered }
        answered.offer = offer.id
        var yes = AnswerOffer()
        yes.id = offer.id
        yes.yes = true
        answered.agreed = service.ask(Together.answer, yes, as: ben)?.state == .agreed
        if leaves && service.hear(.ended) { answered.heard = 2 }
        return answered
    }

    /// Says what the power left.
    private func check(
        _ answered: Answered, _ disk: SimulatedDisk, leaves: Bool, _ place: Comment
    ) throws -> String {
        let service = try TiedService(disk)
        let heard = service.rig.host.state.facts.number
        #expect(heard >= answered.heard, place)
        let lists = try [ana, ben].map { person in
            try #require(service.rig.call(Together.list, ListOffers(), as: person)).get().offers
        }
        let rings = try [ana, ben].map { person in
            var request = ListReminders()
            request.includeEnded = true
            return try #require(service.rig.call(Reminders.list, request, as: person)).get()
                .reminders
        }
        #expect(rings[0].map(\.state) == rings[1].map(\.state), place)
        #expect(rings[0].allSatisfy { $0.tieID == 9 }, place)
        #expect(rings[0].count <= 1, place)
        if heard == 2 {
            // What the end of the tie was recorded with.
            #expect(lists.flatMap { $0 }.isEmpty, place)
            #expect(rings[0].map(\.state) == [.cancelled], place)
            return "ended"
        }
        #expect(lists[0].map(\.id) == lists[1].map(\.id), place)
        if answered.offer != 0 { #expect(lists[0].map(\.id) == [answered.offer], place) }
        let isAgreed = lists[0].first?.state == .agreed
        if answered.agreed { #expect(isAgreed, place) }
        #expect(rings[0].map(\.state) == (isAgreed ? [.scheduled] : []), place)
        if isAgreed {
            #expect(lists.map { $0[0].reminderID } == rings.map { $0[0].id }, place)
        }
        return isAgreed ? "agreed" : lists[0].isEmpty ? "nothing" : "waiting"
    }
}

/// The Reminder service on a disk, with a lease.
private final class TiedService {
    let rig: ServiceRig<ReminderBook>
    private let handlers: ReminderHandlers

    init(_ disk: SimulatedDisk) throws {
        let time = HandTime()
        var made: ReminderHandlers?
        rig = try ServiceRig(
            initial: ReminderBook(), events: ReminderHandlers.events, time: time, disk: disk
        ) {
            made = ReminderHandlers(
                host: $0, zones: ZoneDatabase { _ in nil }, random: .seeded(3),
                gate: .leased(loop: $0.loop, time: time))
        }
        handlers = try #require(made)
    }

    var inAnHour: ScheduleRule {
        var rule = ScheduleRule()
        rule.kind = .absolute
        rule.atMs = rig.time.wallMs + 3_600_000
        return rule
    }

    /// The answer, if there is one before the power goes.
    func ask<Q: Message, R: Message>(
        _ method: Method<Q, R>, _ request: Q, as actor: (person: UInt64, device: UInt64)
    ) -> R? {
        guard rig.failure == nil else { return nil }
        let call = rig.begin(method, request, as: actor)
        rig.turn { rig.failure != nil || call.result != nil }
        return try? call.result?.get()
    }

    /// Hears of the tie; whether that is durable.
    func hear(_ state: TieState) -> Bool {
        var fact = Fact()
        fact.number = rig.host.state.facts.number + 1
        var tie = TieFact()
        tie.tieID = 9
        tie.state = state
        tie.members = [1, 2].map { (id: UInt64) in
            var member = MemberFact()
            member.personID = id
            return member
        }
        fact.tie = tie
        guard (try? handlers.hear(fact)) != nil else { return false }
        rig.turn { rig.host.isSynced || rig.failure != nil }
        return rig.failure == nil && rig.host.isSynced
    }
}
