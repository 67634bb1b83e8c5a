import Codec

/// Joins with a code: makes a person and their first device, or, with a device code, one more
/// device of the person who made the code.
///
/// The secret is made by the client and sent this once; the server keeps its SHA-256 only.
public struct Join: Message {
    /// The code as typed; case, spaces and dashes do not matter.
    public var code = ""
    /// The person's name; needed unless the code is a device code.
    public var name = ""
    /// IANA zone id; needed unless the code is a device code.
    public var zone = ""
    /// BCP 47 tag; empty means `en`.
    public var language = ""
    /// What to call this device.
    public var deviceName = ""
    /// Exactly 32 random bytes.
    public var deviceSecret: [UInt8] = []

    /// An empty request.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "code", &code, .secret(max: Limits.codeBytesMax), seenBy: .owner)
        try v.field(2, "name", &name, .content(max: Limits.nameBytesMax), seenBy: .owner)
        try v.field(3, "zone", &zone, .content(max: Limits.zoneBytesMax), seenBy: .owner)
        try v.field(4, "language", &language, .text(max: Limits.languageBytesMax), seenBy: .owner)
        try v.field(
            5, "device_name", &deviceName, .content(max: Limits.nameBytesMax), seenBy: .owner)
        try v.field(
            6, "device_secret", &deviceSecret, .secret(max: Limits.secretBytes), seenBy: .owner)
    }
}

/// Who joined.
public struct Joined: Message {
    /// The person, new or already known.
    public var person = Person()
    /// The device that joined.
    public var device = Device()
    /// Whether the code is an invitation too: it can be accepted now.
    public var isInvited = false

    /// An empty answer.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "person", &person, .plain, seenBy: .owner)
        try v.field(2, "device", &device, .plain, seenBy: .owner)
        try v.field(3, "is_invited", &isInvited, .plain, seenBy: .owner)
    }
}

/// Registers a code that the caller made: ten characters of Crockford's base32 from a
/// cryptographic generator. The server keeps its SHA-256 only.
public struct CreateCode: Message {
    /// The code itself, in any spelling the alphabet allows.
    public var code = ""

    /// An empty request.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "code", &code, .secret(max: Limits.codeBytesMax), seenBy: .owner)
    }
}

/// How long a code is good for.
public struct CodeCreated: Message {
    /// Unix epoch, milliseconds; from then on the code is refused as expired.
    public var expiresAtMs: Int64 = 0

    /// An empty answer.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "expires_at_ms", &expiresAtMs, .plain, seenBy: .owner)
    }
}

/// Ends one of the caller's devices: from the reply on it can read and write nothing.
public struct RevokeDevice: Message {
    /// The device; the caller's own is allowed.
    public var deviceID: UInt64 = 0

    /// An empty request.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "device_id", &deviceID, .id, seenBy: .owner)
    }
}

/// Asks Profile whose device this is. From the gateway only.
public struct Authenticate: Message {
    /// The device that says hello.
    public var deviceID: UInt64 = 0
    /// Its secret, as sent in HELLO.
    public var deviceSecret: [UInt8] = []

    /// An empty request.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "device_id", &deviceID, .id, seenBy: .service)
        try v.field(
            2, "device_secret", &deviceSecret, .secret(max: Limits.secretBytes), seenBy: .service)
    }
}

/// Whose device it is.
public struct Authenticated: Message {
    /// The person.
    public var personID: UInt64 = 0

    /// An empty answer.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "person_id", &personID, .id, seenBy: .service)
    }
}

/// Joining, and the devices that speak for a person.
public enum Devices: Service {
    /// The service's name on the wire.
    public static let name = "tend.v1.Devices"
    /// Joins with a code.
    public static let join = Method<Join, Joined>("tend.v1.Devices/Join", .open, needsKey: true)
    /// Registers a code with which one more device of the caller can join.
    public static let createCode = Method<CreateCode, CodeCreated>(
        "tend.v1.Devices/CreateCode", .person, needsKey: true)
    /// Ends a device.
    public static let revoke = Method<RevokeDevice, Me>(
        "tend.v1.Devices/Revoke", .person, needsKey: true)
    /// Whose device this is.
    public static let authenticate = Method<Authenticate, Authenticated>(
        "tend.v1.Devices/Authenticate", .internalOnly, compress: false)
    /// All of them.
    public static let methods: [MethodInfo] = [
        join.info, createCode.info, revoke.info, authenticate.info,
    ]
}

/// What the operator may do to people.
public enum Codes: Service {
    /// The service's name on the wire.
    public static let name = "tend.v1.Codes"
    /// Registers a code with which one new person can join.
    public static let create = Method<CreateCode, CodeCreated>(
        "tend.v1.Codes/Create", .admin, needsKey: true)
    /// All of them.
    public static let methods: [MethodInfo] = [create.info]
}
