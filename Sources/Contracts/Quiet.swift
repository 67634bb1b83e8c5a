import Codec

/// A time of every day, in local time, in which nothing rings. It may cross midnight.
public struct QuietWindow: Message {
    /// Minutes after midnight, 0 to 1439.
    public var startMinute: Int32 = 0
    /// Minutes after midnight, 0 to 1439, not the start's; what is due in between rings then.
    public var endMinute: Int32 = 0

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "start_minute", &startMinute, .plain, seenBy: .owner)
        try v.field(2, "end_minute", &endMinute, .plain, seenBy: .owner)
    }
}

/// Says when nothing may ring for the caller; takes the place of what was said before.
public struct SetQuiet: Message {
    /// The windows; none for no quiet hours.
    public var windows: [QuietWindow] = []

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "windows", &windows, .items(Limits.quietWindowsMax), seenBy: .owner)
    }
}
