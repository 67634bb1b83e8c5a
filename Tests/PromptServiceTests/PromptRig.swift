import Catalogue
import Codec
import Contracts
import Host
import PromptService
import RPC
import TestSupport
import Testing

/// Prompt on a simulated disk, called over a real connection, with facts and a lease given by hand.
final class PromptRig {
    typealias Actor = (person: UInt64, device: UInt64)

    let rig: ServiceRig<PromptState>
    let gate: FactGate
    let handlers: PromptHandlers

    static let ana: Actor = (11, 110)
    static let ben: Actor = (22, 220)
    static let cleo: Actor = (33, 330)
    static let tie: UInt64 = 5

    init(
        disk: SimulatedDisk = SimulatedDisk(), time: HandTime = HandTime(), seed: UInt64 = 1,
        catalogue: Catalogue = testCatalogue(), hasLease: Bool = true
    ) throws {
        var parts: (FactGate, PromptHandlers)?
        rig = try ServiceRig(
            initial: PromptState(), events: PromptState.events, time: time, disk: disk
        ) { host in
            let gate = FactGate(loop: host.loop, time: host.time) { host.state.facts.number }
            gate.lostProfile()
            parts = (
                gate, PromptHandlers(host: host, gate: gate, catalogue: catalogue, seed: seed)
            )
        }
        (gate, handlers) = try #require(parts)
        if hasLease { lease() }
    }

    /// A lease for a very long time.
    func lease() { gate.grant(untilUs: 1 << 60) }

    /// The lease is gone, and so is the way to another.
    func loseLease() {
        gate.grant(untilUs: 0)
        gate.lostProfile()
    }

    func hear(_ tie: TieFact) throws {
        var fact = Fact()
        fact.number = rig.host.state.facts.number + 1
        fact.tie = tie
        try handlers.hear(fact)
    }

    /// Ana and Ben go as far as this with each other.
    func levels(_ ana: Int32, _ ben: Int32, state: TieState = .active) throws {
        try hear(
            tieFact(
                PromptRig.tie, people: [PromptRig.ana.person, PromptRig.ben.person],
                levels: [ana, ben], sinceMs: HandTime().wallMs, state: state))
    }

    /// Moves the wall and does what became due, as with the manual clock of the demo.
    func advance(_ ms: Int64) {
        rig.time.stepWall(toMs: rig.time.wallMs + ms)
        rig.host.onClockMoved()
    }

    func call<Q: Message, R: Message>(
        _ method: Method<Q, R>, _ request: Q, _ actor: Actor, key: IdempotencyKey? = nil
    ) throws -> R {
        try #require(rig.call(method, request, as: actor, key: key)).get()
    }

    /// A call and all that its caller is sent: the reply's bytes, or those of the refusal.
    func bytes<Q: Message, R: Message>(
        _ method: Method<Q, R>, _ request: Q, _ actor: Actor
    ) -> [UInt8] {
        switch rig.call(method, request, as: actor) {
        case .success(let reply): [0] + reply.encoded()
        case .failure(let error):
            [1, UInt8(truncatingIfNeeded: error.code.rawValue)] + Array(error.message.utf8)
                + error.details + [UInt8(truncatingIfNeeded: error.retryAfterMs ?? -1)]
        case nil: []
        }
    }

    func list(_ actor: Actor) throws -> QuestionList {
        try call(Questions.list, ListQuestions(), actor)
    }

    @discardableResult
    func seal(_ actor: Actor, _ question: UInt64, _ text: String, key: IdempotencyKey? = nil)
        throws -> Question
    {
        try call(Questions.seal, answer(question, text), actor, key: key)
    }

    func answer(_ question: UInt64, _ text: String) -> SealAnswer {
        var request = SealAnswer()
        request.questionID = question
        request.text = text
        return request
    }

    func named(_ question: UInt64) -> QuestionID {
        var id = QuestionID()
        id.id = question
        return id
    }

    func named(tie: UInt64) -> TieID {
        var id = TieID()
        id.id = tie
        return id
    }

    func share(_ level: Int32, _ text: String, tie: UInt64 = PromptRig.tie) -> SendShare {
        var request = SendShare()
        request.tieID = tie
        request.level = level
        request.text = text
        return request
    }

    func read(share: UInt64) -> ShareID {
        var id = ShareID()
        id.id = share
        return id
    }
}
