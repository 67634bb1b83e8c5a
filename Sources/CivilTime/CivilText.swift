/// ISO 8601 text of dates and times: one strict form in, one canonical form out.
///
/// Accepted are exactly `2027-03-07`, `19:00` or `19:00:30`, and both joined by `T`. Written seconds
/// are left out when they are zero. No signs, no spaces, no zone, no short years.
extension CivilDate: LosslessStringConvertible {
    /// The date written as `YYYY-MM-DD`, or nil when the text has another form or names no day.
    public init?(_ text: String) {
        var scanner = DigitScanner(text)
        guard let date = scanner.date(), scanner.isAtEnd else { return nil }
        self = date
    }

    /// The date as `YYYY-MM-DD`.
    public var description: String {
        let (year, month, day) = parts
        return twoDigits(year / 100) + twoDigits(year % 100) + "-" + twoDigits(month) + "-"
            + twoDigits(day)
    }
}

extension CivilTimeOfDay: LosslessStringConvertible {
    /// The time written as `HH:MM` or `HH:MM:SS`, or nil.
    public init?(_ text: String) {
        var scanner = DigitScanner(text)
        guard let time = scanner.time(), scanner.isAtEnd else { return nil }
        self = time
    }

    /// The time as `HH:MM`, with `:SS` when the seconds are not zero.
    public var description: String {
        let minutes = twoDigits(hour) + ":" + twoDigits(minute)
        return second == 0 ? minutes : minutes + ":" + twoDigits(second)
    }
}

extension CivilDateTime: LosslessStringConvertible {
    /// The date-time written as `YYYY-MM-DDTHH:MM` or with `:SS`, or nil.
    public init?(_ text: String) {
        var scanner = DigitScanner(text)
        guard let date = scanner.date(), scanner.skip("T"), let time = scanner.time(),
            scanner.isAtEnd
        else { return nil }
        self.init(date: date, time: time)
    }

    /// The date-time as `YYYY-MM-DDTHH:MM`, with `:SS` when the seconds are not zero.
    public var description: String { "\(date)T\(time)" }
}

/// A cursor over the bytes of one short text.
private struct DigitScanner {
    private let bytes: [UInt8]
    private var position = 0

    /// Reads no more than the longest form has, so that a long text costs nothing.
    init(_ text: String) {
        bytes = Array(text.utf8.prefix(20))
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func skip(_ separator: Unicode.Scalar) -> Bool {
        guard position < bytes.count, UInt32(bytes[position]) == separator.value else {
            return false
        }
        position += 1
        return true
    }

    mutating func number(digits: Int) -> Int? {
        guard bytes.count - position >= digits else { return nil }
        var value = 0
        for byte in bytes[position..<position + digits] {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        position += digits
        return value
    }

    mutating func date() -> CivilDate? {
        guard let year = number(digits: 4), skip("-"), let month = number(digits: 2), skip("-"),
            let day = number(digits: 2)
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    mutating func time() -> CivilTimeOfDay? {
        guard let hour = number(digits: 2), skip(":"), let minute = number(digits: 2)
        else { return nil }
        guard skip(":") else { return CivilTimeOfDay(hour: hour, minute: minute) }
        guard let second = number(digits: 2) else { return nil }
        return CivilTimeOfDay(hour: hour, minute: minute, second: second)
    }
}

private func twoDigits(_ value: Int) -> String {
    value < 10 ? "0\(value)" : "\(value)"
}
