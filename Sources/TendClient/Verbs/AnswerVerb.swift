import Contracts
import RPC

/// `tend answer`: answers a question. The words never stand on the command line.
package enum AnswerVerb {
    package static let verb = Verb(
        "answer", in: .daily, flags: [.alone("draft"), .alone("withdraw")],
        arity: 0...Verb.anyMany, endsOnSignal: true, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        client.onSignal = { client.interrupt() }
        let wish = try AnswerWish(arguments.plain)
        if arguments.has("withdraw") {
            return try await withdraw(client, wish)
        }
        if arguments.has("draft") { return try await draft(client, wish) }
        let question: Question
        do {
            question = try await client.question(wish.target, .answer)
        } catch let error where wish.numbers.isEmpty && (error as? Failure)?.exit != .usage {
            // It closed before the words came, or cannot be asked for: they are kept all the same.
            try await client.keepInput(.someAnswer(wish.target ?? ""), again: again(wish))
            throw error
        }
        return try await answer(client, wish, question, usesDraft: false)
    }

    private static func draft(
        _ client: isolated Client, _ wish: AnswerWish
    ) async throws -> ExitCode {
        let list = try await client.call(Questions.list, ListQuestions())
        let target = QuestionTarget(open: list.open, letters: try client.letters())
        let id: UInt64
        do {
            guard let found = try await DraftWords.find(client, wish, list, target) else {
                return try await DraftWords.showUnnamed(
                    client, typed: "", otherwise: Failure(.refused, .draftsNone))
            }
            id = found
        } catch let failure as Failure where failure.exit == .refused {
            return try await DraftWords.showUnnamed(
                client, typed: wish.target ?? "", otherwise: failure)
        }
        guard let question = list.open.first(where: { $0.id == id }) else {
            return try await DraftWords.show(client, id, list)
        }
        return try await answer(client, wish, question, usesDraft: true)
    }

    /// How the same is said again. An id stands without its mark, which a shell takes for the
    /// beginning of a comment.
    package static func again(_ wish: AnswerWish) -> String {
        let target = wish.target.map { Letters.id($0).map { String($0) } ?? Printable.line($0) }
        return ([verb.name] + [target].compactMap { $0 }).joined(separator: " ")
    }

    private static func answer(
        _ client: isolated Client, _ wish: AnswerWish, _ question: Question, usesDraft: Bool
    ) async throws -> ExitCode {
        var request = SealAnswer()
        request.questionID = question.id
        request.choices = try wish.choices(for: question, client.words)
        let text = await client.questionText()
        let sealed: Question
        switch question.type {
        case .written, .spoken:
            let wanted = Client.WordsWanted(
                asked: asked(question, text), purpose: .answer(question.id),
                typed: wish.target ?? "", bytesMax: Limits.answerBytesMax,
                mayBeEmpty: question.type == .spoken,
                usesDraft: usesDraft, again: again(wish),
                againOver: verb.name + " " + String(question.id))
            sealed = try await client.send(wanted) { words in
                request.text = words
                return try await client.call(Questions.seal, request)
            }
        case .single, .multi, .scale, .thisOrThat:
            sealed = try await client.call(Questions.seal, request)
        }
        var letter = ""
        if sealed.state == .revealed {
            try client.changeLetters {
                letter = $0.letter(for: LetteredThing(.question, sealed.id))
            }
        }
        try client.reply(sealed) { lines(sealed, text, letter: letter) }
        return .done
    }

    /// What stands beside the words in the editor.
    package static func asked(_ question: Question, _ text: QuestionText) -> [String] {
        [text.heading(question.tieID)] + text.asked(question, indent: 0)
            + [
                "",
                text.times.words.text(
                    question.type == .spoken ? .editorSpoken : .editorWritten),
            ]
    }

    /// What is said once it is sealed.
    package static func lines(
        _ sealed: Question, _ text: QuestionText, letter: String
    ) -> [String] {
        let isGroup = text.book.isGroup(sealed.tieID)
        let id: WordID =
            sealed.state == .revealed
            ? (isGroup ? .saidRevealedAll : .saidRevealedBoth)
            : (isGroup ? .saidSealedAll : .saidSealedBoth)
        return [text.times.words.text(id, ["letter": letter])]
    }

    private static func withdraw(
        _ client: isolated Client, _ wish: AnswerWish
    ) async throws -> ExitCode {
        let question = try await client.question(wish.target, .withdraw)
        var request = QuestionID()
        request.id = question.id
        let open = try await client.call(Questions.withdraw, request)
        try client.reply(open) { [client.words.text(.saidWithdrawn)] }
        return .done
    }
}
