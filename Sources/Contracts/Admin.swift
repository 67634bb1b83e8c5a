import Codec

/// Moves the manual clock forward. Exists only where every process runs with `--manual-clock`.
public struct AdvanceClock: Message {
    /// The new time, Unix epoch, milliseconds; not before the present one.
    public var toMs: Int64 = 0

    /// An empty request.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "to_ms", &toMs, .plain, seenBy: .operatorOnly)
    }
}

/// What time it is for Tend.
public struct ClockTime: Message {
    /// Unix epoch, milliseconds.
    public var nowMs: Int64 = 0

    /// The epoch.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "now_ms", &nowMs, .plain, seenBy: .operatorOnly)
    }
}

/// What the operator may do at the gateway.
public enum Admin: Service {
    /// The service's name on the wire.
    public static let name = "tend.v1.Admin"
    /// Writes the clock's file, tells the services, and answers when each has delivered what
    /// became due.
    public static let advanceClock = Method<AdvanceClock, ClockTime>(
        "tend.v1.Admin/AdvanceClock", .admin)
    /// All of them.
    public static let methods: [MethodInfo] = [advanceClock.info]
}

/// The manual clock of one service, moved by the gateway.
public enum ManualClock: Service {
    /// The service's name on the wire.
    public static let name = "tend.v1.ManualClock"
    /// The clock's file has changed: read it, deliver what became due, then answer.
    public static let advanced = Method<AdvanceClock, ClockTime>(
        "tend.v1.ManualClock/Advanced", .internalOnly)
    /// All of them.
    public static let methods: [MethodInfo] = [advanced.info]
}
