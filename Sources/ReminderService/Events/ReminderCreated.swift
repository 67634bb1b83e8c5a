import CivilTime
import Codec
import Contracts
import Host

/// A reminder was made.
package struct ReminderCreated: Event {
    package static let recordType: UInt8 = 16

    package var id: UInt64 = 0
    package var person: UInt64 = 0
    package var note = ""
    package var kind = TimeKind.zoned
    package var frequency = Frequency.once
    /// Every so many days or weeks.
    package var interval: UInt32 = 1
    /// Bit 0 is Monday.
    package var weekdays: UInt32 = 0
    /// Empty for an absolute one.
    package var zone = ""
    /// The first wall time in seconds since 1970-01-01T00:00:00, or the moment in milliseconds.
    package var start: Int64 = 0
    /// When it is first due, Unix milliseconds.
    package var firstMs: Int64 = 0
    /// Seconds from UTC to the nominal local time of that.
    package var firstShift: Int64 = 0
    /// The tie it is agreed in and the offer it comes from; 0 for a person's own.
    package var tieID: UInt64 = 0
    package var offerID: UInt64 = 0

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .owner)
        try v.fixed64(2, "person", &person, .id, seenBy: .service)
        try v.field(
            3, "note", &note, .content(max: Contracts.Limits.noteBytesMax), seenBy: .owner)
        try v.field(4, "kind", &kind, .plain, seenBy: .owner)
        try v.field(5, "frequency", &frequency, .plain, seenBy: .owner)
        try v.field(6, "interval", &interval, .plain, seenBy: .owner)
        try v.field(7, "weekdays", &weekdays, .plain, seenBy: .owner)
        try v.field(
            8, "zone", &zone, .content(max: Contracts.Limits.zoneBytesMax), seenBy: .owner)
        try v.sint64(9, "start", &start, .plain, seenBy: .owner)
        try v.field(10, "first_ms", &firstMs, .plain, seenBy: .owner)
        try v.sint64(11, "first_shift", &firstShift, .plain, seenBy: .owner)
        try v.fixed64(12, "tie_id", &tieID, .id, seenBy: .owner)
        try v.fixed64(13, "offer_id", &offerID, .id, seenBy: .owner)
    }

    package func apply(to book: inout ReminderBook) {
        book.add(id: id, person: person, note: note, rule: rule, zoneID: zone, first: first)
        book.offers.rings(offerID, for: person, by: id)
    }

    /// Its rule, but for the number that the zone has in a book.
    var rule: StoredRule {
        var rule = StoredRule()
        rule.kind = kind
        rule.frequency = frequency
        rule.interval = UInt16(truncatingIfNeeded: interval)
        rule.weekdays = WeekdaySet(rawValue: UInt8(truncatingIfNeeded: weekdays))
        rule.start = start
        rule.tie = tieID
        rule.offer = offerID
        return rule
    }

    /// The first occurrence.
    var first: RuleClock.Moment {
        get { RuleClock.Moment(dueMs: firstMs, shift: Int32(truncatingIfNeeded: firstShift)) }
        set {
            firstMs = newValue.dueMs
            firstShift = Int64(newValue.shift)
        }
    }
}
