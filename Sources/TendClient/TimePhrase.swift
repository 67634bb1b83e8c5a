import CivilTime
import Contracts

/// Reads what a person writes about a time, `every sunday 19:00`, into the rule they meant.
///
/// Counted from a given moment in a given zone; the words of the language come from its
/// vocabulary. The time of day may stand anywhere, so that `19:00 every sunday` works too.
package struct TimePhrase {
    /// What "now" is, Unix epoch, milliseconds.
    package let nowMs: Int64
    /// The zone in which the person means it.
    package let zone: TimeZoneData
    /// The words that are understood.
    package let vocabulary: TimeVocabulary

    package init(nowMs: Int64, zone: TimeZoneData, vocabulary: TimeVocabulary) {
        self.nowMs = nowMs
        self.zone = zone
        self.vocabulary = vocabulary
    }

    /// Largest number of days or weeks between repetitions, and of units from now.
    package static let numberMax = 999

    /// The rule meant by the words. Throws a usage failure that says what to write instead.
    package func rule(_ words: [String]) throws(Failure) -> ScheduleRule {
        var tokens = Tokens(words, fillers: vocabulary.fillers)
        let time = try takeTime(from: &tokens)
        if tokens.take(vocabulary.fromNow) {
            return try fromNow(&tokens, time: time)
        }
        guard let time else {
            // A word nobody knows is a better clue than the missing time.
            if let stray = tokens.rest.first(where: { !isKnown($0) }) { throw unknown(stray) }
            if let stray = tokens.rest.first(where: isTimeWithDot) {
                throw Failure(.usage, .timeBad, ["word": stray])
            }
            throw Failure(.usage, .timeMissing)
        }
        if tokens.take(vocabulary.every) { return try repeating(&tokens, time: time) }
        guard let word = tokens.next() else {
            throw Failure(.usage, .timeDayMissing, ["time": time.description])
        }
        let date = try day(word, time: time)
        try expectEnd(tokens)
        return zoned(date, time)
    }

    private var localNow: CivilDateTime {
        zone.localDateTime(atUnixSeconds: Int64(Int(nowMs) / 1000))
    }

    private func zoned(_ date: CivilDate, _ time: CivilTimeOfDay) -> ScheduleRule {
        var rule = ScheduleRule()
        rule.kind = .zoned
        rule.zone = zone.id
        rule.localStart = CivilDateTime(date: date, time: time).description
        return rule
    }
}

// Once.
extension TimePhrase {
    /// `20 minutes`, `1h 30m`, `2 days`; with a time of day, that many days or weeks ahead.
    private func fromNow(_ tokens: inout Tokens, time: CivilTimeOfDay?) throws(Failure)
        -> ScheduleRule
    {
        var minutes: Int64 = 0
        var days = 0
        var hasShortUnit = false
        repeat {
            let (number, unit) = try amount(&tokens)
            if vocabulary.minute.contains(unit) || vocabulary.hour.contains(unit) {
                hasShortUnit = true
                minutes += Int64(number) * (vocabulary.hour.contains(unit) ? 60 : 1)
            } else if vocabulary.day.contains(unit) {
                days += number
            } else if vocabulary.week.contains(unit) {
                days += number * 7
            } else {
                throw Failure(.usage, .timeUnitUnknown, ["word": unit])
            }
        } while !tokens.isEmpty
        if let time {
            if hasShortUnit { throw Failure(.usage, .timeExtra, ["word": time.description]) }
            guard let date = localNow.date.adding(days: days) else {
                throw Failure(.usage, .timeTooFar)
            }
            return zoned(date, time)
        }
        var rule = ScheduleRule()
        rule.kind = .absolute
        rule.atMs = nowMs &+ (minutes + Int64(days) * 1440) * 60_000
        return rule
    }

