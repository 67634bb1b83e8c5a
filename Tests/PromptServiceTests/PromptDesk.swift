import Catalogue
import Codec
import Contracts
import Host
import PromptService
import RPC
import TestSupport
import Testing

let second: Int64 = 1000
let minute: Int64 = 60_000
let hour: Int64 = 3_600_000
let day: Int64 = 86_400_000

/// A catalogue of `count` written prompts for each level and topic, good for every kind of tie.
func testCatalogue(count: Int = 3) -> Catalogue {
    var prompts: [Prompt] = []
    for level in 1...Contracts.Limits.levelMax {
        for topic in Topic.allCases where topic != .any && topic != .physical {
            for number in 0..<count {
                let id = "l\(level)-\(topic)-\(number)"
                prompts.append(
                    Prompt(
                        id: id, level: level, topic: topic, kinds: Set(TieKind.allCases),
                        type: .written, text: "What about \(id)?",
                        half: level >= 3 ? "What, gently, about \(id)?" : nil, options: []))
            }
        }
    }
    return Catalogue(prompts: prompts)
}

/// A fact about a tie whose people go as far as `levels` in everything but touch.
func tieFact(
    _ tie: UInt64, people: [UInt64], levels: [Int32], sinceMs: Int64, kind: TieKind = .friend,
    state: TieState = .active
) -> TieFact {
    var fact = TieFact()
    fact.tieID = tie
    fact.kind = kind
    fact.state = state
    fact.sinceMs = sinceMs
    fact.members = zip(people, levels).map { person, level in
        var member = MemberFact()
        member.personID = person
        member.ceilings = [Int32](repeating: level, count: Contracts.Limits.topicsMax)
        member.ceilings[Int(Topic.physical.rawValue)] = 0
        return member
    }
    return fact
}

/// The service's decisions without the service: a state, a clock and a lease moved by hand.
///
/// Does what the handlers do, one thing after the other; every event so far stands in `journal`.
final class PromptDesk {
    var state = PromptState()
    var nowMs: Int64 = 1_803_978_000_000
    var hasLease = true
    var journal: [any PromptEvent] = []
    let chooser: Chooser
    /// How many reveal records there are for each question.
    private var reveals: [UInt64: Int] = [:]
    private var random: SeededRandom
    /// Events and facts in their order, as they would be replayed.
    private var replay: [(inout PromptState) throws -> Void] = []

    init(_ catalogue: Catalogue = testCatalogue(), seed: UInt64 = 1) {
        chooser = Chooser(catalogue: catalogue, seed: seed)
        random = SeededRandom(seed: seed &+ 77)
        var chosen = SeedChosen()
        chosen.seed = seed
        record([chosen])
    }

    func record(_ events: [any PromptEvent]) {
        for event in events { recordOne(event) }
    }

    private func recordOne<E: PromptEvent>(_ event: E) {
        event.apply(to: &state)
        journal.append(event)
        if let revealed = event as? QuestionRevealed {
            reveals[revealed.questionID, default: 0] += 1
        }
        let bytes = event.encoded()
        replay.append { try E(decoding: bytes).apply(to: &$0) }
    }

    /// Hears a fact with all that follows, and does what is due.
    func hear(_ tie: TieFact) {
        var fact = Fact()
        fact.number = state.facts.number + 1
        fact.tie = tie
        let bytes = FactHeard<PromptState>(fact).encoded()
        FactHeard<PromptState>(fact).apply(to: &state)
        replay.append { try FactHeard<PromptState>(decoding: bytes).apply(to: &$0) }
        let events = consequences.ofTie(tie.tieID, isConfirmed: hasLease)
        #expect(events.count <= consequences.countMax(ofTie: tie.tieID) + 8)
        record(events)
        work()
    }

    var consequences: Consequences { Consequences(state: state, nowMs: nowMs) }

    func decide(_ person: UInt64) -> Decide {
        Decide(state: state, person: person, nowMs: nowMs, isConfirmed: hasLease)
    }

