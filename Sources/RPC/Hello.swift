import Codec

/// The first frame of each side: which versions, sizes and codecs it can take, and who it is.
public struct Hello: Message, Equatable {
    /// Oldest version of the protocol it speaks.
    public var versionMin: UInt32 = 1
    /// Newest version.
    public var versionMax: UInt32 = 1
    /// Largest payload it takes, 16 KiB to 1 MiB.
    public var frameBytesMax: UInt32 = 0
    /// Largest message it takes.
    public var messageBytesMax: UInt32 = 0
    /// Connection credit it grants, at least 16 KiB.
    public var connectionWindow: UInt32 = 0
    /// Credit it grants to each stream at its start, at least 16 KiB.
    public var streamWindow: UInt32 = 0
    /// Calls it lets be open at once; only a server's counts.
    public var streamsMax: UInt32 = 0
    /// Bit 0: it can read and write zlib.
    public var compressions: UInt32 = 0
    /// Milliseconds of silence after which it pings.
    public var keepaliveMs: UInt32 = 0
    /// CRC-32 over the sorted method names it knows; for diagnosis only.
    public var schema: UInt32 = 0
    /// Who it is; only a client says it.
    public var auth: Auth?

    /// Nothing said.
    public init() {}

    /// The fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "version_min", &versionMin, .plain, seenBy: .everyone)
        try v.field(2, "version_max", &versionMax, .plain, seenBy: .everyone)
        try v.field(3, "frame_bytes_max", &frameBytesMax, .plain, seenBy: .everyone)
        try v.field(4, "message_bytes_max", &messageBytesMax, .plain, seenBy: .everyone)
        try v.field(5, "connection_window", &connectionWindow, .plain, seenBy: .everyone)
        try v.field(6, "stream_window", &streamWindow, .plain, seenBy: .everyone)
        try v.field(7, "streams_max", &streamsMax, .plain, seenBy: .everyone)
        try v.field(8, "compressions", &compressions, .plain, seenBy: .everyone)
        try v.field(9, "keepalive_ms", &keepaliveMs, .plain, seenBy: .everyone)
        try v.fixed32(10, "schema", &schema, .plain, seenBy: .everyone)
        try v.field(11, "auth", &auth, .plain, seenBy: .service)
    }

    /// The bit of zlib in `compressions`.
    static let zlib: UInt32 = 1
}

/// Who a client is. All empty: nobody in particular, for open methods only.
public struct Auth: Message, Equatable {
    /// The device.
    public var deviceID: UInt64 = 0
    /// Its 32-byte secret.
    public var deviceSecret: [UInt8] = []
    /// The name of the service or tool, with `setKey`.
    public var serviceName = ""
    /// The 32-byte key of the installation's own processes.
    public var setKey: [UInt8] = []

    /// Nobody in particular.
    public init() {}

    /// The fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "device_id", &deviceID, .id, seenBy: .service)
        try v.field(2, "device_secret", &deviceSecret, .secret(max: 64), seenBy: .service)
        try v.field(3, "service_name", &serviceName, .text(max: 64), seenBy: .service)
        try v.field(4, "set_key", &setKey, .secret(max: 64), seenBy: .service)
    }
}

/// The last word about a connection: what was handled, and why it ends.
public struct GoAway: Message, Equatable {
    /// The highest stream id that was or will be handled; those above never were.
    public var lastStreamID: UInt32 = 0
    /// `ok` for a planned end, else the fault.
    public var code: UInt32 = 0
    /// Milliseconds to wait before dialling again.
    public var retryAfterMs: UInt32 = 0
    /// For the peer's log: printable ASCII, at most 1 KiB.
    public var debug = ""

    /// A planned end.
    public init() {}

    /// The fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "last_stream_id", &lastStreamID, .plain, seenBy: .everyone)
        try v.field(2, "code", &code, .plain, seenBy: .everyone)
        try v.field(3, "retry_after_ms", &retryAfterMs, .plain, seenBy: .everyone)
        try v.field(4, "debug", &debug, .text(max: 1024), seenBy: .everyone)
    }
}
