/// A day of the week with its ISO 8601 number: Monday is 1, Sunday is 7.
public enum Weekday: Int, CaseIterable, Hashable, Sendable {
    /// The seven days, in ISO order.
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday

    /// The weekday of a day number, where 0 (1970-01-01) is a Thursday.
    init(dayNumber: Int) {
        let sinceMonday = dayNumber + 3 - floorDivide(dayNumber + 3, 7) * 7
        self = Weekday.allCases[sinceMonday]
    }

    /// How many days after `other` this day comes, 0...6.
    public func days(after other: Weekday) -> Int {
        (rawValue - other.rawValue + 7) % 7
    }
}

/// A set of days of the week: bit 0 is Monday, bit 6 is Sunday.
public struct WeekdaySet: OptionSet, Hashable, Sendable {
    /// The seven bits.
    public let rawValue: UInt8

    /// The set of those bits; the eighth is ignored.
    public init(rawValue: UInt8) { self.rawValue = rawValue & 0x7F }

    /// The set of one day.
    public init(_ day: Weekday) { self.init(rawValue: 1 << UInt8(day.rawValue - 1)) }

    /// Monday.
    public static let monday = WeekdaySet(.monday)
    /// Tuesday.
    public static let tuesday = WeekdaySet(.tuesday)
    /// Wednesday.
    public static let wednesday = WeekdaySet(.wednesday)
    /// Thursday.
    public static let thursday = WeekdaySet(.thursday)
    /// Friday.
    public static let friday = WeekdaySet(.friday)
    /// Saturday.
    public static let saturday = WeekdaySet(.saturday)
    /// Sunday.
    public static let sunday = WeekdaySet(.sunday)

    /// Monday to Friday.
    public static let workdays = WeekdaySet(rawValue: 0b001_1111)
    /// Saturday and Sunday.
    public static let weekend = WeekdaySet(rawValue: 0b110_0000)
    /// All seven days.
    public static let everyDay = WeekdaySet(rawValue: 0b111_1111)

    /// Whether the day belongs to the set.
    public func contains(_ day: Weekday) -> Bool { contains(WeekdaySet(day)) }

    /// The days, Monday first.
    public var days: [Weekday] { Weekday.allCases.filter(contains) }

    /// The set as offsets from the first day of the week: bit 0 is `weekStart`.
    func offsets(from weekStart: Weekday) -> UInt8 {
        let shift = UInt8(weekStart.rawValue - 1)
        return (rawValue >> shift | rawValue << (7 - shift)) & 0x7F
    }
}
