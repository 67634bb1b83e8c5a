import Codec
import Contracts
import Host
import PromptService
import RPC
import TestSupport
import Testing

/// Questions come by the clock, one a day for each person.
@Suite struct DayTests {
    @Test("the first question of a tie opens at once, at level 2, and the next after a day")
    func days() throws {
        let desk = PromptDesk()
        let startMs = desk.nowMs
        desk.hear(tieFact(5, people: [1, 2], levels: [5, 5], sinceMs: startMs))
        let first = try desk.openQuestion(5)
        #expect(first.level == 2 && first.expiresAtMs == startMs + day)
        desk.advance(day - 1)
        #expect(try desk.openQuestion(5).id == first.id)
        desk.advance(1)
        let second = try desk.openQuestion(5)
        #expect(second.id != first.id && second.expiresAtMs == startMs + 2 * day)
        #expect(desk.state.questions[first.id]?.state == .over)
    }

    @Test("after sixty days of pause one question opens, and nothing that was there is gone")
    func pause() throws {
        let rig = try PromptRig()
        try rig.levels(3, 3)
        let question = try #require(try rig.list(PromptRig.ana).open.first).id
        try rig.seal(PromptRig.ana, question, "The letter.")
        try rig.seal(PromptRig.ben, question, "The tram.")
        let share = try rig.call(Shares.send, rig.share(2, "Thanks."), PromptRig.ana).id
        rig.advance(60 * day + 7 * hour)
        let list = try rig.list(PromptRig.ben)
        #expect(list.open.count == 1)
        #expect(list.open[0].expiresAtMs == rig.rig.time.wallMs + 17 * hour)
        #expect(list.revealed.map(\.id) == [question] && list.shares.map(\.id) == [share])
        #expect(rig.rig.host.state.book(PromptRig.tie).draws == 2)
        rig.advance(17 * hour)
        #expect(rig.rig.host.state.book(PromptRig.tie).draws == 3)
    }

    @Test("a wall that is set back opens and closes nothing twice")
    func backwards() throws {
        let rig = try PromptRig()
        try rig.levels(3, 3)
        rig.advance(day)
        let question = try #require(try rig.list(PromptRig.ana).open.first).id
        rig.advance(-3 * day)
        #expect(try rig.list(PromptRig.ana).open.map(\.id) == [question])
        rig.advance(3 * day - 1)
        #expect(rig.rig.host.state.book(PromptRig.tie).draws == 2)
    }

    @Test("asking gives the open question, and a new one only when none is open")
    func asking() throws {
        let desk = PromptDesk()
        desk.hear(tieFact(5, people: [1, 2], levels: [5, 5], sinceMs: desk.nowMs))
        let first = try desk.openQuestion(5).id
        #expect(try desk.ask(1, 5).id == first)
        try desk.seal(1, first, "One.")
        #expect(refusal { _ = try desk.ask(1, 5) } == .nothingToAsk)
        #expect(try desk.ask(2, 5).id == first)
        try desk.seal(2, first, "Two.")
        desk.advance(hour)
        let second = try desk.ask(1, 5)
        #expect(second.id != first && second.expiresAtMs == desk.nowMs + day)
        #expect(try desk.ask(2, 5).id == second.id)
        // The day's own question comes beside it.
        desk.advance(day - hour)
        #expect(try desk.list(1).open.count == 2)
        #expect(try desk.ask(1, 5).id == second.id)
        desk.advance(hour)
        #expect(try desk.list(1).open.map(\.isDailyLike) == [true])
    }

    @Test("who has closed everything to each other is asked nothing")
    func nothing() throws {
        let desk = PromptDesk()
        desk.hear(tieFact(5, people: [1, 2], levels: [5, 0], sinceMs: desk.nowMs))
        #expect(try desk.list(1).open.isEmpty)
        #expect(refusal { _ = try desk.ask(1, 5) } == .nothingToAsk)
        desk.advance(5 * day)
        #expect(try desk.list(2).open.isEmpty)
        desk.hear(tieFact(5, people: [1, 2], levels: [5, 1], sinceMs: desk.nowMs - 5 * day))
        desk.advance(day)
        #expect(try desk.list(2).open.map(\.level) == [1])
    }

    @Test("T29: over a year nobody has two daily questions in a day, and all their ties take turns")
    func budget() throws {
        let desk = PromptDesk()
        let startMs = desk.nowMs
        // Ana with four people, Ben and Cleo with each other, at hours of their own.
        let ties: [(id: UInt64, people: [UInt64])] = [
            (101, [1, 2]), (102, [1, 3]), (103, [1, 4]), (104, [1, 5, 6]), (105, [2, 3]),
        ]
        for (at, tie) in ties.enumerated() {
            desk.nowMs = startMs + Int64(at) * 5 * hour
            desk.hear(
                tieFact(
                    tie.id, people: tie.people, levels: tie.people.map { _ in 5 },
                    sinceMs: desk.nowMs))
        }
        desk.nowMs = startMs + 2 * day
        let before = desk.journal.count
        for _ in 0..<(365 * 12) { desk.advance(2 * hour) }
        var last: [UInt64: Int64] = [:]
        var served: [UInt64: Int] = [:]
        for event in desk.journal[before...] {
            guard let opened = event as? QuestionOpened else { continue }
            served[opened.tieID, default: 0] += 1
            for person in opened.people {
                #expect(opened.atMs - (last[person] ?? 0) >= 23 * hour)
                last[person] = opened.atMs
            }
        }
        for tie in ties { #expect(served[tie.id, default: 0] > 60, "\(tie.id)") }
        #expect(served[105, default: 0] > 60)
    }

    @Test("what is due survives a restart, and the seed of choices with it")
    func restart() throws {
        let rig = try PromptRig(seed: 4)
        try rig.levels(3, 3)
        rig.rig.settle()
        rig.rig.turn { rig.rig.host.isSynced }
        let time = HandTime(wallMs: rig.rig.time.wallMs)
        let again = try PromptRig(disk: rig.rig.disk.afterKill(), time: time, seed: 9)
        #expect(again.rig.host.state.seed == 4)
        #expect(differences(again.rig.host.state, rig.rig.host.state).isEmpty)
        rig.advance(day)
        again.advance(day)
        #expect(
            try again.list(PromptRig.ana).open.map(\.text)
                == rig.list(PromptRig.ana).open.map(\.text))
    }
}

extension Question {
    /// Whether it closes at the beginning of a day of the fixture's ties.
    fileprivate var isDailyLike: Bool { (expiresAtMs - 1_803_978_000_000) % day == 0 }
}