    /// A number with its unit, in one word or two.
    private func amount(_ tokens: inout Tokens) throws(Failure) -> (Int, String) {
        guard let word = tokens.next() else { throw Failure(.usage, .timeMissing) }
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty else { throw Failure(.usage, .timeUnitUnknown, ["word": word]) }
        guard let number = Int(digits), (1...TimePhrase.numberMax).contains(number) else {
            throw Failure(.usage, .timeIntervalBad, ["word": String(digits)])
        }
        let attached = String(word.dropFirst(digits.count))
        if !attached.isEmpty { return (number, attached) }
        guard let unit = tokens.next() else {
            throw Failure(.usage, .timeUnitUnknown, ["word": word])
        }
        return (number, unit)
    }

    /// `today`, `tomorrow`, a weekday or a date.
    private func day(_ word: String, time: CivilTimeOfDay) throws(Failure) -> CivilDate {
        let today = localNow.date
        if vocabulary.today.contains(word) { return today }
        if vocabulary.tomorrow.contains(word) { return try adding(1, to: today) }
        if let weekday = weekday(word) {
            return try firstDay(of: WeekdaySet(weekday), at: time)
        }
        if let date = CivilDate(word) { return date }
        if word.first?.isNumber == true { throw Failure(.usage, .timeDateBad, ["word": word]) }
        throw unknown(word)
    }
}

// Again and again.
extension TimePhrase {
    private func repeating(_ tokens: inout Tokens, time: CivilTimeOfDay) throws(Failure)
        -> ScheduleRule
    {
        let interval = try interval(&tokens)
        if tokens.take(vocabulary.day) {
            try expectEnd(tokens)
            var rule = zoned(try firstDay(of: .everyDay, at: time), time)
            rule.frequency = .daily
            rule.interval = interval
            return rule
        }
        let isWeeks = tokens.take(vocabulary.week)
        var days: WeekdaySet = []
        while let word = tokens.next() {
            if let weekday = weekday(word) {
                days.insert(WeekdaySet(weekday))
            } else if vocabulary.workday.contains(word) {
                days.formUnion(.workdays)
            } else {
                throw unknown(word)
            }
        }
        if days.isEmpty {
            guard isWeeks else {
                throw Failure(.usage, .timeDayMissing, ["time": time.description])
            }
            days = WeekdaySet(try firstDay(of: .everyDay, at: time).weekday)
        }
        var rule = zoned(try firstDay(of: days, at: time), time)
        rule.frequency = .weekly
        rule.interval = interval
        rule.weekdays = days.days.map { Int32($0.rawValue) }
        return rule
    }

    private func interval(_ tokens: inout Tokens) throws(Failure) -> UInt32 {
        if tokens.take(vocabulary.other) { return 2 }
        guard let word = tokens.peek, word.first?.isNumber == true else { return 1 }
        guard let number = Int(word), (1...TimePhrase.numberMax).contains(number) else {
            throw Failure(.usage, .timeIntervalBad, ["word": word])
        }
        _ = tokens.next()
        return UInt32(number)
    }

    /// The first of those weekdays on which the time still lies ahead, today included.
    private func firstDay(of days: WeekdaySet, at time: CivilTimeOfDay) throws(Failure)
        -> CivilDate
    {
        let now = localNow
        for ahead in 0...7 {
            let date = try adding(ahead, to: now.date)
            guard days.contains(date.weekday) else { continue }
            if ahead > 0 || CivilDateTime(date: date, time: time) > now { return date }
        }
        return try adding(7, to: now.date)
    }

    private func adding(_ days: Int, to date: CivilDate) throws(Failure) -> CivilDate {
        guard let result = date.adding(days: days) else { throw Failure(.usage, .timeTooFar) }
        return result
    }
}

// Words.
extension TimePhrase {
    /// The one word that is a time of day, taken out; nil when there is none.
    private func takeTime(from tokens: inout Tokens) throws(Failure) -> CivilTimeOfDay? {
        var found: CivilTimeOfDay?
        for (index, word) in tokens.words.enumerated() {
            guard let time = try timeOfDay(at: index, of: tokens) else { continue }
            guard found == nil else { throw Failure(.usage, .timeExtra, ["word": word]) }
            found = time
            tokens.words[index] = ""
        }
        tokens.dropEmpty()
        return found
    }

