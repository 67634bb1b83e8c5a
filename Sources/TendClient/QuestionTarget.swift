import Contracts

/// Which question a person means: by its letter, by whom it is with, or because there is only one.
package struct QuestionTarget {
    /// The open questions, as the server lists them.
    package let open: [Question]
    /// What the letters stand for.
    package let letters: Letters

    package init(open: [Question], letters: Letters) {
        self.open = open
        self.letters = letters
    }

    /// What may be done with which questions.
    package enum Wish: Sendable {
        /// Those that wait for words; where there are none, those whose words can still change.
        case answer
        /// Those that wait for words.
        case pass
        /// Those that are sealed.
        case withdraw
        /// Any.
        case look
    }

    /// The question that a word names by letter or id; nil when the word must be a name.
    package func named(_ word: String) throws(Failure) -> UInt64? {
        if word.hasPrefix("#"), let id = Letters.id(word) { return id }
        if word.utf8.count > 2, let id = Letters.id(word) { return id }
        let thing = letters.thing(word)
        return thing?.kind == .question ? thing?.id : nil
    }

    /// The one question that is meant, of all or of a tie.
    package func only(_ wish: Wish, in tie: Tie?) throws(Failure) -> UInt64 {
        let mine = open.filter { tie == nil || $0.tieID == tie?.id }
        let waiting = mine.filter { $0.mine == .none }
        let sealed = mine.filter { $0.mine == .sealed }
        let found =
            switch wish {
            case .answer, .look: waiting.isEmpty ? sealed : waiting
            case .pass: waiting
            case .withdraw: sealed
            }
        if found.count == 1 { return found[0].id }
        guard found.isEmpty else { throw Failure(.usage, .questionsSeveral) }
        throw Failure(.refused, wish == .withdraw ? .sealedNone : .questionsNone)
    }

    /// What to say of a word that is nobody's name: it may have been meant as a letter, or as words.
    package func noName(_ word: String, _ failure: Failure) -> Failure {
        if word.contains(where: \.isWhitespace) { return Failure(.usage, .wordsNotHere) }
        guard failure.phrase.id != .nameAmbiguous, word.utf8.count <= 2,
            Letters.index(word.lowercased()) != nil
        else { return failure }
        do {
            _ = try letters.thing(word, .question, list: TodayVerb.verb.name)
            return failure
        } catch {
            return error
        }
    }
}

// Finding it in a verb.
extension Client {
    /// The question that is meant.
    func question(_ word: String?, _ wish: QuestionTarget.Wish) async throws -> Question {
        let list = try await call(Questions.list, ListQuestions())
        let target = QuestionTarget(open: list.open, letters: try letters())
        return try await question(word, wish, target)
    }

    /// The question that is meant, of a list that is known.
    func question(
        _ word: String?, _ wish: QuestionTarget.Wish, _ target: QuestionTarget
    ) async throws -> Question {
        let id: UInt64
        if let word {
            if let named = try target.named(word) {
                id = named
            } else {
                let book = try await ties()
                let tie: Tie
                do throws(Failure) {
                    tie = try book.find(word)
                } catch {
                    throw target.noName(word, error)
                }
                id = try target.only(wish, in: tie)
            }
        } else {
            id = try target.only(wish, in: nil)
        }
        if let question = target.open.first(where: { $0.id == id }) { return question }
        var request = QuestionID()
        request.id = id
        return try await call(Questions.show, request)
    }

    /// What is said of questions, with names and the person's own zone where they can be had.
    func questionText() async -> QuestionText {
        let me = invocation.json ? Me() : (try? await me()) ?? Me()
        return QuestionText(
            times: times(nowMs: me.nowMs), book: await tiesForNames(), zone: me.person.zone)
    }
}
