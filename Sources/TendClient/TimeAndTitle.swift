import Codec
import Contracts

/// `sunday 10:30 walk`: a time and, after it, what to call it.
package struct TimeAndTitle {
    /// When.
    package let rule: ScheduleRule
    /// What it is.
    package let title: String

    /// Parts the words. The time is as many of them from the start as make one, without those at its
    /// end that change nothing, as "the" in `sunday 10:30 the long walk`; what stands after `--` is the
    /// title whatever it looks like. Throws a usage failure that says what is missing.
    package init(
        _ words: [String], dashesAt: Int?, phrase: TimePhrase, example: String
    ) throws(Failure) {
        if let dashesAt, (1..<words.count).contains(dashesAt) {
            rule = try phrase.rule(Array(words[..<dashesAt]))
            title = try TimeAndTitle.title(words[dashesAt...], example)
            return
        }
        guard let (rule, count) = TimeAndTitle.longest(words, phrase) else {
            throw TimeAndTitle.problem(words, phrase, example)
        }
        self.rule = rule
        title = try TimeAndTitle.title(words[count...], example)
    }

    private static func longest(
        _ words: [String], _ phrase: TimePhrase
    ) -> (rule: ScheduleRule, count: Int)? {
        let rules = (0...words.count).map { try? phrase.rule(Array(words[..<$0])) }
        guard let last = rules.lastIndex(where: { $0 != nil }), let rule = rules[last] else {
            return nil
        }
        let bytes = rule.encoded()
        var count = last
        while count > 1, let shorter = rules[count - 1], shorter.encoded() == bytes { count -= 1 }
        return (rule, count)
    }

    /// What is wrong with the time: what the shortest beginning that has a time of day would be told.
    private static func problem(
        _ words: [String], _ phrase: TimePhrase, _ example: String
    ) -> Failure {
        for count in 1...max(words.count, 1) where count <= words.count {
            do throws(Failure) {
                _ = try phrase.rule(Array(words[..<count]))
            } catch {
                let hasTime = words[count - 1].contains(where: \.isNumber)
                if hasTime, isTelling(error.phrase) { return error }
            }
        }
        return Failure(.usage, .offerTimeMissing, ["example": example])
    }

    /// Whether a sentence helps more than that the time comes first: not where a title was taken for a
    /// time.
    private static func isTelling(_ phrase: Phrase) -> Bool {
        switch phrase.id {
        case .timeMissing, .timeDayMissing, .timeUnknown: return false
        case .timeUnknownNear:
            let scalars = { (name: String) in Array((phrase.values[name] ?? "").unicodeScalars) }
            return Nearest.distance(scalars("word"), scalars("nearest")) <= 1
        default: return true
        }
    }

    private static func title(
        _ words: ArraySlice<String>, _ example: String
    ) throws(Failure) -> String {
        let title = Printable.trimmed(words.joined(separator: " "))
        guard title.contains(where: { !$0.isWhitespace }) else {
            throw Failure(.usage, .titleMissing, ["example": example])
        }
        guard !title.contains(where: \.isNewline) else { throw Failure(.usage, .titleLines) }
        guard title.utf8.count <= Limits.titleBytesMax else {
            throw Failure(.usage, .titleTooLong, ["limit": String(Limits.titleBytesMax)])
        }
        return title
    }
}
