/// The days a rule names, by arithmetic on day numbers: a period that repeats, with marks on up to
/// seven days at its beginning. Every question is answered by one division, never by walking.
///
/// Once is a period longer than the calendar, every third day a period of 3, every second week a
/// period of 14 that begins on the first day of a week.
struct DayCycle {
    /// The first day that counts, and the last.
    private let first: Int
    private let last: Int
    /// The first day of the period `first` lies in.
    private let origin: Int
    private let period: Int
    /// Bit n marks day n of each period. Never empty.
    private let marks: UInt8

    /// The days of a rule from a start, which need not be one of them, through a last day.
    init(rule: Schedule.Rule, from start: CivilDate, through end: CivilDate) {
        first = Int(start.dayNumber)
        last = Int(end.dayNumber)
        switch rule {
        case .once:
            origin = first
            period = 4_000_000
            marks = 1
        case .daily(let interval):
            origin = first
            period = DayCycle.possible(interval)
            marks = 1
        case .weekly(let interval, let days, let weekStart):
            origin = first - start.weekday.days(after: weekStart)
            period = 7 * DayCycle.possible(interval)
            marks = (days.isEmpty ? WeekdaySet(start.weekday) : days).offsets(from: weekStart)
        }
    }

    private static func possible(_ interval: Int) -> Int {
        min(max(interval, 1), Limits.intervalMax)
    }

    /// The first named day that is not before `day`.
    func day(onOrAfter day: Int) -> Int? {
        let wanted = max(day, first)
        guard wanted <= last else { return nil }
        let (quotient, offset) = split(wanted)
        let ahead = offset > 6 ? 0 : marks & ~((1 << UInt8(offset)) - 1)
        let found =
            ahead != 0
            ? quotient * period + ahead.trailingZeroBitCount
            : (quotient + 1) * period + marks.trailingZeroBitCount
        return origin + found <= last ? origin + found : nil
    }

    /// The last named day that is not after `day`.
    func day(onOrBefore day: Int) -> Int? {
        let wanted = min(day, last)
        guard wanted >= first else { return nil }
        let (quotient, offset) = split(wanted)
        let behind = marksThrough(offset)
        let found =
            behind != 0
            ? quotient * period + 7 - behind.leadingZeroBitCount
            : (quotient - 1) * period + 7 - marks.leadingZeroBitCount
        return origin + found >= first ? origin + found : nil
    }

    /// How many named days are not after `day`.
    func count(through day: Int) -> Int {
        let wanted = min(day, last)
        return wanted < first ? 0 : rank(wanted) - rank(first - 1)
    }

    /// The named day with that number, the first being 1.
    func day(number: Int) -> Int? {
        guard number >= 1, number <= last - first + 1 else { return nil }
        let index = number - 1 + rank(first - 1)
        let perPeriod = marks.nonzeroBitCount
        var left = marks
        for _ in 0..<index % perPeriod { left &= left - 1 }
        let found = origin + index / perPeriod * period + left.trailingZeroBitCount
        return found <= last ? found : nil
    }

    /// Named days from the origin through `day`, as if the rule had begun with its period.
    private func rank(_ day: Int) -> Int {
        let (quotient, offset) = split(day)
        return quotient * marks.nonzeroBitCount + marksThrough(offset).nonzeroBitCount
    }

    private func marksThrough(_ offset: Int) -> UInt8 {
        offset >= 6 ? marks : marks & ((1 << UInt8(offset + 1)) - 1)
    }

    private func split(_ day: Int) -> (quotient: Int, offset: Int) {
        let quotient = floorDivide(day - origin, period)
        return (quotient, day - origin - quotient * period)
    }
}
