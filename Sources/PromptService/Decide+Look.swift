import Contracts
import Host
import RPC

extension Decide {
    /// A question as the caller sees it. The words of one that closed, and while nothing can be
    /// confirmed those of any above level 1, are left out: they may be above what somebody opened
    /// since.
    package func view(_ id: UInt64) throws(RPCError) -> Question {
        let found = try find(id)
        return view(found)
    }

    /// One question of the caller's.
    package func show(_ request: QuestionID) throws(RPCError) -> Question {
        let found = try find(request.id)
        let view = view(found)
        guard mayServe(view) else { throw Decide.unconfirmed }
        return view
    }

    /// What there is to answer and to read. Refused where something would have to be left out because
    /// nothing can be confirmed: less is never shown as if it were all.
    package func list() throws(RPCError) -> QuestionList {
        var list = QuestionList()
        var open: [Question] = []
        for tie in state.facts.activeTies(of: person) {
            for id in state.ties[tie.tieID]?.open ?? [] {
                guard let question = state.questions[id], isOpen(question, tie),
                    let seat = question.seat(of: person)
                else { continue }
                open.append(view(Found(question: question, tie: tie, seat: seat)))
            }
        }
        open.sort { ($0.expiresAtMs, $0.id) < ($1.expiresAtMs, $1.id) }
        list.open = Array(open.prefix(Contracts.Limits.openQuestionsMax))
        let mine = state.people[person] ?? PersonBook()
        for id in mine.revealed where list.revealed.count < Contracts.Limits.unreadMax {
            if let found = try? find(id) { list.revealed.append(view(found)) }
        }
        for id in mine.shares where list.shares.count < Contracts.Limits.unreadMax {
            guard let share = state.shares[id],
                state.facts.activeTie(share.tieID, of: person) != nil, let head = head(of: share)
            else { continue }
            guard isConfirmed || share.level <= 1 else { throw Decide.unconfirmed }
            list.shares.append(head)
        }
        guard (list.open + list.revealed).allSatisfy(mayServe) else { throw Decide.unconfirmed }
        for returned in mine.returned.prefix(Contracts.Limits.unreadMax) {
            var head = ReturnedHead()
            head.questionID = returned.questionID
            head.text = isConfirmed || returned.level <= 1 ? returned.question : ""
            list.returned.append(head)
        }
        return list
    }

    /// Every answer of a revealed question, and the event by which it is read; none when it was
    /// before.
    package func read(
        _ request: QuestionID
    ) throws(RPCError) -> (reply: RevealedQuestion, events: [any PromptEvent]) {
        let found = try find(request.id)
        switch found.question.state {
        case .open: throw Decide.notThere
        case .over: throw Decide.questionOver
        case .revealed: break
        }
        // The first look at the answers is the reveal to this person: never without a lease.
        guard isConfirmed || (found.mine.hasRead && found.question.level <= 1) else {
            throw Decide.unconfirmed
        }
        var reply = RevealedQuestion()
        reply.question = view(found)
        // To the day, because the moment is when the other answered.
        reply.revealedAtMs =
            found.question.sealedAtMs / Limits.dayMs * Limits.dayMs
        reply.answers = found.question.seats.map { seat in
            var answer = Answer()
            answer.personID = seat.person
            answer.text = seat.text
            answer.choices = seat.choices
            return answer
        }
        guard !found.mine.hasRead else { return (reply, []) }
        var event = QuestionRead()
        event.questionID = request.id
        event.person = person
        return (reply, [event])
    }

    /// Why a question was chosen.
    package func why(_ request: QuestionID) throws(RPCError) -> WhyAnswer {
        var answer = WhyAnswer()
        answer.rules = try find(request.id).question.rules
        return answer
    }

    /// The caller's own words that came back. Needs no tie and nobody's consent.
    package func returned(_ request: QuestionID) throws(RPCError) -> ReturnedWords {
        let all = state.people[person]?.returned ?? []
        guard let mine = all.first(where: { $0.questionID == request.id }) else {
            throw Decide.notThere
        }
        var words = ReturnedWords()
        words.questionID = request.id
        words.text = mine.text
        words.choices = mine.choices
        return words
    }

    /// The event by which returned words are forgotten; none where there are none.
    package func takeReturned(_ request: QuestionID) -> [any PromptEvent] {
        let all = state.people[person]?.returned ?? []
        guard all.contains(where: { $0.questionID == request.id }) else { return [] }
        var event = WordsTaken()
        event.questionID = request.id
        event.person = person
        return [event]
    }

    private func mayServe(_ view: Question) -> Bool {
        isConfirmed || view.level <= 1 || view.state == .over
    }

    private func view(_ found: Found) -> Question {
        let question = found.question
        var view = Question()
        view.id = question.id
        view.tieID = question.tieID
        view.topic = question.topic
        view.level = question.level
        view.type = question.type
        view.expiresAtMs = question.expiresAtMs
        view.mine = found.mine.state
        view.state = question.state
        if view.state == .open && !isOpen(question, found.tie) { view.state = .over }
        if mayServe(view) && view.state != .over {
            view.text = question.text
            view.options = question.options
        }
        return view
    }
}
