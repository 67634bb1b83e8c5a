/// The rule a zone follows after its last listed transition: a POSIX TZ string as RFC 9636 section
/// 3.3.1 extends it (times from -167 to 167 hours, daylight saving time all year).
struct PosixZone: Equatable {
    /// A day of every year, and when on that day a change happens.
    struct Change: Equatable {
        enum Day: Equatable {
            /// `Jn`, 1...365: 29 February is never counted.
            case julian(Int)
            /// `n`, 0...365: 29 February is counted.
            case zeroBased(Int)
            /// `Mm.w.d`: weekday d (0 is Sunday) of week w (5 is the last) of month m.
            case weekday(month: Int, week: Int, day: Int)
        }

        var day: Day
        /// Seconds from midnight of that day on the wall clock before the change.
        var seconds: Int

        /// The change in a year, as seconds since the epoch on the wall clock before it.
        func wallSeconds(in year: Int) -> Int64 {
            let newYear = CivilDate.dayNumber(year: year, month: 1, day: 1)
            let dayNumber: Int
            switch day {
            case .julian(let number):
                let leap = number >= 60 && CivilDate.isLeapYear(year)
                dayNumber = newYear + number - (leap ? 0 : 1)
            case .zeroBased(let number):
                dayNumber = newYear + number
            case .weekday(let month, let week, let weekday):
                let first = CivilDate.dayNumber(year: year, month: month, day: 1)
                let sinceSunday = first + 4 - floorDivide(first + 4, 7) * 7
                let offset = (weekday - sinceSunday + 7) % 7 + (week - 1) * 7
                let beyond = offset >= CivilDate.daysInMonth(month, of: year)
                dayNumber = first + offset - (beyond ? 7 : 0)
            }
            return Int64(dayNumber * 86_400 + seconds)
        }
    }

    struct Daylight: Equatable {
        var offset: ZoneOffset
        var start: Change
        var end: Change
        var isAllYear: Bool
    }

    var standard: ZoneOffset
    var daylight: Daylight?

    /// The stretch around a Unix time in which the rule changes nothing, and whether it is daylight
    /// saving time. The starts and ends of five years are compared, because a change may be written
    /// up to seven days outside its year. When an end and a start coincide, the start wins, which
    /// is how a rule says "all year".
    func period(at unixSeconds: Int64) -> (start: Int64, end: Int64, isDaylight: Bool) {
        var start = ZonePeriod.distantPast
        var end = ZonePeriod.distantFuture
        guard let daylight else { return (start, end, false) }
        if daylight.isAllYear { return (start, end, true) }
        var isDaylight = false
        func note(_ change: Int64, begins: Bool) {
            if change > unixSeconds {
                end = min(end, change)
            } else if change >= start {
                start = change
                isDaylight = begins
            }
        }
        let year = CivilDateTime(clampingSecondNumber: unixSeconds).date.year
        for near in year - 2...year + 2 {
            note(
                daylight.end.wallSeconds(in: near) - Int64(daylight.offset.seconds), begins: false)
            note(daylight.start.wallSeconds(in: near) - Int64(standard.seconds), begins: true)
        }
        return (start, end, isDaylight)
    }

    /// The offset in force at a Unix time.
    func offset(at unixSeconds: Int64) -> ZoneOffset {
        guard let daylight, period(at: unixSeconds).isDaylight else { return standard }
        return daylight.offset
    }

    /// Whether daylight saving time that starts in one year lasts until it starts in the next, which
    /// is how RFC 9636 writes a zone that keeps it all year.
    static func isAllYear(
        start: Change, end: Change, standard: ZoneOffset, daylight: ZoneOffset
    ) -> Bool {
        // A common year and a leap year: the form of a rule makes all others like one of them.
        [2023, 2024].allSatisfy { year in
            let starts = start.wallSeconds(in: year) - Int64(standard.seconds)
            let ends = end.wallSeconds(in: year) - Int64(daylight.seconds)
            let startsAgain = start.wallSeconds(in: year + 1) - Int64(standard.seconds)
            return starts < ends && ends >= startsAgain
        }
    }
}
