import Contracts
import Host
import RPC

extension Decide {
    /// Seals an answer, or changes it. With the last one everything is revealed, in the same batch.
    package func seal(_ request: SealAnswer) throws(RPCError) -> Decision {
        let found = try findOpen(request.questionID)
        let choices = try choices(request, found.question)
        if found.mine.state != .sealed {
            let mine = state.people[person]
            guard (mine?.returned.count ?? 0) + (mine?.sealed ?? 0) < Limits.returnedPerPersonMax
            else {
                throw .refused(
                    .resourceExhausted, .tooMany, limit: Int64(Limits.returnedPerPersonMax))
            }
        }
        var sealed = AnswerSealed()
        sealed.questionID = request.questionID
        sealed.person = person
        sealed.text = request.text
        sealed.choices = choices
        sealed.atMs = nowMs
        var events: [any PromptEvent] = [sealed]
        let others = found.question.seats.filter { $0.person != person }
        if isConfirmed && others.allSatisfy({ $0.state == .sealed }) {
            var revealed = QuestionRevealed()
            revealed.questionID = request.questionID
            revealed.atMs = nowMs
            events.append(revealed)
        }
        return Decision(events: events, id: request.questionID)
    }

    /// Takes a sealed answer back.
    package func withdraw(_ request: QuestionID) throws(RPCError) -> Decision {
        let found = try findOpen(request.id)
        guard found.mine.state == .sealed else { return Decision(events: [], id: request.id) }
        var event = AnswerWithdrawn()
        event.questionID = request.id
        event.person = person
        return Decision(events: [event], id: request.id)
    }

    /// Lets a question go.
    package func pass(_ request: QuestionID) throws(RPCError) -> Decision {
        let found = try findOpen(request.id)
        guard found.mine.state != .passed else { return Decision(events: [], id: request.id) }
        var event = QuestionPassed()
        event.questionID = request.id
        event.person = person
        return Decision(events: [event], id: request.id)
    }

    /// The choices of an answer in ascending order, when they and the words fit the question.
    private func choices(
        _ request: SealAnswer, _ question: StoredQuestion
    ) throws(RPCError) -> [Int32] {
        let options = 0..<Int32(truncatingIfNeeded: question.options.count)
        let (places, counts): (Range<Int32>, ClosedRange<Int>) =
            switch question.type {
            case .written, .spoken: (0..<0, 0...0)
            case .single, .thisOrThat: (options, 1...1)
            case .multi: (options, 1...max(1, question.options.count))
            case .scale: (1..<8, 1...1)
            }
        guard counts.contains(request.choices.count),
            request.choices.allSatisfy(places.contains),
            Set(request.choices).count == request.choices.count
        else { throw .refused(.invalidArgument, .choiceInvalid, field: "choices") }
        if question.type == .written && request.text.isBlank {
            throw .refused(.invalidArgument, .fieldMissing, field: "text")
        }
        return request.choices.sorted()
    }
}
