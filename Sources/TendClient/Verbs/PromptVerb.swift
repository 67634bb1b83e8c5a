import Contracts

/// `tend prompt`: asks for a question now.
enum PromptVerb {
    static let verb = Verb("prompt", in: .words, arity: 0...1, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        let book = try await client.ties()
        var request = TieID()
        request.id = try book.find(optional: arguments[0]).id
        let question = try await client.call(Questions.ask, request)
        var letter = ""
        try client.changeLetters {
            letter = $0.letter(for: LetteredThing(.question, question.id))
        }
        let text = await client.questionText()
        try client.reply(question) { text.full(question, letter: letter) }
        return .done
    }
}

/// `tend prompt why`: why a question was chosen.
enum PromptWhyVerb {
    static let verb = Verb("prompt", "why", in: .words, arity: 0...1, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        var request = QuestionID()
        request.id = try await client.question(arguments[0], .look).id
        let answer = try await client.call(Questions.why, request)
        let text = await client.questionText()
        try client.reply(answer) { text.why(answer.rules) }
        return .done
    }
}
