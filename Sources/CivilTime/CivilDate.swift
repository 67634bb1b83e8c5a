/// A day of the proleptic Gregorian calendar from 0001-01-01 to 9999-12-31, with no zone.
///
/// Stored as a day number, so that adding, comparing and finding the weekday are integer
/// operations. The conversion to and from year, month and day is Howard Hinnant's
/// `days_from_civil` and `civil_from_days` ("chrono-Compatible Low-Level Date Algorithms").
public struct CivilDate: Hashable, Sendable {
    /// Days since 1970-01-01, negative before it. Always within `first...last`.
    public let dayNumber: Int32

    /// 0001-01-01.
    public static let first = CivilDate(unchecked: -719_162)

    /// 9999-12-31.
    public static let last = CivilDate(unchecked: 2_932_896)

    /// The day of that year, month (1...12) and day of the month, or nil when there is none.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            day >= 1, day <= CivilDate.daysInMonth(month, of: year)
        else { return nil }
        self.init(unchecked: CivilDate.dayNumber(year: year, month: month, day: day))
    }

    /// The day that many days after 1970-01-01, or nil outside the years 1...9999.
    public init?(dayNumber: Int) {
        guard dayNumber >= CivilDate.first.dayNumber, dayNumber <= CivilDate.last.dayNumber
        else { return nil }
        self.init(unchecked: dayNumber)
    }

    /// For day numbers already known to lie within the calendar.
    init(unchecked dayNumber: Int) {
        self.dayNumber = Int32(truncatingIfNeeded: dayNumber)
    }

    /// Year (1...9999), month (1...12) and day of the month.
    public var parts: (year: Int, month: Int, day: Int) {
        CivilDate.parts(ofDayNumber: Int(dayNumber))
    }

    /// The year, 1...9999.
    public var year: Int { parts.year }

    /// The month, 1...12.
    public var month: Int { parts.month }

    /// The day of the month, 1...31.
    public var day: Int { parts.day }

    /// The day of the week.
    public var weekday: Weekday { Weekday(dayNumber: Int(dayNumber)) }

    /// The day that many days later (earlier when negative), or nil outside the years 1...9999.
    public func adding(days: Int) -> CivilDate? {
        let (sum, overflow) = Int(dayNumber).addingReportingOverflow(days)
        return overflow ? nil : CivilDate(dayNumber: sum)
    }

    /// Whether the year has a 29 February.
    public static func isLeapYear(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// Days in a month, 28...31; 0 for a month outside 1...12.
    public static func daysInMonth(_ month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeapYear(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        case 1, 3, 5, 7, 8, 10, 12: 31
        default: 0
        }
    }

    /// Days from 1970-01-01 to a date whose month is 1...12; the year may lie a little outside the
    /// calendar, which the rules of a zone need at its edges.
    static func dayNumber(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = floorDivide(marchYear, 400)
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The inverse of `dayNumber(year:month:day:)`.
    static func parts(ofDayNumber dayNumber: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = dayNumber + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
    }
}

extension CivilDate: Comparable {
    /// Earlier in the calendar.
    public static func < (left: CivilDate, right: CivilDate) -> Bool {
        left.dayNumber < right.dayNumber
    }
}

/// The quotient rounded towards minus infinity; `divisor` is positive.
func floorDivide(_ value: Int, _ divisor: Int) -> Int {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
}
