/// A date and a wall-clock time with no zone: what a person means by "Sunday at seven".
public struct CivilDateTime: Hashable, Sendable {
    /// The day.
    public let date: CivilDate

    /// The time on that day.
    public let time: CivilTimeOfDay

    /// 0001-01-01T00:00:00.
    public static let first = CivilDateTime(date: .first, time: .midnight)

    /// 9999-12-31T23:59:59.
    public static let last = CivilDateTime(
        date: .last, time: CivilTimeOfDay(unchecked: 86_399))

    /// That time on that day.
    public init(date: CivilDate, time: CivilTimeOfDay) {
        self.date = date
        self.time = time
    }

    /// The date-time that many seconds after 1970-01-01T00:00:00 on the same clock, or nil outside
    /// the years 1...9999.
    public init?(secondNumber: Int64) {
        guard secondNumber >= CivilDateTime.first.secondNumber,
            secondNumber <= CivilDateTime.last.secondNumber
        else { return nil }
        self.init(clampingSecondNumber: secondNumber)
    }

    /// The nearest date-time within the years 1...9999.
    init(clampingSecondNumber secondNumber: Int64) {
        let within = Int(
            min(
                max(secondNumber, CivilDateTime.first.secondNumber), CivilDateTime.last.secondNumber
            ))
        let day = floorDivide(within, 86_400)
        self.init(
            date: CivilDate(unchecked: day), time: CivilTimeOfDay(unchecked: within - day * 86_400))
    }

    /// Seconds since 1970-01-01T00:00:00 on the same clock, as if every day had 86,400.
    public var secondNumber: Int64 {
        Int64(date.dayNumber) * 86_400 + Int64(time.secondOfDay)
    }
}

extension CivilDateTime: Comparable {
    /// Earlier on the same clock.
    public static func < (left: CivilDateTime, right: CivilDateTime) -> Bool {
        left.secondNumber < right.secondNumber
    }
}
