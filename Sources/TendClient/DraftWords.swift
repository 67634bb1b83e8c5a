import Contracts

/// `tend answer --draft`: words that came back, or could not go out.
package enum DraftWords {
    /// The question whose words are meant; nil for words that are for none.
    static func find(
        _ client: isolated Client, _ wish: AnswerWish, _ list: QuestionList,
        _ target: QuestionTarget
    ) async throws -> UInt64? {
        if let word = wish.target {
            if let id = try target.named(word) { return id }
            return try await client.question(word, .answer, target).id
        }
        guard let drafts = try client.drafts() else { throw Failure(.refused, .draftsNone) }
        return try pick(
            open: list.open, returned: list.returned.map(\.questionID), Kept(drafts))
    }

    /// What is kept here.
    package struct Kept {
        /// The questions with words of their own.
        package var questions: [UInt64]
        /// Whether there are words of which it is not known what they are for.
        package var hasUnnamed: Bool
        /// Whether those are newer than all others.
        package var isUnnamedNewest: Bool
        /// Where all of it lies.
        package var folder: String

        package init(
            questions: [UInt64], hasUnnamed: Bool = false, isUnnamedNewest: Bool = false,
            folder: String = ""
        ) {
            self.questions = questions
            self.hasUnnamed = hasUnnamed
            self.isUnnamedNewest = isUnnamedNewest
            self.folder = folder
        }

        package init(_ drafts: Drafts) {
            questions = drafts.questions
            hasUnnamed = drafts.has(.someAnswer(""))
            isUnnamedNewest = questions.allSatisfy {
                drafts.place(of: .answer($0)) == .someAnswer("")
            }
            folder = drafts.folder.path
        }
    }

    /// The question whose words are meant where none is named; nil for words that are for none. An
    /// open question goes before one that is over: first those that could be asked for, which are for
    /// the one that is open, then those that came back, then those that are kept.
    package static func pick(
        open: [Question], returned: [UInt64], _ kept: Kept
    ) throws(Failure) -> UInt64? {
        let waiting = open.filter { $0.mine == .none }
        let sealed = open.filter { $0.mine == .sealed }
        let meant = (waiting.isEmpty ? sealed : waiting).map(\.id)
        if kept.hasUnnamed, meant.count == 1 { return meant[0] }
        let named = (waiting + sealed).map(\.id).filter(kept.questions.contains)
        if named.count == 1 { return named[0] }
        if !named.isEmpty || kept.hasUnnamed && !meant.isEmpty {
            throw Failure(.usage, .draftWhich)
        }
        if kept.hasUnnamed, kept.isUnnamedNewest { return nil }
        let found = returned.isEmpty ? kept.questions : returned
        if found.count == 1 { return found[0] }
        if found.isEmpty {
            guard kept.hasUnnamed else { throw Failure(.refused, .draftsNone) }
            return nil
        }
        throw Failure(
            .usage, returned.isEmpty ? .draftsSeveralKept : .draftsSeveral,
            ["folder": kept.folder])
    }

    /// Shows words whose question is over, and keeps them here from now on.
    static func show(
        _ client: isolated Client, _ id: UInt64, _ list: QuestionList
    ) async throws -> ExitCode {
        guard let drafts = try client.drafts() else { throw Failure(.refused, .draftsNone) }
        var words = ReturnedWords()
        words.questionID = id
        let kept = try drafts.words(.answer(id))
        words.text = kept ?? ""
        var request = QuestionID()
        request.id = id
        if list.returned.contains(where: { $0.questionID == id }) {
            let returned = try await client.call(Questions.returned, request)
            words.text = joined(returned.text, words.text)
            words.choices = returned.choices
            if !words.text.isEmpty { try drafts.keep(words.text, .answer(id), seen: kept) }
        }
        guard !words.text.isEmpty || !words.choices.isEmpty else {
            throw Failure(.refused, .draftsNone)
        }
        let question = try? await client.call(Questions.show, request)
        let text = await client.questionText()
        let asked = list.returned.first { $0.questionID == id }?.text ?? question?.text ?? ""
        try client.reply(words) {
            lines(
                words, asked: asked, question: question, text,
                path: words.text.isEmpty ? "" : drafts.path(.answer(id)))
        }
        // Only now that they are on the disk and on the screen.
        if list.returned.contains(where: { $0.questionID == id }) {
            _ = try await client.call(Questions.takeReturned, request)
        }
        return .done
    }

    /// Shows words that were kept when no question was open for them, where there are any.
    static func showUnnamed(
        _ client: isolated Client, typed word: String, otherwise failure: Failure
    ) async throws -> ExitCode {
        let purpose = Drafts.Purpose.someAnswer(word)
        guard let drafts = try client.drafts(), let text = try drafts.words(purpose) else {
            throw failure
        }
        var words = ReturnedWords()
        words.text = text
        try client.reply(words) {
            QuestionText.body(text, indent: 2)
                + ["", client.words.text(.draftUnnamed, ["path": drafts.path(purpose)])]
        }
        return .done
    }

    /// Words, and after them others where they differ: those from the server and those kept here, or
    /// those kept here and newer ones.
    package static func joined(_ words: String, _ others: String) -> String {
        if others.isEmpty || others == Editor.tidy(words) { return words }
        return words.isEmpty ? others : words + "\n\n" + others
    }

    /// The words, under what was asked.
    package static func lines(
        _ words: ReturnedWords, asked: String, question: Question?, _ text: QuestionText,
        path: String
    ) -> [String] {
        var lines = Columns.wrapped(Printable.clean(asked))
        let chosen =
            question.map { text.chosen(words.choices, of: $0) } ?? words.choices.map { String($0) }
        lines += [""] + chosen.flatMap { Columns.wrapped($0, indent: 2) }
        lines += QuestionText.body(words.text, indent: 2)
        let end: WordID = path.isEmpty ? .draftShown : .draftKept
        return lines + ["", text.times.words.text(end, ["path": path])]
    }
}
