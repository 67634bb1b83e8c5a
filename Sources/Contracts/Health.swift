import Codec

/// Whether a process can do its work.
public enum Serving: Int32, WireEnum {
    /// Not known: it did not answer.
    case unreachable = 0
    /// Reads and writes.
    case serving = 1
    /// Reads only: the disk is full or slow.
    case readOnly = 2
    /// Finishing what it has, taking nothing new.
    case draining = 3
}

/// Asks a process how it is.
public struct HealthRequest: Message {
    /// The request has no fields.
    public init() {}

    /// The declared fields: none.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {}
}

/// How one process is.
public struct PartHealth: Message {
    /// `gateway`, `profile`, `prompt` or `reminder`.
    public var part = ""
    /// Whether it can do its work.
    public var serving = Serving.unreachable
    /// The version it was built as.
    public var version = ""

    /// An answer of which nothing is known.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "part", &part, .text(max: 32), seenBy: .everyone)
        try v.field(2, "serving", &serving, .plain, seenBy: .everyone)
        try v.field(3, "version", &version, .text(max: 32), seenBy: .everyone)
    }
}

/// How all of it is: the gateway first, then the services in a fixed order.
public struct HealthReport: Message {
    /// One for each process.
    public var parts: [PartHealth] = []

    /// An empty report.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "parts", &parts, .items(Limits.partsMax), seenBy: .everyone)
    }
}

/// The health of one process, asked by the gateway.
public enum Health: Service {
    /// The service's name on the wire.
    public static let name = "tend.v1.Health"
    /// How this process is.
    public static let check = Method<HealthRequest, PartHealth>(
        "tend.v1.Health/Check", .internalOnly)
    /// All of them.
    public static let methods: [MethodInfo] = [check.info]
}
