import Codec
import Contracts
import Host
import PromptService
import RPC
import TestSupport
import Testing

/// The power goes at every disk operation while two people seal and a question is revealed.
@Suite struct PromptPowerCutTests {
    /// What the two were answered.
    private struct Answered {
        var ana: Question?
        var ben: Question?
        var read: RevealedQuestion?
    }

    @Test(
        "T2: a power cut before any operation leaves a seal and a reveal whole or not begun, and none that was answered is lost",
        arguments: [SimulatedDisk.Kept.nothing, .everything, .some(seed: 5)])
    func everywhere(kept: SimulatedDisk.Kept) throws {
        var number = 1
        var cuts = 0
        while true {
            let disk = SimulatedDisk()
            disk.cutPower(at: number)
            let answered = run(on: disk)
            if answered.read != nil && disk.operations < number { break }
            cuts += 1
            try check(answered, disk.afterPowerCut(keeping: kept), "cut at \(number)")
            number += 1
        }
        #expect(cuts > 15)
    }

    /// Facts, Ana's answer, Ben's answer, Ben's reading; what was answered before the power went.
    private func run(on disk: SimulatedDisk) -> Answered {
        var answered = Answered()
        guard let rig = try? PromptRig(disk: disk), (try? rig.levels(3, 3)) != nil else {
            return answered
        }
        guard let question = question(rig) else { return answered }
        answered.ana = seal(rig, PromptRig.ana, question, "The letter.", keys.ana)
        guard answered.ana != nil else { return answered }
        answered.ben = seal(rig, PromptRig.ben, question, "The tram.", keys.ben)
        guard answered.ben != nil else { return answered }
        let read = rig.rig.begin(Questions.read, rig.named(question), as: PromptRig.ben)
        rig.rig.turn { rig.rig.failure != nil || read.result != nil }
        answered.read = try? read.result?.get()
        return answered
    }

    private let keys: (ana: IdempotencyKey, ben: IdempotencyKey) = {
        var random = SeededRandom(seed: 8)
        let wallMs = HandTime().wallMs
        return (
            IdempotencyKey(wallMs: wallMs, random: &random),
            IdempotencyKey(wallMs: wallMs, random: &random)
        )
    }()

    private func question(_ rig: PromptRig) -> UInt64? {
        let list = rig.rig.begin(Questions.list, ListQuestions(), as: PromptRig.ana)
        rig.rig.turn { rig.rig.failure != nil || list.result != nil }
        return (try? list.result?.get())?.open.first?.id
    }

    private func seal(
        _ rig: PromptRig, _ actor: PromptRig.Actor, _ question: UInt64, _ text: String,
        _ key: IdempotencyKey
    ) -> Question? {
        let call = rig.rig.begin(
            Questions.seal, rig.answer(question, text), as: actor, key: key)
        rig.rig.turn { rig.rig.failure != nil || call.result != nil }
        return try? call.result?.get()
    }

    /// What the next process finds, and what comes of the calls made again with their keys.
    private func check(
        _ answered: Answered, _ disk: SimulatedDisk, _ place: Comment
    ) throws {
        let rig = try PromptRig(disk: disk)
        let state = rig.rig.host.state
        let stored = state.questions.values.first
        #expect(state.questions.count <= 1, place)
        // All or nothing: a reveal is there with both answers, or not at all.
        if let stored {
            #expect(stored.state != .over, place)
            let sealed = stored.seats.filter { $0.state == .sealed }
            #expect((stored.state == .revealed) == (sealed.count == 2), place)
            for seat in sealed {
                let isAna = seat.person == PromptRig.ana.person
                #expect(seat.text == (isAna ? "The letter." : "The tram."), place)
            }
        }
        #expect(state.complete.isEmpty, place)
        if answered.ana != nil { #expect(stored?.seats[0].state == .sealed, place) }
        if answered.ben != nil { #expect(stored?.state == .revealed, place) }
        // Everything goes on from there.
        try rig.levels(3, 3)
        let open = try rig.list(PromptRig.ana)
        let question = try #require(open.open.first ?? open.revealed.first, place).id
        #expect(stored == nil || stored?.id == question, place)
        let ana = try rig.seal(PromptRig.ana, question, "The letter.", key: keys.ana)
        #expect(ana.mine == .sealed, place)
        let ben = try rig.seal(PromptRig.ben, question, "The tram.", key: keys.ben)
        #expect(ben.state == .revealed, place)
        let read = try rig.call(Questions.read, rig.named(question), PromptRig.ben)
        #expect(read.answers.map(\.text) == ["The letter.", "The tram."], place)
        #expect(rig.rig.host.state.book(PromptRig.tie).revealed == [question], place)
    }
}
