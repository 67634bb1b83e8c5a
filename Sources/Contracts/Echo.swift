import Codec

/// Sends back what it gets: for benchmarks and tests of the wire. Only `tend-bench` serves it.
public enum EchoService: Service {
    /// The full name.
    public static let name = "tend.v1.Echo"
    /// Returns the request.
    public static let unary = Method<Echo, Echo>("tend.v1.Echo/Unary", .open)
    /// Sends as many messages as the request asks for.
    public static let stream = Method<EchoStream, Echo>(
        "tend.v1.Echo/Stream", .open, shape: .serverStream)
    /// All its methods.
    public static var methods: [MethodInfo] { [unary.info, stream.info] }
}

/// Bytes to send back.
public struct Echo: Message {
    /// Any bytes.
    public var payload: [UInt8] = []

    /// No bytes.
    public init() {}

    /// The fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "payload", &payload, .content(max: 4 << 20), seenBy: .owner)
    }
}

/// How many messages to send, and how large.
public struct EchoStream: Message {
    /// Messages; the first eight bytes of each count up from 0, little-endian.
    public var count: UInt32 = 0
    /// Bytes of each, at least 8.
    public var size: UInt32 = 0

    /// No messages.
    public init() {}

    /// The fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "count", &count, .plain, seenBy: .owner)
        try v.field(2, "size", &size, .plain, seenBy: .owner)
    }
}
