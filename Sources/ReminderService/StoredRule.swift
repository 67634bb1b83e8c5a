import CivilTime
import Contracts

/// A rule as it is kept: seven to twelve bytes in front of the note.
struct StoredRule: Sendable, Equatable {
    /// A wall time in a zone, or a moment.
    var kind = TimeKind.zoned
    /// How it repeats.
    var frequency = Frequency.once
    /// The days of a weekly rule.
    var weekdays = WeekdaySet()
    /// Every so many days or weeks, at least 1.
    var interval: UInt16 = 1
    /// The zone's number in the book.
    var zone: UInt16 = 0
    /// The first wall time in seconds since 1970-01-01T00:00:00, or the moment in milliseconds.
    var start: Int64 = 0

    /// An empty rule.
    init() {}

    /// Reads the rule in front of a body, and says where the note begins.
    init(_ body: UnsafeRawBufferPointer, noteAt offset: inout Int) {
        kind = TimeKind(rawValue: Int32(body[0] & 3)) ?? .zoned
        frequency = Frequency(rawValue: Int32(body[0] >> 2 & 3)) ?? .once
        offset = 1
        if body[0] & StoredRule.hasZone != 0 {
            zone = UInt16(body[1]) | UInt16(body[2]) << 8
            offset = 3
        }
        if body[0] & StoredRule.hasWeekdays != 0 {
            weekdays = WeekdaySet(rawValue: body[offset])
            offset += 1
        }
        if body[0] & StoredRule.hasInterval != 0 {
            interval = UInt16(body[offset]) | UInt16(body[offset + 1]) << 8
            offset += 2
        }
        var bits: UInt64 = 0
        for place in 0..<6 { bits |= UInt64(body[offset + place]) << UInt64(8 * place) }
        // Sign-extended from 48 bits.
        start = Int64(bitPattern: bits << 16) >> 16
        if body[0] & StoredRule.isFar != 0 { start &+= 1 << 47 }
        offset += 6
    }

    /// The body of a reminder with this rule and that note: a byte of flags, what of zone (2),
    /// weekdays (1) and interval (2) there is, the start (6), the note.
    func body(note: String) -> [UInt8] {
        var bytes: [UInt8] = [0]
        bytes.reserveCapacity(12 + note.utf8.count)
        var flags =
            UInt8(truncatingIfNeeded: kind.rawValue) & 3
            | (UInt8(truncatingIfNeeded: frequency.rawValue) & 3) << 2
        if kind != .absolute {
            flags |= StoredRule.hasZone
            bytes.append(UInt8(truncatingIfNeeded: zone))
            bytes.append(UInt8(truncatingIfNeeded: zone >> 8))
        }
        if !weekdays.isEmpty {
            flags |= StoredRule.hasWeekdays
            bytes.append(weekdays.rawValue)
        }
        if interval != 1 {
            flags |= StoredRule.hasInterval
            bytes.append(UInt8(truncatingIfNeeded: interval))
            bytes.append(UInt8(truncatingIfNeeded: interval >> 8))
        }
        // Milliseconds of the last years of the calendar need one bit more than 48 with a sign.
        var near = start
        if near >= 1 << 47 {
            flags |= StoredRule.isFar
            near &-= 1 << 47
        }
        for place in 0..<6 { bytes.append(UInt8(truncatingIfNeeded: near >> Int64(8 * place))) }
        bytes[0] = flags
        bytes.append(contentsOf: note.utf8)
        return bytes
    }

    private static let hasZone: UInt8 = 16
    private static let hasWeekdays: UInt8 = 32
    private static let hasInterval: UInt8 = 64
    private static let isFar: UInt8 = 128

    /// The rule in the words of CivilTime.
    func schedule(zoneID: String) -> Schedule {
        guard kind != .absolute else { return Schedule(start: .instant(ms: start)) }
        let local = CivilDateTime(secondNumber: start) ?? .first
        let rule: Schedule.Rule =
            switch frequency {
            case .once: .once
            case .daily: .daily(interval: Int(interval))
            case .weekly: .weekly(interval: Int(interval), on: weekdays)
            }
        return Schedule(start: .zoned(local, zone: zoneID), rule: rule)
    }

    /// The rule as its owner sees it.
    func message(zoneID: String) -> ScheduleRule {
        var message = ScheduleRule()
        message.kind = kind
        guard kind != .absolute else {
            message.atMs = start
            return message
        }
        message.localStart = (CivilDateTime(secondNumber: start) ?? .first).description
        message.zone = zoneID
        message.frequency = frequency
        if frequency != .once { message.interval = UInt32(interval) }
        message.weekdays = weekdays.days.map { Int32($0.rawValue) }
        return message
    }
}
