import Codec

/// Where a reminder, or the occurrence that is open, stands.
public enum ReminderState: Int32, WireEnum {
    /// The next occurrence lies ahead.
    case scheduled = 0
    /// Due or sent, not yet shown.
    case due = 1
    /// It has reached the person and waits for nothing.
    case shown = 2
    /// Put off until `next_due_at_ms`.
    case snoozed = 3
    /// A one-time reminder that the person did.
    case done = 4
    /// A one-time reminder that the person let go.
    case skipped = 5
    /// A one-time reminder that nobody saw in its time.
    case lapsed = 6
    /// Ended by the person.
    case cancelled = 7
}

/// Names one occurrence: the key by which a client recognises it and the server accepts a report.
public struct OccurrenceID: Message {
    /// The reminder.
    public var reminderID: UInt64 = 0
    /// The occurrence's own local time, `2027-03-07T19:00:00`, or for an absolute reminder its
    /// UTC time with a `Z`.
    public var localTime = ""
    /// Raised by every edit, so that a late report of an old occurrence changes nothing.
    public var revision: UInt32 = 0

    /// An empty id.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "reminder_id", &reminderID, .id, seenBy: .owner)
        try v.field(
            2, "local_time", &localTime, .text(max: Limits.localTimeBytesMax), seenBy: .owner)
        try v.field(3, "revision", &revision, .plain, seenBy: .owner)
    }
}

/// A reminder as its owner sees it.
public struct Reminder: Message {
    /// Random 64-bit id.
    public var id: UInt64 = 0
    /// The words to be reminded of.
    public var note = ""
    /// When.
    public var schedule = ScheduleRule()
    /// Where it stands.
    public var state = ReminderState.scheduled
    /// When it next comes, Unix epoch, milliseconds; 0 when never again. For one that is put off:
    /// when it comes back, or the next occurrence of the reminder if that comes first and so takes
    /// its place.
    public var nextDueAtMs: Int64 = 0
    /// That moment in the schedule's own zone, `2027-03-07T19:00:00`.
    public var nextLocalTime = ""
    /// Raised by every edit.
    public var revision: UInt32 = 0
    /// The occurrence that is due, shown or snoozed, when there is one.
    public var openOccurrence: OccurrenceID?
    /// The tie it is agreed in, or 0.
    public var tieID: UInt64 = 0

    /// An empty reminder.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .owner)
        try v.field(2, "note", &note, .content(max: Limits.noteBytesMax), seenBy: .owner)
        try v.field(3, "schedule", &schedule, .plain, seenBy: .owner)
        try v.field(4, "state", &state, .plain, seenBy: .owner)
        try v.field(5, "next_due_at_ms", &nextDueAtMs, .plain, seenBy: .owner)
        try v.field(
            6, "next_local_time", &nextLocalTime, .text(max: Limits.localTimeBytesMax),
            seenBy: .owner)
        try v.field(7, "revision", &revision, .plain, seenBy: .owner)
        try v.field(8, "open_occurrence", &openOccurrence, .plain, seenBy: .owner)
        try v.fixed64(9, "tie_id", &tieID, .id, seenBy: .owner)
    }
}

/// Makes a reminder for the caller.
public struct CreateReminder: Message {
    /// The words to be reminded of.
    public var note = ""
    /// When.
    public var schedule = ScheduleRule()

    /// An empty request.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "note", &note, .content(max: Limits.noteBytesMax), seenBy: .owner)
        try v.field(2, "schedule", &schedule, .plain, seenBy: .owner)
    }
}

/// Names one of the caller's reminders.
public struct ReminderID: Message {
    /// The reminder.
    public var id: UInt64 = 0

    /// An empty id.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .owner)
    }
}

/// Asks for the caller's reminders, soonest first.
public struct ListReminders: Message {
    /// The cursor of the page before, or empty for the first.
    public var cursor = ""
    /// Whether ended ones are listed too.
    public var includeEnded = false
    /// At most so many; 0 means as many as a page holds.
    public var pageSize: UInt32 = 0

    /// A request for the first page.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "cursor", &cursor, .text(max: Limits.cursorBytesMax), seenBy: .owner)
        try v.field(2, "include_ended", &includeEnded, .plain, seenBy: .owner)
        try v.field(3, "page_size", &pageSize, .plain, seenBy: .owner)
    }
}

/// One page of reminders.
public struct ReminderPage: Message {
    /// The reminders.
    public var reminders: [Reminder] = []
    /// Give this back for the next page; empty on the last.
    public var nextCursor = ""

    /// An empty page.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(
            1, "reminders", &reminders, .items(Limits.remindersPerPageMax), seenBy: .owner)
        try v.field(
            2, "next_cursor", &nextCursor, .text(max: Limits.cursorBytesMax), seenBy: .owner)
    }
}

/// Puts an occurrence off.
public struct SnoozeReminder: Message {
    /// The occurrence that is due or shown.
    public var occurrence = OccurrenceID()
    /// For how long from now, milliseconds, at least a minute.
    public var forMs: Int64 = 0

    /// An empty request.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "occurrence", &occurrence, .plain, seenBy: .owner)
        try v.field(2, "for_ms", &forMs, .plain, seenBy: .owner)
    }
}

/// Says of an occurrence that it is done, or let go.
public struct OccurrenceRequest: Message {
    /// The occurrence.
    public var occurrence = OccurrenceID()

    /// An empty request.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "occurrence", &occurrence, .plain, seenBy: .owner)
    }
}

/// Reports occurrences that have reached the person. Reporting one again changes nothing.
public struct ReportShown: Message {
    /// The occurrences.
    public var occurrences: [OccurrenceID] = []

    /// An empty report.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(
            1, "occurrences", &occurrences, .items(Limits.shownPerCallMax), seenBy: .owner)
    }
}

/// That the report is durable.
public struct ShownReported: Message {
    /// The answer has no fields.
    public init() {}

    /// The declared fields: none.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {}
}
