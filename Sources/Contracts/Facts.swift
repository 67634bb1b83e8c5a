import Codec

/// Asks Profile for its facts, from a number on.
public struct FollowFacts: Message {
    /// The newest number the follower holds; 0 asks for a snapshot first.
    public var after: UInt64 = 0

    /// A request for everything.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "after", &after, .plain, seenBy: .service)
    }
}

/// One numbered fact of Profile that other services act on. Exactly one of the kinds is set; a
/// fact with none is the heartbeat that renews the lease.
public struct Fact: Message {
    /// Rising by one with each fact; a heartbeat repeats the newest.
    public var number: UInt64 = 0
    /// A device that may no longer speak, or 0.
    public var revokedDeviceID: UInt64 = 0

    /// A heartbeat.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "number", &number, .plain, seenBy: .service)
        try v.fixed64(2, "revoked_device_id", &revokedDeviceID, .id, seenBy: .service)
    }
}

/// Profile's facts for the other services.
public enum Facts: Service {
    /// The service's name on the wire.
    public static let name = "tend.v1.Facts"
    /// Facts from a number on, then each new one, sent only when it is durable.
    public static let follow = Method<FollowFacts, Fact>(
        "tend.v1.Facts/Follow", .internalOnly, shape: .serverStream, compress: false)
    /// All of them.
    public static let methods: [MethodInfo] = [follow.info]
}