    /// `19:00`, `8:30`, `7pm`, `7:30pm`. A word with a colon that is no time is refused.
    private func timeOfDay(at index: Int, of tokens: Tokens) throws(Failure) -> CivilTimeOfDay? {
        let word = tokens.words[index]
        var digits = word[...]
        var half: Int?
        for (offset, spellings) in [vocabulary.beforeNoon, vocabulary.afterNoon].enumerated() {
            for spelling in spellings where word.hasSuffix(spelling) {
                digits = word.dropLast(spelling.count)
                half = offset
            }
        }
        if half != nil, digits.isEmpty { return nil }
        let parts = digits.split(separator: ":", omittingEmptySubsequences: false)
        guard word.first?.isNumber == true, half != nil || parts.count > 1 else { return nil }
        guard parts.count <= 2, var hour = number(parts[0]),
            let minute = parts.count == 2 ? number(parts[1], digits: 2) : 0,
            half == nil || (1...12).contains(hour)
        else {
            // `5sam` ends like a time and is none; `13pm` and all with a colon were meant as one.
            if parts.count == 1, number(parts[0]) == nil { return nil }
            throw Failure(.usage, .timeBad, ["word": word])
        }
        if let half { hour = hour % 12 + half * 12 }
        guard let time = CivilTimeOfDay(hour: hour, minute: minute) else {
            throw Failure(.usage, .timeBad, ["word": word])
        }
        return time
    }

    private func number(_ text: Substring, digits: Int? = nil) -> Int? {
        guard (1...2).contains(text.count), digits == nil || text.count == digits,
            text.allSatisfy({ $0.isASCII && $0.isNumber })
        else { return nil }
        return Int(text)
    }

    private func weekday(_ word: String) -> Weekday? {
        vocabulary.weekdaySpellings.firstIndex { $0.contains(word) }.flatMap {
            Weekday(rawValue: $0 + 1)
        }
    }

    private func isKnown(_ word: String) -> Bool {
        vocabulary.all.contains(word) || weekday(word) != nil || word.first?.isNumber == true
    }

    /// `19.00`, which is a time of day in many places, though not here.
    private func isTimeWithDot(_ word: String) -> Bool {
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && number(parts[0]) != nil && number(parts[1], digits: 2) != nil
    }

    private func expectEnd(_ tokens: Tokens) throws(Failure) {
        if let word = tokens.peek { throw unknown(word) }
    }

    private func unknown(_ word: String) -> Failure {
        if vocabulary.longUnits.contains(word) {
            return Failure(.usage, .timeRuleMissing)
        }
        // A known word in a wrong place is not near to anything; "m" and "h" are near to too much.
        let candidates = vocabulary.all.filter { $0.count > 2 }
        if let nearest = Nearest.match(word, in: candidates), nearest != word {
            return Failure(.usage, .timeUnknownNear, ["word": word, "nearest": nearest])
        }
        return Failure(.usage, .timeUnknown, ["word": word])
    }
}

/// The words of a phrase and how far they are read.
private struct Tokens {
    var words: [String]
    private var index = 0

    /// Small letters, parted at spaces, commas and the T of an ISO date-time, fillers left out.
    init(_ phrase: [String], fillers: [String]) {
        words = phrase.flatMap { part in
            part.lowercased().split { $0.isWhitespace || $0 == "," }.flatMap { word in
                let halves = word.split(separator: "t", maxSplits: 1)
                if halves.count == 2, halves.allSatisfy({ $0.first?.isNumber == true }) {
                    return halves.map(String.init)
                }
                return [String(word)]
            }
        }.filter { !fillers.contains($0) }
    }

    var isEmpty: Bool { index >= words.count }
    var peek: String? { isEmpty ? nil : words[index] }
    var rest: ArraySlice<String> { words[min(index, words.count)...] }

    mutating func next() -> String? {
        guard let word = peek else { return nil }
        index += 1
        return word
    }

    mutating func take(_ spellings: [String]) -> Bool {
        guard let word = peek, spellings.contains(word) else { return false }
        index += 1
        return true
    }

    mutating func dropEmpty() {
        words.removeAll(where: \.isEmpty)
    }
}
