import Codec
import Contracts
import Host
import PromptService
import RPC
import TestSupport
import Testing

/// Sealed until all have answered; then everything at once, once.
@Suite struct RevealTests {
    @Test(
        "T1: in a thousand orders of sealing, editing, passing and withdrawing nothing is seen early, and one record reveals",
        arguments: [2, 4])
    func interleavings(count: Int) throws {
        var revealed = 0
        for seed in 0..<1_000 {
            if try play(people: count, seed: UInt64(seed)) { revealed += 1 }
        }
        #expect(revealed > 500 && revealed < 1_000)
    }

    /// One order of what the people of a tie may do; whether it came to a reveal.
    private func play(people count: Int, seed: UInt64) throws -> Bool {
        var random = SeededRandom(seed: seed)
        let desk = PromptDesk(testCatalogue(count: 1), seed: seed)
        let people = (1...UInt64(count)).map { $0 * 11 }
        desk.hear(
            tieFact(
                5, people: people, levels: people.map { _ in 5 }, sinceMs: desk.nowMs))
        let question = try desk.openQuestion(5).id
        var sealed: Set<UInt64> = []
        var isRevealed = false
        for step in 0..<5 * count {
            let person = people[Int.random(in: 0..<count, using: &random)]
            // Now and then the lease is gone for a while.
            desk.hasLease = Int.random(in: 0..<8, using: &random) > 0
            if desk.hasLease && !isRevealed {
                desk.work()
                isRevealed = sealed.count == count
            }
            var replies: [[UInt8]] = []
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<6:
                let words = "secret-of-\(person)-\(step)"
                guard let view = try? desk.seal(person, question, words) else { continue }
                replies.append(view.encoded())
                if !isRevealed { sealed.insert(person) }
            case 6:
                guard let view = try? desk.withdraw(person, question) else { continue }
                replies.append(view.encoded())
                sealed.remove(person)
            case 7:
                guard let view = try? desk.pass(person, question) else { continue }
                replies.append(view.encoded())
                sealed.remove(person)
            default: break
            }
            if desk.hasLease && sealed.count == count { isRevealed = true }
            try look(desk, question, people, isRevealed, &replies)
            if !isRevealed {
                for reply in replies where holds(reply, "secret-of-") {
                    Issue.record("seed \(seed): an answer was seen early")
                }
            }
            if desk.reveals(of: question) != (isRevealed ? 1 : 0) {
                Issue.record("seed \(seed): \(desk.reveals(of: question)) reveals")
            }
            if isRevealed { break }
        }
        desk.hasLease = true
        if isRevealed {
            for person in people {
                let answers = try desk.read(person, question).answers
                #expect(answers.map(\.personID) == people)
                for answer in answers {
                    #expect(answer.text.hasPrefix("secret-of-\(answer.personID)-"))
                }
            }
        }
        desk.advance(2 * day)
        #expect(desk.reveals(of: question) == (isRevealed ? 1 : 0), "seed \(seed)")
        #expect(differences(try desk.replayed(), desk.state).isEmpty, "seed \(seed)")
        return isRevealed
    }

    /// Everything that each of them can ask.
    private func look(
        _ desk: PromptDesk, _ question: UInt64, _ people: [UInt64], _ isRevealed: Bool,
        _ replies: inout [[UInt8]]
    ) throws {
        for person in people {
            let decide = desk.decide(person)
            if let list = try? decide.list() { replies.append(list.encoded()) }
            if let shown = try? decide.show(desk.named(question)) {
                replies.append(shown.encoded())
            }
            if let why = try? decide.why(desk.named(question)) { replies.append(why.encoded()) }
            if !isRevealed, (try? decide.read(desk.named(question))) != nil {
                Issue.record("read before all had answered")
            }
        }
    }

    private func holds(_ bytes: [UInt8], _ text: String) -> Bool {
        let wanted = Array(text.utf8)
        guard bytes.count >= wanted.count else { return false }
        return (0...bytes.count - wanted.count).contains { start in
            bytes[start...].starts(with: wanted)
        }
    }

    @Test(
        "T3: a seal sent five times with one key is one answer, and another under that key is refused"
    )
    func retries() throws {
        let rig = try PromptRig()
        try rig.levels(3, 3)
        let question = try #require(try rig.list(PromptRig.ana).open.first).id
        let key = rig.rig.newKey()
        let before = rig.rig.host.state.questions[question]?.sealedAtMs
        var replies: Set<[UInt8]> = []
        for _ in 0..<5 {
            rig.rig.time.advance(ms: 1)
            replies.insert(
                try rig.seal(PromptRig.ana, question, "The letter.", key: key).encoded())
        }
        #expect(replies.count == 1 && before == 0)
        #expect(
            rig.rig.host.state.questions[question]?.sealedAtMs == rig.rig.time.wallMs - 4)
        #expect(
            refusal { try rig.seal(PromptRig.ana, question, "Another letter.", key: key) }
                == .keyReused)
        #expect(rig.rig.host.state.questions[question]?.seats[0].text == "The letter.")
        // After the reveal the retry tells how it stands now, and changes nothing.
        try rig.seal(PromptRig.ben, question, "The tram.")
        let again = try rig.seal(PromptRig.ana, question, "The letter.", key: key)
        #expect(again.state == .revealed && again.mine == .sealed)
    }

    @Test(
        "T8: how long an answer is, how often it was changed and when shows in no reply to the other"
    )
    func sideChannels() throws {
        let long = String(repeating: "I was afraid of the letter. ", count: 200)
        var transcripts: Set<[[UInt8]]> = []
        for edits in [["No."], [long], ["No.", long, "Perhaps.", "No."]] {
            let rig = try PromptRig()
            try rig.levels(3, 3)
            let question = try #require(try rig.list(PromptRig.ana).open.first).id
            for words in edits {
                try rig.seal(PromptRig.ana, question, words)
                rig.advance(17 * minute)
            }
            rig.advance(hour * 2 - 17 * minute * Int64(edits.count))
            transcripts.insert(script(rig, question))
        }
        #expect(transcripts.count == 1)
    }

    /// Every method of Ben's that changes nothing for the question.
    private func script(_ rig: PromptRig, _ question: UInt64) -> [[UInt8]] {
        let ben = PromptRig.ben
        return [
            rig.bytes(Questions.list, ListQuestions(), ben),
            rig.bytes(Questions.show, rig.named(question), ben),
            rig.bytes(Questions.why, rig.named(question), ben),
            rig.bytes(Questions.read, rig.named(question), ben),
            rig.bytes(Questions.returned, rig.named(question), ben),
            rig.bytes(Questions.ask, rig.named(tie: PromptRig.tie), ben),
            rig.bytes(Questions.withdraw, rig.named(question), ben),
        ]
    }

    @Test(
        "words that were passed, or were sealed when the question closed, are their author's again")
    func wordsComeBack() throws {
        let desk = PromptDesk()
        desk.hear(tieFact(5, people: [1, 2], levels: [5, 5], sinceMs: desk.nowMs))
        let first = try desk.openQuestion(5).id
        try desk.seal(1, first, "One.")
        try desk.pass(1, first)
        #expect(try desk.list(1).returned.map(\.questionID) == [first])
        #expect(try desk.decide(1).returned(desk.named(first)).text == "One.")
        // Answered all the same: the newer words take the place of the older.
        try desk.seal(1, first, "Two.")
        desk.advance(day)
        #expect(try desk.decide(1).returned(desk.named(first)).text == "Two.")
        #expect(try desk.list(1).returned.count == 1)
        #expect(try desk.list(2).returned.isEmpty)
        #expect(refusal { _ = try desk.decide(2).returned(desk.named(first)) } == .notThere)
        #expect(refusal { try desk.seal(1, first, "Three.") } == .questionOver)
        desk.record(desk.decide(1).takeReturned(desk.named(first)))
        #expect(try desk.list(1).returned.isEmpty)
        #expect(desk.decide(1).takeReturned(desk.named(first)).isEmpty)
        let view = try desk.decide(2).show(desk.named(first))
        #expect(view.state == .over && view.text.isEmpty && view.mine == .none)
    }

    @Test(
        "who does not take returned words back seals no more than can be kept, and nobody else can tell"
    )
    func returnedBound() throws {
        let desk = PromptDesk()
        desk.hear(tieFact(5, people: [1, 2], levels: [5, 5], sinceMs: desk.nowMs))
        for _ in 0..<PromptService.Limits.returnedPerPersonMax {
            try desk.seal(1, try desk.openQuestion(5).id, "Mine.")
            desk.advance(day)
        }
        let question = try desk.openQuestion(5).id
        #expect(refusal { try desk.seal(1, question, "One more.") } == .tooMany)
        try desk.seal(2, question, "Ben's.")
        let list = try desk.list(1)
        #expect(list.returned.count == Contracts.Limits.unreadMax)
        desk.record(desk.decide(1).takeReturned(desk.named(list.returned[0].questionID)))
        #expect(try desk.seal(1, question, "One more.").state == .revealed)
        #expect(refusal { try desk.seal(1, question, "Too late.") } == .questionOver)
    }

    @Test("an answer that is read stays to be read, and is listed no more")
    func readAgain() throws {
        let desk = PromptDesk()
        desk.hear(tieFact(5, people: [1, 2], levels: [5, 5], sinceMs: desk.nowMs))
        let question = try desk.openQuestion(5).id
        try desk.seal(1, question, "One.")
        desk.nowMs += hour
        try desk.seal(2, question, "Two.")
        #expect(try desk.list(1).open.isEmpty)
        #expect(try desk.list(1).revealed.map(\.id) == [question])
        let reply = try desk.read(1, question)
        #expect(reply.answers.map(\.text) == ["One.", "Two."])
        #expect(reply.revealedAtMs == desk.nowMs / day * day)
        desk.advance(30 * day)
        #expect(try desk.read(1, question).answers.map(\.text) == ["One.", "Two."])
        #expect(try desk.list(1).revealed.isEmpty)
        #expect(try desk.list(2).revealed.map(\.id) == [question])
    }
}
