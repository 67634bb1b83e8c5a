import Codec
import Contracts
import Host
import PromptService
import RPC
import TestSupport
import Testing

/// No reply says what somebody else did, or that something is there.
@Suite struct LeakTests {
    /// What Ana does with the question that both have.
    private enum Deed: CaseIterable {
        case ignored, sealed, edited, withdrew, passed, passedThenSealed
    }

    @Test(
        "T6: every reply to Ben by every method is the same whether Ana sealed, passed or ignored, also after expiry"
    )
    func sameForBen() throws {
        let plain = try transcript(.ignored)
        #expect(plain.count > 80)
        for deed in Deed.allCases where deed != .ignored {
            let other = try transcript(deed)
            #expect(other.count == plain.count)
            for (at, pair) in zip(plain, other).enumerated() where pair.0 != pair.1 {
                Issue.record("Ana \(deed): reply \(at) differs")
                break
            }
        }
    }

    /// All that Ben is sent: after Ana's deed, after he answered nothing for a day, and a day later.
    private func transcript(_ deed: Deed) throws -> [[UInt8]] {
        let rig = try PromptRig()
        try rig.levels(4, 4)
        let question = try #require(try rig.list(PromptRig.ana).open.first).id
        let ana = PromptRig.ana
        _ = try rig.call(Shares.send, rig.share(2, "The tram."), PromptRig.ben)
        switch deed {
        case .ignored: break
        case .sealed: try rig.seal(ana, question, "The letter.")
        case .edited:
            try rig.seal(ana, question, "No.")
            try rig.seal(ana, question, String(repeating: "The letter. ", count: 300))
        case .withdrew:
            try rig.seal(ana, question, "The letter.")
            _ = try rig.call(Questions.withdraw, rig.named(question), ana)
        case .passed: _ = try rig.call(Questions.pass, rig.named(question), ana)
        case .passedThenSealed:
            _ = try rig.call(Questions.pass, rig.named(question), ana)
            try rig.seal(ana, question, "The letter.")
        }
        // She would like another one: there is none while Ben may still answer this.
        let more = refusal {
            _ = try rig.call(Questions.ask, rig.named(tie: PromptRig.tie), ana)
        }
        #expect(more == (deed == .ignored || deed == .withdrew ? nil : .nothingToAsk))
        var replies = script(rig, question)
        rig.advance(2 * hour)
        replies += script(rig, question)
        rig.advance(23 * hour)
        replies += script(rig, question)
        replies += late(rig, question)
        rig.advance(day)
        replies += script(rig, question)
        return replies
    }

    /// Every method of Ben's with every id that he could know, but an answer to the open question.
    private func script(_ rig: PromptRig, _ question: UInt64) -> [[UInt8]] {
        let ben = PromptRig.ben
        var replies = [rig.bytes(Questions.list, ListQuestions(), ben)]
        for id in [question, PromptRig.tie, PromptRig.ana.person, PromptRig.ben.person, 1] {
            let named = rig.named(id)
            replies += [
                rig.bytes(Questions.show, named, ben), rig.bytes(Questions.why, named, ben),
                rig.bytes(Questions.read, named, ben),
                rig.bytes(Questions.returned, named, ben),
                rig.bytes(Questions.takeReturned, named, ben),
                rig.bytes(Questions.withdraw, named, ben),
                rig.bytes(Questions.ask, rig.named(tie: id), ben),
                rig.bytes(Shares.read, rig.read(share: id), ben),
            ]
        }
        replies.append(rig.bytes(Questions.list, ListQuestions(), ben))
        return replies
    }

    private func late(_ rig: PromptRig, _ question: UInt64) -> [[UInt8]] {
        [
            rig.bytes(Questions.seal, rig.answer(question, "Me too."), PromptRig.ben),
            rig.bytes(Questions.pass, rig.named(question), PromptRig.ben),
            rig.bytes(Questions.withdraw, rig.named(question), PromptRig.ben),
        ]
    }