    /// What is due by now, in the order of its time.
    func work() {
        for question in state.questions.values.sorted(by: { $0.id < $1.id }) {
            if let event = consequences.expiry(of: question.id) { record([event]) }
        }
        guard hasLease else { return }
        let ties = state.facts.ties.keys.compactMap { tie in
            state.nextTickMs(tie).map { (atMs: $0, tie: tie) }
        }
        for (atMs, tie) in ties.sorted(by: { ($0.atMs, $0.tie) < ($1.atMs, $1.tie) })
        where atMs <= nowMs {
            if let event = consequences.tick(of: tie, fresh: random.next(), chooser: chooser) {
                record([event])
            }
        }
        for id in state.complete.sorted() {
            if let event = consequences.reveal(of: id) { record([event]) }
        }
        for tie in state.facts.ties.values
        where tie.state == .active && consequences.hasWelcomeHeld(tie) {
            record(consequences.shares(of: tie, delivers: true))
        }
    }

    func advance(_ ms: Int64) {
        nowMs += ms
        work()
    }

    // MARK: What people do

    func ask(_ person: UInt64, _ tie: UInt64) throws -> Question {
        var request = TieID()
        request.id = tie
        let decision = try decide(person).ask(request, fresh: random.next(), chooser: chooser)
        record(decision.events)
        return try decide(person).view(decision.id)
    }

    @discardableResult
    func seal(_ person: UInt64, _ question: UInt64, _ text: String, _ choices: [Int32] = [])
        throws -> Question
    {
        var request = SealAnswer()
        request.questionID = question
        request.text = text
        request.choices = choices
        record(try decide(person).seal(request).events)
        return try decide(person).view(question)
    }

    @discardableResult
    func pass(_ person: UInt64, _ question: UInt64) throws -> Question {
        record(try decide(person).pass(named(question)).events)
        return try decide(person).view(question)
    }

    @discardableResult
    func withdraw(_ person: UInt64, _ question: UInt64) throws -> Question {
        record(try decide(person).withdraw(named(question)).events)
        return try decide(person).view(question)
    }

    func read(_ person: UInt64, _ question: UInt64) throws -> RevealedQuestion {
        let (reply, events) = try decide(person).read(named(question))
        record(events)
        return reply
    }

    @discardableResult
    func share(_ person: UInt64, _ tie: UInt64, level: Int32, _ text: String) throws -> UInt64 {
        var request = SendShare()
        request.tieID = tie
        request.level = level
        request.text = text
        let decision = try decide(person).send(request, fresh: random.next())
        record(decision.events)
        return decision.id
    }

    func readShare(_ person: UInt64, _ share: UInt64) throws -> Share {
        var request = ShareID()
        request.id = share
        let (reply, events) = try decide(person).readShare(request)
        record(events)
        return reply
    }

    func list(_ person: UInt64) throws -> QuestionList { try decide(person).list() }

    /// The one open question of a tie.
    func openQuestion(_ tie: UInt64) throws -> StoredQuestion {
        let id = try #require(state.book(tie).open.first)
        return try #require(state.questions[id])
    }

    func named(_ question: UInt64) -> QuestionID {
        var id = QuestionID()
        id.id = question
        return id
    }

    /// Everything that happened, read back from its bytes by an empty state.
    func replayed() throws -> PromptState {
        var state = PromptState()
        for step in replay { try step(&state) }
        return state
    }

    /// How many reveal records there are for a question.
    func reveals(of question: UInt64) -> Int {
        reveals[question] ?? 0
    }
}

/// What differs between two states; empty when nothing does.
func differences(_ a: PromptState, _ b: PromptState) -> [String] {
    var found: [String] = []
    if a.ties != b.ties { found.append("ties") }
    if a.questions != b.questions { found.append("questions") }
    if a.shares != b.shares { found.append("shares") }
    if a.people != b.people { found.append("people") }
    if a.complete != b.complete { found.append("complete") }
    if a.unsettled != b.unsettled { found.append("unsettled") }
    if a.seed != b.seed { found.append("seed") }
    if a.facts.number != b.facts.number { found.append("facts") }
    return found
}

/// What a refusal says.
func reason(_ error: any Error) -> Reason? {
    guard let details = (error as? RPCError)?.details else { return nil }
    return (try? Refusal(decoding: details))?.reason
}

/// What `body` is refused with.
func refusal(_ body: () throws -> Void) -> Reason? {
    do {
        try body()
        return nil
    } catch {
        return reason(error)
    }
}
