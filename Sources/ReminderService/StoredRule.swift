import CivilTime
import Contracts

/// A rule as it is kept: seven to eleven bytes in front of the note.
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
    /// The tie it is agreed in, and the offer it comes from; 0 for a person's own.
    var tie: UInt64 = 0
    var offer: UInt64 = 0

    /// An empty rule.
    init() {}

    /// Reads the rule in front of a body, and says where the note begins.
    init(_ body: UnsafeRawBufferPointer, noteAt offset: inout Int) {
        var reader = PackedReader(body)
        let flags = reader.number(bytes: 1)
        kind = TimeKind(rawValue: Int32(flags & 3)) ?? .zoned
        frequency = Frequency(rawValue: Int32(flags >> 2 & 3)) ?? .once
        if flags & StoredRule.hasInterval != 0 {
            interval = UInt16(truncatingIfNeeded: reader.number(bytes: 2))
        }
        if frequency == .weekly {
            weekdays = WeekdaySet(rawValue: UInt8(truncatingIfNeeded: reader.number(bytes: 1)))
        }
        if kind == .absolute {
            start = Int64(reader.number(bytes: 6)) &+ StoredRule.firstMs
        } else {
            zone = UInt16(truncatingIfNeeded: reader.number(bytes: 1))
            if flags & StoredRule.hasFarZone != 0 {
                zone |= UInt16(truncatingIfNeeded: reader.number(bytes: 1)) << 8
            }
            start = Int64(reader.number(bytes: 5)) &+ StoredRule.firstMs / 1000
        }
        if flags & StoredRule.hasTie != 0 {
            tie = reader.number(bytes: 8)
            offer = reader.number(bytes: 8)
        }
        offset = reader.offset
    }

    /// The body of a reminder with this rule and that note: a byte of flags; the interval (2) when
    /// it is not 1; the weekdays (1) of a weekly rule; the moment (6), or the zone (1 or 2) and the
    /// first wall time (5), counted from the first year; the tie and the offer (8 each) of time
    /// together; the note.
    func body(note: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(12 + (tie != 0 ? 16 : 0) + note.utf8.count)
        func put(_ number: UInt64, bytes count: Int) {
            for place in 0..<count {
                bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * place)))
            }
        }
        let flags =
            UInt64(kind.rawValue & 3) | UInt64(frequency.rawValue & 3) << 2
            | (interval != 1 ? StoredRule.hasInterval : 0)
            | (zone > 255 ? StoredRule.hasFarZone : 0) | (tie != 0 ? StoredRule.hasTie : 0)
        put(flags, bytes: 1)
        if interval != 1 { put(UInt64(interval), bytes: 2) }
        if frequency == .weekly { put(UInt64(weekdays.rawValue), bytes: 1) }
        if kind == .absolute {
            put(UInt64(bitPattern: start &- StoredRule.firstMs), bytes: 6)
        } else {
            put(UInt64(zone), bytes: zone > 255 ? 2 : 1)
            put(UInt64(bitPattern: start &- StoredRule.firstMs / 1000), bytes: 5)
        }
        if tie != 0 {
            put(tie, bytes: 8)
            put(offer, bytes: 8)
        }
        bytes.append(contentsOf: note.utf8)
        return bytes
    }

    private static let hasInterval: UInt64 = 16
    private static let hasFarZone: UInt64 = 32
    private static let hasTie: UInt64 = 64
    /// The beginning of the calendar: times before it do not occur.
    static let firstMs = CivilDateTime.first.secondNumber * 1000

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

/// Reads little-endian numbers one after the other.
private struct PackedReader {
    let bytes: UnsafeRawBufferPointer
    private(set) var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    mutating func number(bytes count: Int) -> UInt64 {
        var number: UInt64 = 0
        for place in 0..<count {
            number |= UInt64(bytes[offset + place]) << UInt64(8 * place)
        }
        offset += count
        return number
    }
}
