import Codec

/// A person who uses Tend, as that person sees themself.
public struct Person: Message {
    /// Random 64-bit id.
    public var id: UInt64 = 0
    /// What others call them.
    public var name = ""
    /// IANA zone id of where they live now.
    public var zone = ""
    /// BCP 47 tag of the language they read.
    public var language = ""

    /// An empty person.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .tie)
        try v.field(2, "name", &name, .content(max: Limits.nameBytesMax), seenBy: .tie)
        try v.field(3, "zone", &zone, .content(max: Limits.zoneBytesMax), seenBy: .owner)
        try v.field(4, "language", &language, .text(max: Limits.languageBytesMax), seenBy: .owner)
    }
}

/// One device that speaks for a person.
public struct Device: Message {
    /// Random 64-bit id.
    public var id: UInt64 = 0
    /// What the person calls it.
    public var name = ""
    /// When it joined, Unix epoch, milliseconds.
    public var joinedAtMs: Int64 = 0
    /// Whether the caller is speaking from this one.
    public var thisOne = false

    /// An empty device.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .owner)
        try v.field(2, "name", &name, .content(max: Limits.nameBytesMax), seenBy: .owner)
        try v.field(3, "joined_at_ms", &joinedAtMs, .plain, seenBy: .owner)
        try v.field(4, "this_one", &thisOne, .plain, seenBy: .owner)
    }
}

/// The caller and the caller's devices.
public struct Me: Message {
    /// The caller.
    public var person = Person()
    /// Their devices that are not revoked, oldest first.
    public var devices: [Device] = []
    /// What time it is for Tend, Unix epoch, milliseconds; clients count "tomorrow" from it.
    public var nowMs: Int64 = 0
    /// When nothing may ring, in their local time.
    public var quiet: [QuietWindow] = []

    /// An empty answer.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "person", &person, .plain, seenBy: .owner)
        try v.field(2, "devices", &devices, .items(Limits.devicesMax), seenBy: .owner)
        try v.field(3, "now_ms", &nowMs, .plain, seenBy: .owner)
        try v.field(4, "quiet", &quiet, .items(Limits.quietWindowsMax), seenBy: .owner)
    }
}

/// Asks for the caller's own person.
public struct MeRequest: Message {
    /// The request has no fields.
    public init() {}

    /// The declared fields: none.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {}
}

/// Changes what is known of the caller; an empty field stays as it is.
public struct UpdateMe: Message {
    /// The new name, or empty.
    public var name = ""
    /// The new zone, or empty.
    public var zone = ""
    /// The new language, or empty.
    public var language = ""

    /// A change of nothing.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "name", &name, .content(max: Limits.nameBytesMax), seenBy: .owner)
        try v.field(2, "zone", &zone, .content(max: Limits.zoneBytesMax), seenBy: .owner)
        try v.field(3, "language", &language, .text(max: Limits.languageBytesMax), seenBy: .owner)
    }
}

/// What a person may ask about themself.
public enum People: Service {
    /// The service's name on the wire.
    public static let name = "tend.v1.People"
    /// The caller's own person and devices.
    public static let me = Method<MeRequest, Me>("tend.v1.People/Me", .person)
    /// Changes the caller's name, zone or language.
    public static let update = Method<UpdateMe, Me>(
        "tend.v1.People/Update", .person, needsKey: true)
    /// Sets the caller's quiet hours.
    public static let setQuiet = Method<SetQuiet, Me>(
        "tend.v1.People/SetQuiet", .person, needsKey: true)
    /// All of them.
    public static let methods: [MethodInfo] = [me.info, update.info, setQuiet.info]
}
