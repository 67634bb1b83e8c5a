import Contracts

/// What a person reads about questions, answers and shares.
package struct QuestionText {
    /// Says times.
    package let times: Times
    /// Says who is in a tie.
    package let book: TieBook
    /// Where the person lives.
    package let zone: String

    package init(times: Times, book: TieBook, zone: String) {
        self.times = times
        self.book = book
        self.zone = zone
    }

    private var words: Words { times.words }

    /// `With Ben`; without the names where the tie is not known.
    package func heading(_ tieID: UInt64) -> String {
        guard let names = book.names(tieID) else { return words.text(.withSomebody) }
        return words.text(.withNames, ["names": names])
    }

    /// A question in full, as `tend prompt` shows it.
    package func full(_ question: Question, letter: String = "") -> [String] {
        var lines = [
            Columns.spread(heading(question.tieID), until(question)),
            "",
        ]
        lines += asked(question, indent: 2)
        lines += ["", "  " + how(question, letter: letter)]
        return lines
    }

    /// `open until tomorrow 19:00`.
    package func until(_ question: Question) -> String {
        words.text(.openUntil, ["time": times.near(question.expiresAtMs, in: zone)])
    }

    /// The words of a question, and what there is to choose from.
    package func asked(_ question: Question, indent: Int, most: Int = .max) -> [String] {
        let text = Printable.clean(question.text)
        let options = QuestionText.options(question, words)
        let room = options.isEmpty ? most : max(most - 1, 1)
        var lines = Columns.wrapped(text, indent: indent, most: room)
        let left = most == .max ? .max : max(most - lines.count, 1)
        lines += Columns.flowed(options, indent: indent, most: left)
        return lines
    }

    /// `1 tea`, `2 coffee`, or for a scale `from 1, not at all, to 7, very much`; none for words.
    package static func options(_ question: Question, _ words: Words) -> [String] {
        switch question.type {
        case .written, .spoken: return []
        case .scale:
            return [
                words.text(
                    .scaleEnds, ["low": option(question, 0), "high": option(question, 1)])
            ]
        case .single, .multi, .thisOrThat:
            return question.options.indices.map { index in
                words.text(
                    .optionRow, ["n": String(index + 1), "option": option(question, index)])
            }
        }
    }

    private static func option(_ question: Question, _ index: Int) -> String {
        guard question.options.indices.contains(index) else { return "" }
        return Printable.line(question.options[index], width: Limits.optionBytesMax)
    }

    /// What to type: `Write: tend answer     Not this one: tend pass`.
    package func how(_ question: Question, letter: String) -> String {
        let target = letter.isEmpty ? "" : " " + letter
        if question.mine == .sealed {
            return words.text(.howSealed, ["target": target])
        }
        switch question.type {
        case .written: return words.text(.howWrite, ["target": target])
        case .spoken: return words.text(.howSpoken, ["target": target])
        case .scale: return words.text(.howScale, ["target": target])
        case .single, .thisOrThat: return words.text(.howChoose, ["target": target])
        case .multi: return words.text(.howChooseSome, ["target": target])
        }
    }

    /// All answers of a question, each under its name.
    package func revealed(_ revealed: RevealedQuestion) -> [String] {
        let question = revealed.question
        var lines = [heading(question.tieID), ""]
        lines += Columns.wrapped(Printable.clean(question.text), indent: 2)
        for answer in revealed.answers {
            lines += ["", "  " + author(answer.personID, question.tieID)]
            lines += chosen(answer.choices, of: question).flatMap {
                Columns.wrapped($0, indent: 4)
            }
            lines += QuestionText.body(answer.text, indent: 4)
            if answer.text.isEmpty, answer.choices.isEmpty {
                lines.append("    " + words.text(.answerAloud))
            }
        }
        return lines
    }

    /// The caller is not among the others of a tie. Where the tie is not known nobody can be told
    /// from the caller.
    private func author(_ personID: UInt64, _ tieID: UInt64) -> String {
        if let name = book.name(of: personID, in: tieID) { return name }
        return words.text(book.names(tieID) == nil ? .authorUnknown : .authorYou)
    }

    /// What was chosen, in words.
    package func chosen(_ choices: [Int32], of question: Question) -> [String] {
        if question.type == .scale {
            let ends = QuestionText.options(question, words).joined()
            return choices.map { words.text(.scaleChosen, ["n": String($0), "ends": ends]) }
        }
        return choices.compactMap { choice in
            let option = QuestionText.option(question, Int(choice))
            return option.isEmpty ? nil : option
        }
    }

    /// Somebody's words as they wrote them, line by line, moved right.
    package static func body(_ text: String, indent: Int) -> [String] {
        if text.isEmpty { return [] }
        let margin = String(repeating: " ", count: indent)
        return Printable.clean(text, lines: true)
            .split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { line -> [String] in
                let lines = Columns.wrapped(String(line), indent: indent)
                return lines.isEmpty ? [""] : lines
            }
            .map { $0 == margin ? "" : $0 }
    }

    /// Something shared.
    package func share(_ share: Share) -> [String] {
        let from =
            book.name(of: share.head.fromPersonID, in: share.head.tieID)
            ?? words.text(.somebody)
        let values = ["name": from, "when": times.since(share.head.atMs, in: zone)]
        return [words.text(QuestionText.shared(share.head.kind), values), ""]
            + QuestionText.body(share.text, indent: 2)
    }

    /// What somebody shared, as a sentence.
    package static func shared(_ kind: ShareKind) -> WordID {
        switch kind {
        case .thought: .sharedThought
        case .goodNews: .sharedGoodNews
        case .thanks: .sharedThanks
        }
    }

    /// Why a question was chosen.
    package func why(_ rules: [WhyRule]) -> [String] {
        if rules.isEmpty { return [words.text(.whyNothing)] }
        return rules.map { words.text(QuestionText.why($0)) }
    }

    private static func why(_ rule: WhyRule) -> WordID {
        switch rule {
        case .levelFits: .whyLevelFits
        case .stepIsSmall: .whyStepIsSmall
        case .kindFits: .whyKindFits
        case .notAskedBefore: .whyNotAskedBefore
        case .leastRecent: .whyLeastRecent
        case .turnOfLevel: .whyTurnOfLevel
        case .lighterAfterDeep: .whyLighterAfterDeep
        case .gentlerWords: .whyGentlerWords
        }
    }
}
