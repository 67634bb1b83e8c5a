/// A wall-clock time from 00:00:00 to 23:59:59, with no date and no zone.
public struct CivilTimeOfDay: Hashable, Sendable {
    /// Seconds since midnight as the clock shows them, 0...86,399.
    public let secondOfDay: Int32

    /// 00:00.
    public static let midnight = CivilTimeOfDay(unchecked: 0)

    /// That hour (0...23), minute and second (0...59), or nil. There is no 24:00 and no leap second.
    public init?(hour: Int, minute: Int, second: Int = 0) {
        guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        self.init(unchecked: hour * 3600 + minute * 60 + second)
    }

    /// The time that many seconds after midnight, or nil outside 0...86,399.
    public init?(secondOfDay: Int) {
        guard (0..<86_400).contains(secondOfDay) else { return nil }
        self.init(unchecked: secondOfDay)
    }

    /// For seconds already known to lie within the day.
    init(unchecked secondOfDay: Int) {
        self.secondOfDay = Int32(truncatingIfNeeded: secondOfDay)
    }

    /// The hour, 0...23.
    public var hour: Int { Int(secondOfDay) / 3600 }

    /// The minute, 0...59.
    public var minute: Int { Int(secondOfDay) / 60 % 60 }

    /// The second, 0...59.
    public var second: Int { Int(secondOfDay) % 60 }
}

extension CivilTimeOfDay: Comparable {
    /// Earlier in the day.
    public static func < (left: CivilTimeOfDay, right: CivilTimeOfDay) -> Bool {
        left.secondOfDay < right.secondOfDay
    }
}
