import Codec

/// How the time of a schedule is meant.
public enum TimeKind: Int32, WireEnum {
    /// A local wall time in a named zone, right across clock changes.
    case zoned = 0
    /// A moment in time, whatever the clocks say: "in 20 minutes".
    case absolute = 1
    /// A local wall time wherever the person is.
    case floating = 2
}

/// How a schedule repeats.
public enum Frequency: Int32, WireEnum {
    /// Once.
    case once = 0
    /// Every `interval` days.
    case daily = 1
    /// On weekdays of every `interval`-th week.
    case weekly = 2
}

/// What a person meant: local wall time, zone and rule, never a list of instants.
public struct ScheduleRule: Message {
    /// How the time is meant; `zoned` for what is not known here, which is refused.
    public var kind: TimeKind {
        get { kindNumber.known ?? .zoned }
        set { kindNumber = OpenNumber(newValue) }
    }
    /// How the time is meant, as it came.
    public var kindNumber = OpenNumber(TimeKind.zoned)
    /// First local date and time, `2027-03-07T19:00`; empty when absolute.
    public var localStart = ""
    /// IANA zone id; empty when absolute. An offer of time together takes its author's when it is empty.
    public var zone = ""
    /// How it repeats; `once` for what is not known here, which is refused.
    public var frequency: Frequency {
        get { frequencyNumber.known ?? .once }
        set { frequencyNumber = OpenNumber(newValue) }
    }
    /// How it repeats, as it came.
    public var frequencyNumber = OpenNumber(Frequency.once)
    /// Every so many days or weeks; 0 means 1.
    public var interval: UInt32 = 0
    /// Weekdays of a weekly rule, 1 Monday to 7 Sunday; empty means the start's own.
    public var weekdays: [Int32] = []
    /// The moment of an absolute schedule, Unix epoch, milliseconds.
    public var atMs: Int64 = 0

    /// An empty rule.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "kind", &kindNumber, .plain, seenBy: .owner)
        try v.field(
            2, "local_start", &localStart, .text(max: Limits.localTimeBytesMax), seenBy: .owner)
        try v.field(3, "zone", &zone, .content(max: Limits.zoneBytesMax), seenBy: .owner)
        try v.field(4, "frequency", &frequencyNumber, .plain, seenBy: .owner)
        try v.field(5, "interval", &interval, .plain, seenBy: .owner)
        try v.field(6, "weekdays", &weekdays, .items(Limits.weekdaysMax), seenBy: .owner)
        try v.field(7, "at_ms", &atMs, .plain, seenBy: .owner)
    }
}
