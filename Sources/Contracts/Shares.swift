import Codec

/// What somebody shares without being asked.
public enum ShareKind: Int32, WireEnum {
    /// A thought.
    case thought = 0
    /// Good news.
    case goodNews = 1
    /// Thanks.
    case thanks = 2
}

/// Shares something with the others of a tie. It waits until its level is welcome to them; the author
/// is not told.
public struct SendShare: Message {
    /// The tie.
    public var tieID: UInt64 = 0
    /// What it is.
    public var kind = ShareKind.thought
    /// How deep it goes, 1 to 5, as its author sees it.
    public var level: Int32 = 0
    /// The words.
    public var text = ""

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "tie_id", &tieID, .id, seenBy: .owner)
        try v.field(2, "kind", &kind, .plain, seenBy: .addressee)
        try v.field(3, "level", &level, .plain, seenBy: .addressee)
        try v.field(4, "text", &text, .content(max: Limits.shareBytesMax), seenBy: .addressee)
    }
}

/// That it is on its way, and arrives when it is welcome: the same words whatever the other opened.
public struct ShareSent: Message {
    /// Random 64-bit id.
    public var id: UInt64 = 0

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .owner)
    }
}

/// Names a share.
public struct ShareID: Message {
    /// The share.
    public var id: UInt64 = 0

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .owner)
    }
}

/// That there is something to read, and from whom.
public struct ShareHead: Message {
    /// The share.
    public var id: UInt64 = 0
    /// The tie.
    public var tieID: UInt64 = 0
    /// Who shares.
    public var fromPersonID: UInt64 = 0
    /// What it is.
    public var kind = ShareKind.thought
    /// When it arrived, Unix epoch, milliseconds.
    public var atMs: Int64 = 0

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .addressee)
        try v.fixed64(2, "tie_id", &tieID, .id, seenBy: .addressee)
        try v.fixed64(3, "from_person_id", &fromPersonID, .id, seenBy: .addressee)
        try v.field(4, "kind", &kind, .plain, seenBy: .addressee)
        try v.field(5, "at_ms", &atMs, .plain, seenBy: .addressee)
    }
}

/// Something shared.
public struct Share: Message {
    /// From whom, and what.
    public var head = ShareHead()
    /// How deep it goes, 1 to 5.
    public var level: Int32 = 0
    /// The words.
    public var text = ""

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "head", &head, .plain, seenBy: .addressee)
        try v.field(2, "level", &level, .plain, seenBy: .addressee)
        try v.field(3, "text", &text, .content(max: Limits.shareBytesMax), seenBy: .addressee)
    }
}

/// What people share without being asked.
public enum Shares: Service {
    /// The service's name on the wire.
    public static let name = "tend.v1.Shares"
    /// Shares something.
    public static let send = Method<SendShare, ShareSent>(
        "tend.v1.Shares/Send", .person, needsKey: true, compress: false)
    /// Reads something shared with the caller; from then on it is not listed as unread.
    public static let read = Method<ShareID, Share>(
        "tend.v1.Shares/Read", .person, compress: false)
    /// All of them.
    public static let methods: [MethodInfo] = [send.info, read.info]
}
