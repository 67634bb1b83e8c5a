import Codec
import Contracts
import Host
import PromptService
import RPC
import TestSupport
import Testing

/// Nobody is asked beyond what everybody has opened.
@Suite struct CeilingTests {
    @Test("T4: in ten thousand random states nothing is served or answered above any ceiling")
    func property() throws {
        var served: [Int32: Int] = [:]
        var states = 0
        for seed in 0..<250 as Range<UInt64> {
            var random = SeededRandom(seed: seed)
            let desk = PromptDesk(seed: seed)
            // Every other tie goes far and answers all: only such ever come to level 5.
            let isOpen = seed % 2 == 0
            let people: [UInt64] = Array(
                [1, 2, 3, 4].prefix(Int.random(in: 2...4, using: &random)))
            var fact = tieFact(
                5, people: people, levels: people.map { _ in 5 }, sinceMs: desk.nowMs)
            for _ in 0..<40 {
                states += 1
                if Int.random(in: 0..<(isOpen ? 9 : 3), using: &random) == 0 {
                    let who = Int.random(in: 0..<people.count, using: &random)
                    for topic in 0..<Contracts.Limits.topicsMax {
                        fact.members[who].ceilings[topic] = Int32.random(in: 0...5, using: &random)
                    }
                } else {
                    for who in people.indices {
                        for topic in 0..<Contracts.Limits.topicsMax {
                            fact.members[who].ceilings[topic] = Int32.random(
                                in: isOpen ? 5...5 : 3...5, using: &random)
                        }
                    }
                }
                desk.hear(fact)
                desk.advance(Int64.random(in: 0...(30 * hour), using: &random))
                _ = try? desk.ask(people[0], 5)
                try check(desk, fact, isOpen, &random, &served)
            }
            #expect(differences(try desk.replayed(), desk.state).isEmpty, "seed \(seed)")
        }
        #expect(states == 10_000)
        for level in 1...5 as ClosedRange<Int32> {
            #expect(served[level, default: 0] > 20, "level \(level): \(served)")
        }
    }

    /// What everybody is served, and an answer of everybody's to it.
    private func check(
        _ desk: PromptDesk, _ fact: TieFact, _ isOpen: Bool, _ random: inout SeededRandom,
        _ served: inout [Int32: Int]
    ) throws {
        func lowest(_ question: Question) -> Int32 {
            let topic = Int(question.topic.rawValue)
            return fact.members.map { $0.ceilings[topic] }.min() ?? 0
        }
        for person in fact.members.map(\.personID) {
            for question in try desk.list(person).open {
                #expect(question.level <= lowest(question))
                served[question.level, default: 0] += 1
                guard isOpen || Int.random(in: 0..<4, using: &random) > 0 else { continue }
                let view = try desk.seal(person, question.id, "Words.")
                #expect(view.level <= lowest(question))
            }
        }
        for (id, question) in desk.state.questions where question.state == .open {
            #expect(question.level <= fact.ceiling(for: question.topic), "\(id)")
        }
    }

    @Test(
        "T4: a ceiling lowered below an open question closes it for all in the same batch, as its time would"
    )
    func lowered() throws {
        let rig = try PromptRig()
        try rig.levels(3, 3)
        let question = try #require(try rig.list(PromptRig.ana).open.first)
        #expect(question.level == 2)
        try rig.seal(PromptRig.ana, question.id, "The letter.")
        try rig.levels(3, 1)
        let expired = try PromptRig()
        try expired.levels(3, 3)
        try expired.seal(PromptRig.ana, question.id, "The letter.")
        expired.advance(day)
        // Every reply about the question is the same as after its time ran out.
        for actor in [PromptRig.ana, PromptRig.ben] {
            #expect(
                rig.bytes(Questions.show, rig.named(question.id), actor)
                    == expired.bytes(Questions.show, rig.named(question.id), actor))
            #expect(
                rig.bytes(Questions.read, rig.named(question.id), actor)
                    == expired.bytes(Questions.read, rig.named(question.id), actor))
            #expect(
                rig.bytes(Questions.seal, rig.answer(question.id, "Me too."), actor)
                    == expired.bytes(Questions.seal, rig.answer(question.id, "Me too."), actor))
            #expect(
                rig.bytes(Questions.returned, rig.named(question.id), actor)
                    == expired.bytes(Questions.returned, rig.named(question.id), actor))
        }
        #expect(try rig.list(PromptRig.ana).returned.map(\.questionID) == [question.id])
        #expect(try rig.list(PromptRig.ben).returned.isEmpty)
    }

    @Test(
        "a reveal is taken back by a lower ceiling until a lease was asked for after it, and stays then"
    )
    func unsettled() throws {
        for isSettled in [false, true] {
            let rig = try PromptRig()
            try rig.levels(3, 3)
            let question = try #require(try rig.list(PromptRig.ana).open.first).id
            try rig.seal(PromptRig.ana, question, "The letter.")
            #expect(try rig.seal(PromptRig.ben, question, "The tram.").state == .revealed)
            // A lease that was asked for before the reveal settles nothing.
            rig.gate.grant(untilUs: 1 << 60, askedUs: 0)
            #expect(rig.rig.host.state.unsettled == [question])
            rig.rig.time.advance(ms: 1)
            if isSettled { rig.lease() }
            #expect(rig.rig.host.state.unsettled.isEmpty == isSettled)
            try rig.levels(3, 1)
            let mine = try rig.list(PromptRig.ana)
            #expect(mine.revealed.count == (isSettled ? 1 : 0))
            #expect(mine.returned.count == (isSettled ? 0 : 1))
            let read = refusal {
                _ = try rig.call(Questions.read, rig.named(question), PromptRig.ben)
            }
            #expect(read == (isSettled ? nil : .questionOver))
        }
    }

    @Test(
        "a reveal that was read before a lease was asked for is taken back all the same, and stays read after"
    )
    func readIsRead() throws {
        for isSettled in [false, true] {
            let rig = try PromptRig()
            try rig.levels(3, 3)
            let question = try #require(try rig.list(PromptRig.ana).open.first).id
            try rig.seal(PromptRig.ana, question, "The letter.")
            try rig.seal(PromptRig.ben, question, "The tram.")
            _ = try rig.call(Questions.read, rig.named(question), PromptRig.ben)
            rig.rig.time.advance(ms: 1)
            if isSettled { rig.lease() }
            try rig.levels(1, 3)
            let read = refusal {
                let reply = try rig.call(Questions.read, rig.named(question), PromptRig.ana)
                #expect(reply.answers.map(\.text) == ["The letter.", "The tram."])
            }
            #expect(read == (isSettled ? nil : .questionOver))
        }
    }
}
