import Contracts

/// What follows `tend answer`: which question, and for one with options what is chosen.
package struct AnswerWish: Equatable {
    /// A letter or a name, or nil for the only question there is.
    package var target: String?
    /// What is chosen, as typed: from 1.
    package var numbers: [Int32] = []

    /// Reads the arguments. Words of an answer are refused, whatever their form.
    package init(_ plain: [String]) throws(Failure) {
        var rest = plain[...]
        if let first = rest.first, AnswerWish.number(first) == nil {
            target = first
            rest = rest.dropFirst()
        }
        for word in rest {
            guard let number = AnswerWish.number(word) else {
                throw Failure(.usage, .wordsNotHere)
            }
            numbers.append(number)
        }
    }

    private static func number(_ word: String) -> Int32? {
        let isDigits = word.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isDigits, (1...2).contains(word.utf8.count) else { return nil }
        return Int32(word)
    }

    /// The choices as they are sent. Throws a usage failure that says what there is to choose from.
    package func choices(for question: Question, _ words: Words) throws(Failure) -> [Int32] {
        let isMulti = question.type == .multi
        let range: ClosedRange<Int32>
        switch question.type {
        case .written, .spoken:
            guard numbers.isEmpty else { throw Failure(.usage, .choiceOfWords) }
            return []
        case .scale: range = 1...AnswerWish.scaleMax
        case .single, .multi, .thisOrThat:
            range = 1...Int32(max(min(question.options.count, Limits.optionsMax), 1))
        }
        let isGood =
            !numbers.isEmpty && (isMulti || numbers.count == 1)
            && numbers.allSatisfy(range.contains) && Set(numbers).count == numbers.count
        guard isGood else {
            throw Failure(
                .usage, question.type == .scale ? .choiceScale : isMulti ? .choiceSome : .choiceOne,
                [
                    "options": QuestionText.options(question, words).joined(separator: ", "),
                    "target": target.map { $0 + " " } ?? "",
                ])
        }
        return question.type == .scale ? numbers : numbers.map { $0 - 1 }.sorted()
    }

    /// The highest number of a scale.
    package static let scaleMax: Int32 = 7
}
