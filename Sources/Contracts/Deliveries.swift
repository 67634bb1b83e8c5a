import Codec

/// Asks to be sent what becomes due, until the stream is closed.
public struct WatchReminders: Message {
    /// The zone in which `local_time` is told; empty means each reminder's own.
    public var zone = ""

    /// A request in each reminder's own zone.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "zone", &zone, .content(max: Limits.zoneBytesMax), seenBy: .owner)
    }
}

/// An occurrence that is due. Sent again, with the same id, until it is reported shown.
public struct Delivery: Message {
    /// The occurrence's id: show it once, report it shown.
    public var occurrence = OccurrenceID()
    /// The words to be reminded of.
    public var note = ""
    /// When it was due by its schedule, Unix epoch, milliseconds. Putting it off does not change
    /// that, nor `local_time`: it is the same occurrence.
    public var dueAtMs: Int64 = 0
    /// That moment in the zone of the watch, `2027-03-07T13:00:00`.
    public var localTime = ""
    /// The zone `local_time` is told in.
    public var zone = ""
    /// 1 the first time, one more each time it is sent again.
    public var attempt: UInt32 = 0
    /// Whether it is sent more than a minute after it was due, or after it was put off to.
    public var late = false
    /// How many earlier occurrences of the same reminder were missed and are not sent.
    public var missed: UInt32 = 0
    /// The tie it is agreed in, or 0.
    public var tieID: UInt64 = 0
    /// When it was last put off to, Unix epoch, milliseconds; 0 when it never was.
    public var snoozedUntilMs: Int64 = 0

    /// An empty delivery.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "occurrence", &occurrence, .plain, seenBy: .owner)
        try v.field(2, "note", &note, .content(max: Limits.noteBytesMax), seenBy: .owner)
        try v.field(3, "due_at_ms", &dueAtMs, .plain, seenBy: .owner)
        try v.field(
            4, "local_time", &localTime, .text(max: Limits.localTimeBytesMax), seenBy: .owner)
        try v.field(5, "zone", &zone, .content(max: Limits.zoneBytesMax), seenBy: .owner)
        try v.field(6, "attempt", &attempt, .plain, seenBy: .owner)
        try v.field(7, "late", &late, .plain, seenBy: .owner)
        try v.field(8, "missed", &missed, .plain, seenBy: .owner)
        try v.fixed64(9, "tie_id", &tieID, .id, seenBy: .owner)
        try v.field(10, "snoozed_until_ms", &snoozedUntilMs, .plain, seenBy: .owner)
    }
}

/// What happened to an occurrence.
public enum LedgerKind: Int32, WireEnum {
    /// Sent to a watcher.
    case sent = 0
    /// Reported shown.
    case shown = 1
    /// Put off.
    case snoozed = 2
    /// Done.
    case done = 3
    /// Let go by the person.
    case skipped = 4
    /// Never sent, because a newer one of the same reminder was.
    case missed = 5
    /// Its time ran out unseen.
    case lapsed = 6
}

/// One line of the delivery ledger.
public struct LedgerEntry: Message {
    /// When it happened, Unix epoch, milliseconds.
    public var atMs: Int64 = 0
    /// What happened.
    public var kind = LedgerKind.sent
    /// To which occurrence.
    public var localTime = ""
    /// Which attempt, for `sent`.
    public var attempt: UInt32 = 0

    /// An empty entry.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "at_ms", &atMs, .plain, seenBy: .owner)
        try v.field(2, "kind", &kind, .plain, seenBy: .owner)
        try v.field(
            3, "local_time", &localTime, .text(max: Limits.localTimeBytesMax), seenBy: .owner)
        try v.field(4, "attempt", &attempt, .plain, seenBy: .owner)
    }
}

/// The newest part of a reminder's ledger.
public struct Ledger: Message {
    /// Oldest first.
    public var entries: [LedgerEntry] = []

    /// An empty ledger.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(
            1, "entries", &entries, .items(Limits.ledgerEntriesPerPageMax), seenBy: .owner)
    }
}

/// A person's reminders, and the stream they arrive by.
public enum Reminders: Service {
    /// The service's name on the wire.
    public static let name = "tend.v1.Reminders"
    /// Makes a reminder.
    public static let create = Method<CreateReminder, Reminder>(
        "tend.v1.Reminders/Create", .person, needsKey: true)
    /// One page of the caller's reminders.
    public static let list = Method<ListReminders, ReminderPage>(
        "tend.v1.Reminders/List", .person)
    /// One reminder.
    public static let show = Method<ReminderID, Reminder>("tend.v1.Reminders/Show", .person)
    /// Puts an occurrence off.
    public static let snooze = Method<SnoozeReminder, Reminder>(
        "tend.v1.Reminders/Snooze", .person, needsKey: true)
    /// Says an occurrence is done.
    public static let done = Method<OccurrenceRequest, Reminder>(
        "tend.v1.Reminders/Done", .person, needsKey: true)
    /// Lets an occurrence go.
    public static let skip = Method<OccurrenceRequest, Reminder>(
        "tend.v1.Reminders/Skip", .person, needsKey: true)
    /// Ends a reminder for good.
    public static let cancel = Method<ReminderID, Reminder>(
        "tend.v1.Reminders/Cancel", .person, needsKey: true)
    /// Reports what has been shown.
    public static let shown = Method<ReportShown, ShownReported>(
        "tend.v1.Reminders/Shown", .person)
    /// The newest 256 lines of what happened to a reminder.
    public static let audit = Method<ReminderID, Ledger>("tend.v1.Reminders/Audit", .person)
    /// What becomes due, as it becomes due.
    public static let watch = Method<WatchReminders, Delivery>(
        "tend.v1.Reminders/Watch", .person, shape: .serverStream)
    /// All of them.
    public static let methods: [MethodInfo] = [
        create.info, list.info, show.info, snooze.info, done.info, skip.info, cancel.info,
        shown.info, audit.info, watch.info,
    ]
}
