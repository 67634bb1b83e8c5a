import Contracts
import Host
import PromptService
import RPC
import TestSupport
import Testing

/// What somebody wrote is theirs, and nobody else's.
@Suite struct AttributionTests {
    @Test("T33: in ten thousand calls at random nothing that one wrote stands under another")
    func fuzz() throws {
        let desk = PromptDesk(testCatalogue(count: 1))
        var random = SeededRandom(seed: 33)
        let ties: [(id: UInt64, people: [UInt64])] = [
            (51, [1, 2]), (52, [1, 3]), (53, [2, 3, 4]), (54, [4, 5]),
        ]
        for tie in ties {
            desk.hear(
                tieFact(
                    tie.id, people: tie.people, levels: tie.people.map { _ in 5 },
                    sinceMs: desk.nowMs))
        }
        var done = 0
        for step in 0..<10_000 {
            let (tie, people) = ties[Int.random(in: 0..<ties.count, using: &random)]
            let isStranger = Int.random(in: 0..<5, using: &random) == 0
            let person =
                isStranger
                ? UInt64.random(in: 1...6, using: &random)
                : people[Int.random(in: 0..<people.count, using: &random)]
            let known = desk.state.book(tie).open + desk.state.book(tie).revealed.suffix(2)
            let question = known.randomElement(using: &random) ?? tie
            let words = "by \(person) at \(step)"
            let before = desk.journal.count
            switch Int.random(in: 0..<9, using: &random) {
            case 0...3: _ = try? desk.seal(person, question, words)
            case 4: _ = try? desk.pass(person, question)
            case 5: _ = try? desk.withdraw(person, question)
            case 6: _ = try? desk.share(person, tie, level: Int32(step % 5 + 1), words)
            case 7: _ = try? desk.ask(person, tie)
            default: _ = try? desk.read(person, question)
            }
            for event in desk.journal[before...] {
                #expect(isBy(person, event), "step \(step)")
                done += 1
            }
            if step % 10 == 0 {
                desk.advance(7 * hour)
                check(desk)
            }
        }
        check(desk)
        #expect(done > 2_000)
        #expect(differences(try desk.replayed(), desk.state).isEmpty)
    }

    private func isBy(_ person: UInt64, _ event: any PromptEvent) -> Bool {
        switch event {
        case let event as AnswerSealed: event.person == person
        case let event as AnswerWithdrawn: event.person == person
        case let event as QuestionPassed: event.person == person
        case let event as QuestionRead: event.person == person
        case let event as ShareMade: event.from == person && !event.receivers.contains(person)
        case let event as QuestionOpened: event.people.contains(person)
        default: true
        }
    }

    /// Every word that is kept stands under the person whom it names.
    private func check(_ desk: PromptDesk) {
        for question in desk.state.questions.values {
            for seat in question.seats where !seat.text.isEmpty {
                #expect(seat.text.hasPrefix("by \(seat.person) at "))
            }
        }
        for (person, book) in desk.state.people {
            for returned in book.returned {
                #expect(returned.text.hasPrefix("by \(person) at "))
            }
        }
        for share in desk.state.shares.values {
            #expect(share.text.hasPrefix("by \(share.from) at "))
        }
    }
}
