import Catalogue
import Contracts
import Host
import RPC

extension Decide {
    /// The open question of a tie that the caller has neither answered nor let go, or a new one with
    /// the id `fresh`.
    ///
    /// A new one comes only while none is open: else its coming would tell the others that the caller
    /// is done with the one before.
    package func ask(_ request: TieID, fresh: UInt64, chooser: Chooser) throws(RPCError) -> Decision
    {
        guard let tie = state.facts.activeTie(request.id, of: person) else {
            throw Decide.notThere
        }
        guard isConfirmed else { throw Decide.unconfirmed }
        let book = state.book(tie.tieID)
        let open = book.open.compactMap { state.questions[$0] }.filter { isOpen($0, tie) }
        let waiting = open.filter { question in
            question.seats.contains { $0.person == person && $0.state == .none }
        }
        if let first = waiting.min(by: { $0.expiresAtMs < $1.expiresAtMs }) {
            return Decision(events: [], id: first.id)
        }
        guard open.isEmpty else { throw nothingToAsk }
        guard book.revealed.count < Limits.revealedPerTieMax else {
            throw .refused(.resourceExhausted, .tooMany, limit: Int64(Limits.revealedPerTieMax))
        }
        guard
            let choice = chooser.choose(for: tie, book, topRevealed: state.topRevealed(book))
        else { throw nothingToAsk }
        var event = QuestionOpened(choice, for: tie, book, id: fresh, atMs: nowMs)
        event.expiresAtMs = nowMs &+ Limits.dayMs
        return Decision(events: [event], id: fresh)
    }

    private var nothingToAsk: RPCError { .refused(.failedPrecondition, .nothingToAsk) }
}

extension QuestionOpened {
    /// That a choice is put to a tie; until when is yet to be said.
    init(_ choice: Chooser.Choice, for tie: TieFact, _ book: TieBook, id: UInt64, atMs: Int64) {
        self.init()
        self.id = id
        tieID = tie.tieID
        people = tie.members.map(\.personID)
        promptID = choice.prompt.id
        text = choice.text
        options = choice.prompt.options
        topic = choice.prompt.topic
        level = choice.level
        type = choice.prompt.type
        rules = choice.rules
        draw = book.draws
        self.atMs = atMs
    }
}