    @Test("T5: unknown, not theirs, ended and held are one reply, byte for byte, by every method")
    func oneReply() throws {
        let rig = try PromptRig()
        try rig.levels(1, 3)
        let question = try #require(try rig.list(PromptRig.ana).open.first).id
        let held = try rig.call(Shares.send, rig.share(2, "The tram."), PromptRig.ben).id
        try rig.hear(
            tieFact(
                6, people: [PromptRig.ana.person, PromptRig.cleo.person], levels: [3, 3],
                sinceMs: rig.rig.time.wallMs))
        let hers = try #require(try rig.list(PromptRig.cleo).open.first).id
        let ended = try rig.list(PromptRig.ana).open.map(\.id).first { $0 == hers }
        #expect(ended == hers)
        try rig.hear(
            tieFact(
                6, people: [PromptRig.ana.person, PromptRig.cleo.person], levels: [3, 3],
                sinceMs: rig.rig.time.wallMs, state: .ended))
        let refused: [UInt8] = refusedBytes()
        let ana = PromptRig.ana
        // Unknown; of a tie that ended; of a tie of others; a person; a share that is held.
        for (id, actor) in [
            (1, ana), (hers, ana), (question, PromptRig.cleo), (ana.person, ana), (held, ana),
        ] as [(UInt64, PromptRig.Actor)] {
            #expect(rig.bytes(Questions.show, rig.named(id), actor) == refused)
            #expect(rig.bytes(Questions.why, rig.named(id), actor) == refused)
            #expect(rig.bytes(Questions.read, rig.named(id), actor) == refused)
            #expect(rig.bytes(Questions.returned, rig.named(id), actor) == refused)
            #expect(rig.bytes(Questions.seal, rig.answer(id, "Words."), actor) == refused)
            #expect(rig.bytes(Questions.pass, rig.named(id), actor) == refused)
            #expect(rig.bytes(Questions.withdraw, rig.named(id), actor) == refused)
            #expect(rig.bytes(Shares.read, rig.read(share: id), actor) == refused)
        }
        for tie in [1, 6, question] as [UInt64] {
            #expect(rig.bytes(Questions.ask, rig.named(tie: tie), ana) == refused)
            #expect(rig.bytes(Shares.send, rig.share(1, "The tram.", tie: tie), ana) == refused)
        }
        #expect(
            rig.bytes(Questions.ask, rig.named(tie: PromptRig.tie), PromptRig.cleo) == refused)
        // Words that are taken are forgotten without a word, whoever names what.
        let taken = rig.bytes(Questions.takeReturned, rig.named(1), ana)
        #expect(rig.bytes(Questions.takeReturned, rig.named(question), PromptRig.cleo) == taken)
    }

    private func refusedBytes() -> [UInt8] {
        let error = RPCError.refused(.notFound, .notThere)
        return [1, UInt8(truncatingIfNeeded: error.code.rawValue)] + Array(error.message.utf8)
            + error.details + [255]
    }

    @Test("a share above what its receiver opened is held, and its author is told the same")
    func held() throws {
        var replies: Set<Int> = []
        for (level, arrives) in [(4, true), (1, false)] as [(Int32, Bool)] {
            let rig = try PromptRig()
            try rig.levels(5, level)
            let reply = rig.bytes(Shares.send, rig.share(3, "Thanks."), PromptRig.ana)
            replies.insert(reply.count)
            let share = try #require(rig.rig.host.state.shares.keys.first)
            #expect(try rig.list(PromptRig.ben).shares.map(\.id) == (arrives ? [share] : []))
            #expect(rig.bytes(Shares.read, rig.read(share: share), PromptRig.ana) == refusedBytes())
            if !arrives {
                rig.advance(hour)
                try rig.levels(5, 3)
                let head = try #require(try rig.list(PromptRig.ben).shares.first)
                #expect(head.atMs == rig.rig.time.wallMs && head.fromPersonID == 11)
            }
            let read = try rig.call(Shares.read, rig.read(share: share), PromptRig.ben)
            #expect(read.text == "Thanks." && read.level == 3)
            #expect(try rig.list(PromptRig.ben).shares.isEmpty)
            // What was read can be read again.
            try rig.levels(5, 1)
            #expect(
                try rig.call(Shares.read, rig.read(share: share), PromptRig.ben).text == "Thanks.")
        }
        #expect(replies.count == 1)
    }

    @Test("a share that arrived and was not read is held again when its receiver goes less far")
    func heldAgain() throws {
        let desk = PromptDesk()
        func levels(_ level: Int32) {
            desk.hear(
                tieFact(5, people: [1, 2, 3], levels: [5, 5, level], sinceMs: desk.nowMs))
        }
        levels(4)
        let share = try desk.share(1, 5, level: 4, "Thanks.")
        #expect(try desk.list(3).shares.count == 1)
        levels(3)
        #expect(try desk.list(3).shares.isEmpty)
        #expect(refusal { _ = try desk.readShare(3, share) } == .notThere)
        #expect(try desk.readShare(2, share).text == "Thanks.")
        levels(5)
        #expect(try desk.readShare(3, share).text == "Thanks.")
        #expect(desk.state.book(5).unreadShares.isEmpty)
        #expect(differences(try desk.replayed(), desk.state).isEmpty)
    }
}
