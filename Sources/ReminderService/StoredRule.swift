import CivilTime
import Contracts

/// A rule as it is kept: fourteen bytes in front of the note.
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

    static let bytes = 14

    /// An empty rule.
    init() {}

    /// Reads the rule in front of a body.
    init(_ body: UnsafeRawBufferPointer) {
        kind = TimeKind(rawValue: Int32(body[0] & 15)) ?? .zoned
        frequency = Frequency(rawValue: Int32(body[0] >> 4)) ?? .once
        weekdays = WeekdaySet(rawValue: body[1])
        interval = UInt16(body[2]) | UInt16(body[3]) << 8
        zone = UInt16(body[4]) | UInt16(body[5]) << 8
        start = Int64(littleEndian: body.loadUnaligned(fromByteOffset: 6, as: Int64.self))
    }

    /// The body of a reminder with this rule and that note.
    func body(note: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(StoredRule.bytes + note.utf8.count)
        bytes.append(
            UInt8(truncatingIfNeeded: kind.rawValue)
                | UInt8(truncatingIfNeeded: frequency.rawValue) << 4)
        bytes.append(weekdays.rawValue)
        for number in [interval, zone] {
            bytes.append(UInt8(truncatingIfNeeded: number))
            bytes.append(UInt8(truncatingIfNeeded: number >> 8))
        }
        withUnsafeBytes(of: start.littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: note.utf8)
        return bytes
    }

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
