import Codec
import Contracts
import Host
import PromptService
import RPC
import TestSupport
import Testing

/// Without a lease on Profile's facts less is done, never more.
@Suite struct LeaseTests {
    /// A rig with an open question of this level for Ana and Ben, and one for Ana and Cleo.
    private func rig(level: Int32) throws -> (PromptRig, UInt64) {
        let rig = try PromptRig()
        try rig.levels(level, level)
        let question = try #require(try rig.list(PromptRig.ana).open.first)
        #expect(question.level == min(level, 2))
        return (rig, question.id)
    }

    @Test("T40: without a lease nothing above level 1 is served, and no part of it is shown as all")
    func nothingAbove() throws {
        let (rig, question) = try rig(level: 2)
        try rig.seal(PromptRig.ana, question, "The letter.")
        rig.loseLease()
        for actor in [PromptRig.ana, PromptRig.ben] {
            #expect(refusal { _ = try rig.list(actor) } == .consentUnconfirmed)
            #expect(
                refusal { _ = try rig.call(Questions.show, rig.named(question), actor) }
                    == .consentUnconfirmed)
            #expect(
                refusal {
                    _ = try rig.call(Questions.ask, rig.named(tie: PromptRig.tie), actor)
                } == .consentUnconfirmed)
        }
        let (easy, first) = try self.rig(level: 1)
        easy.loseLease()
        #expect(try easy.list(PromptRig.ana).open.map(\.id) == [first])
        #expect(
            try easy.call(Questions.show, easy.named(first), PromptRig.ana).text.isEmpty == false)
    }

    @Test(
        "T40: an answer that comes without a lease is sealed and not revealed; when the lease is back it is, once"
    )
    func revealWaits() throws {
        let (rig, question) = try rig(level: 2)
        try rig.seal(PromptRig.ana, question, "The letter.")
        rig.loseLease()
        let sealed = try rig.seal(PromptRig.ben, question, "The tram.")
        #expect(sealed.state == .open && sealed.mine == .sealed && sealed.text.isEmpty)
        #expect(
            refusal { _ = try rig.call(Questions.read, rig.named(question), PromptRig.ben) }
                == .notThere)
        rig.advance(hour)
        #expect(rig.rig.host.state.complete == [question])
        rig.lease()
        #expect(rig.rig.host.state.complete.isEmpty)
        let reply = try rig.call(Questions.read, rig.named(question), PromptRig.ben)
        #expect(reply.answers.map(\.text) == ["The letter.", "The tram."])
        #expect(reply.revealedAtMs == (rig.rig.time.wallMs - hour) / day * day)
    }

    @Test(
        "T40: what was lowered meanwhile is heard before the lease counts, and nothing is revealed")
    func loweredMeanwhile() throws {
        let (rig, question) = try rig(level: 2)
        try rig.seal(PromptRig.ana, question, "The letter.")
        rig.loseLease()
        try rig.seal(PromptRig.ben, question, "The tram.")
        try rig.levels(1, 2)
        rig.lease()
        #expect(try rig.list(PromptRig.ana).returned.map(\.questionID) == [question])
        #expect(try rig.list(PromptRig.ben).returned.map(\.questionID) == [question])
        #expect(
            refusal { _ = try rig.call(Questions.read, rig.named(question), PromptRig.ben) }
                == .questionOver)
    }

    @Test(
        "T40: no share is delivered and no day begins without a lease; both happen when it is back")
    func workWaits() throws {
        let (rig, question) = try rig(level: 2)
        rig.loseLease()
        let share = try rig.call(Shares.send, rig.share(1, "Thanks."), PromptRig.ana).id
        rig.advance(day)
        #expect(rig.rig.host.state.questions[question]?.state == .over)
        #expect(rig.rig.host.state.book(PromptRig.tie).open.isEmpty)
        #expect(try rig.list(PromptRig.ben).shares.isEmpty)
        rig.lease()
        let list = try rig.list(PromptRig.ben)
        #expect(list.shares.map(\.id) == [share])
        #expect(list.open.count == 1 && list.open[0].id != question)
        rig.loseLease()
        rig.advance(3 * day)
        rig.lease()
        #expect(rig.rig.host.state.book(PromptRig.tie).draws == 3)
    }

    @Test(
        "T40: without a lease not even an easy answer or share is read for the first time, and both are again"
    )
    func firstLook() throws {
        let (rig, question) = try rig(level: 1)
        let share = try rig.call(Shares.send, rig.share(1, "Thanks."), PromptRig.ana).id
        try rig.seal(PromptRig.ana, question, "The letter.")
        try rig.seal(PromptRig.ben, question, "The tram.")
        let ben = PromptRig.ben
        for hasLease in [false, true, false] {
            if hasLease { rig.lease() } else { rig.loseLease() }
            let isFirst = rig.rig.host.state.questions[question]?.seats[1].hasRead == false
            let expected: Reason? = hasLease || !isFirst ? nil : .consentUnconfirmed
            #expect(
                refusal { _ = try rig.call(Questions.read, rig.named(question), ben) } == expected)
            #expect(
                refusal { _ = try rig.call(Shares.read, rig.read(share: share), ben) } == expected)
        }
    }

    @Test("a question above what all have opened, were there one, is neither shown nor answered")
    func twice() throws {
        let desk = PromptDesk()
        desk.hear(tieFact(5, people: [1, 2], levels: [5, 5], sinceMs: desk.nowMs))
        let question = try desk.openQuestion(5)
        // The fact alone, without what follows from it: as if a consequence had been forgotten.
        var fact = Fact()
        fact.number = 99
        fact.tie = tieFact(5, people: [1, 2], levels: [1, 5], sinceMs: desk.nowMs)
        desk.state.facts.hear(fact)
        #expect(question.level == 2)
        #expect(try desk.list(2).open.isEmpty)
        #expect(try desk.decide(2).show(desk.named(question.id)).text.isEmpty)
        #expect(refusal { try desk.seal(2, question.id, "Words.") } == .questionOver)
    }

    @Test("a device that was revoked is told so by every method, with a lease and without")
    func revoked() throws {
        let (rig, question) = try rig(level: 2)
        var fact = Fact()
        fact.number = rig.rig.host.state.facts.number + 1
        fact.revokedDeviceID = PromptRig.ana.device
        try rig.handlers.hear(fact)
        for hasLease in [true, false] {
            if !hasLease { rig.loseLease() }
            let ana = PromptRig.ana
            let calls: [() throws -> Void] = [
                { _ = try rig.list(ana) },
                { _ = try rig.call(Questions.show, rig.named(question), ana) },
                { _ = try rig.seal(ana, question, "Words.") },
                { _ = try rig.call(Questions.returned, rig.named(question), ana) },
                { _ = try rig.call(Shares.send, rig.share(1, "Thanks."), ana) },
            ]
            for call in calls { #expect(refusal(call) == .deviceUnknown) }
        }
        // Another device of the same person goes on.
        rig.lease()
        #expect(try rig.list((PromptRig.ana.person, 111)).open.count == 1)
    }
}
