import Contracts
import RPC
import Reactor

/// What two people have together, as the script says it must be.
struct TogetherFacts: Equatable {
    /// Ana's tie.
    var tie: TieState?
    /// How far Ana goes.
    var ceiling: Int32 = 0
    /// Where their question stands; nil when there is none for Ana.
    var question: QuestionState?
    /// What Ana did with it.
    var hers = AnswerState.none
    /// What Ben did with it.
    var his = AnswerState.none
    /// Shares that Ben has not read.
    var unreadShares = 0
    /// Where the offered time stands, as Ben sees it.
    var offer: OfferState?
}

extension CrashRun {
    /// What the services say that the two have together.
    func observeTogether() throws(RPCError) -> TogetherFacts {
        var facts = TogetherFacts()
        guard let ana = cast.laptop, let ben = cast.ben else { return facts }
        let tie = try ana.call(Ties.list, ListTies()).ties.first
        facts.tie = tie?.state
        facts.ceiling = tie?.ceilings.first { $0.topic == .any }?.level ?? 0
        if cast.questionID == 0, tie?.state == .active { try awaitQuestion(ana) }
        if cast.questionID != 0 { try observeQuestion(&facts, ana, ben) }
        facts.unreadShares = try ben.call(Questions.list, ListQuestions()).shares.count
        facts.offer = try ben.call(Together.list, ListOffers()).offers.first?.state
        return facts
    }

    /// The first question of a tie opens when Prompt has heard of it, a moment after the tie is made.
    private func awaitQuestion(_ ana: HuntClient) throws(RPCError) {
        for _ in 0..<400 {
            if let question = try ana.call(Questions.list, ListQuestions()).open.first {
                cast.questionID = question.id
                cast.questionType = question.type
                return
            }
            ana.loop.turn(waitUs: 10_000)
        }
    }

    private func observeQuestion(
        _ facts: inout TogetherFacts, _ ana: HuntClient, _ ben: HuntClient
    ) throws(RPCError) {
        var id = QuestionID()
        id.id = cast.questionID
        do throws(RPCError) {
            let hers = try ana.call(Questions.show, id)
            let his = try ben.call(Questions.show, id)
            facts.question = hers.state
            facts.hers = hers.mine
            facts.his = his.mine
            guard his.state == hers.state else {
                throw RPCError(.aborted, "the question is \(hers.state) and \(his.state)")
            }
        } catch {
            // Nothing of a tie that has ended is there any more.
            guard error.code == .notFound else { throw error }
        }
    }
}
