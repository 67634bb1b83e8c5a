import Catalogue
import Contracts
import Host
import RPC

/// What a person's request comes to: events, or a refusal. Pure: the state, the request and the time
/// go in, and nothing else is looked at.
///
/// Its functions stand in the files `Decide+….swift`. None of them looks at what another person did
/// with a question before all of them can read it, except to know that it is complete.
package struct Decide {
    /// The state to decide on.
    package let state: PromptState
    /// Who asks; only their ties exist.
    package let person: UInt64
    /// The wall clock, Unix milliseconds.
    package let nowMs: Int64
    /// Whether what everybody has opened can be relied upon just now.
    package let isConfirmed: Bool

    /// A decision on `state` for `person` at `nowMs`.
    package init(state: PromptState, person: UInt64, nowMs: Int64, isConfirmed: Bool) {
        self.state = state
        self.person = person
        self.nowMs = nowMs
        self.isConfirmed = isConfirmed
    }

    /// What was decided.
    package struct Decision {
        /// To be recorded in order, in one batch.
        package var events: [any PromptEvent]
        /// The question or the share it is about.
        package var id: UInt64
    }

    /// There is no such thing for this caller: unknown, not theirs or ended, one reply.
    package static var notThere: RPCError { .refused(.notFound, .notThere) }

    /// What others opened cannot be confirmed just now.
    package static var unconfirmed: RPCError {
        .refused(.unavailable, .consentUnconfirmed).retry(afterMs: 1000)
    }

    /// The question is closed for everybody.
    static var questionOver: RPCError { .refused(.failedPrecondition, .questionOver) }

    /// A question of a tie of the caller's that stands.
    struct Found {
        let question: StoredQuestion
        let tie: TieFact
        let seat: Int

        var mine: StoredQuestion.Seat { question.seats[seat] }
    }

    func find(_ id: UInt64) throws(RPCError) -> Found {
        guard let question = state.questions[id], let seat = question.seat(of: person),
            let tie = state.facts.activeTie(question.tieID, of: person)
        else { throw Decide.notThere }
        return Found(question: question, tie: tie, seat: seat)
    }

    /// A question that can be answered now.
    func findOpen(_ id: UInt64) throws(RPCError) -> Found {
        let found = try find(id)
        guard isOpen(found.question, found.tie) else { throw Decide.questionOver }
        return found
    }

    /// Whether a question can be answered now. Its level is looked at again here, though a lowered
    /// ceiling has closed it.
    func isOpen(_ question: StoredQuestion, _ tie: TieFact) -> Bool {
        question.state == .open && nowMs < question.expiresAtMs
            && question.level <= tie.ceiling(for: question.topic)
    }
}

extension String {
    /// Whether there is nothing in it that a person would call words.
    var isBlank: Bool { utf8.allSatisfy { $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D) } }
}
