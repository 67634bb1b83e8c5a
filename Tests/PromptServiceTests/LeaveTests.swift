import Contracts
import Host
import PromptService
import RPC
import TestSupport
import Testing

/// A tie that ended is as if it had never been, but everybody keeps their own words.
@Suite struct LeaveTests {
    @Test(
        "T32: from the fact on that a tie ended nothing of it is read or answered, and sealed words are their authors' again"
    )
    func left() throws {
        let rig = try PromptRig()
        try rig.levels(3, 3)
        let first = try #require(try rig.list(PromptRig.ana).open.first).id
        try rig.seal(PromptRig.ana, first, "The letter.")
        try rig.seal(PromptRig.ben, first, "The tram.")
        _ = try rig.call(Questions.read, rig.named(first), PromptRig.ana)
        rig.rig.time.advance(ms: 1)
        rig.lease()
        rig.advance(day)
        let second = try #require(try rig.list(PromptRig.ana).open.first).id
        try rig.seal(PromptRig.ana, second, "Another letter.")
        let share = try rig.call(Shares.send, rig.share(1, "Thanks."), PromptRig.ana).id
        try rig.levels(3, 3, state: .ended)
        for actor in [PromptRig.ana, PromptRig.ben] {
            let list = try rig.list(actor)
            #expect(list.open.isEmpty && list.revealed.isEmpty && list.shares.isEmpty)
            for question in [first, second] {
                #expect(
                    refusal { _ = try rig.call(Questions.read, rig.named(question), actor) }
                        == .notThere)
                #expect(refusal { try rig.seal(actor, question, "Words.") } == .notThere)
            }
            #expect(
                refusal { _ = try rig.call(Shares.read, rig.read(share: share), actor) }
                    == .notThere)
        }
        let words = try rig.call(Questions.returned, rig.named(second), PromptRig.ana)
        #expect(words.text == "Another letter.")
        #expect(try rig.list(PromptRig.ben).returned.isEmpty)
        rig.advance(40 * day)
        #expect(try rig.list(PromptRig.ana).open.isEmpty)
        #expect(try rig.list(PromptRig.ana).returned.map(\.questionID) == [second])
        _ = try rig.call(Questions.takeReturned, rig.named(second), PromptRig.ana)
        #expect(try rig.list(PromptRig.ana).returned.isEmpty)
    }

    @Test("T32: one of four who leaves ends the question for all four, whoever had answered")
    func four() throws {
        let desk = PromptDesk()
        let people: [UInt64] = [1, 2, 3, 4]
        func fact(_ state: TieState) -> TieFact {
            tieFact(
                5, people: people, levels: [5, 5, 5, 5], sinceMs: desk.nowMs, state: state)
        }
        desk.hear(fact(.active))
        let question = try desk.openQuestion(5).id
        for person in [1, 2, 3] as [UInt64] { try desk.seal(person, question, "Of \(person).") }
        desk.hear(fact(.ended))
        for person in people {
            let list = try desk.list(person)
            #expect(list.open.isEmpty && list.revealed.isEmpty)
            #expect(list.returned.count == (person == 4 ? 0 : 1))
        }
        #expect(desk.reveals(of: question) == 0)
        #expect(differences(try desk.replayed(), desk.state).isEmpty)
    }

    @Test(
        "a reveal that no lease has settled goes with the tie, and all words are their authors' again"
    )
    func unsettled() throws {
        let rig = try PromptRig()
        try rig.levels(3, 3)
        let question = try #require(try rig.list(PromptRig.ana).open.first).id
        try rig.seal(PromptRig.ana, question, "The letter.")
        try rig.seal(PromptRig.ben, question, "The tram.")
        try rig.levels(3, 3, state: .ended)
        for (actor, words) in [(PromptRig.ana, "The letter."), (PromptRig.ben, "The tram.")] {
            #expect(
                try rig.call(Questions.returned, rig.named(question), actor).text == words)
        }
    }
}
