import Codec

/// What two or more people are to each other. No kind can do more or less than another.
public enum TieKind: Int32, WireEnum {
    /// Something they have their own word for.
    case other = 0
    /// Partners.
    case partner = 1
    /// Friends.
    case friend = 2
    /// Family.
    case family = 3
    /// Chosen family.
    case chosenFamily = 4
}

/// Where a tie stands, as one of its people sees it.
public enum TieState: Int32, WireEnum {
    /// All of them said yes.
    case active = 0
    /// One of them left.
    case ended = 1
}

/// What a question is about. A ceiling holds for one topic.
public enum Topic: Int32, WireEnum {
    /// Every topic without a ceiling of its own.
    case any = 0
    /// Everyday life.
    case everyday = 1
    /// Play.
    case play = 2
    /// Appreciation.
    case appreciation = 3
    /// Feelings.
    case feelings = 4
    /// Memories.
    case memories = 5
    /// Hopes.
    case hopes = 6
    /// Worries.
    case worries = 7
    /// Trust.
    case trust = 8
    /// Conflict and repair.
    case repair = 9
    /// Family and future.
    case future = 10
    /// Physical closeness: closed until every one of them opens it.
    case physical = 11
}

/// How far its owner goes in one topic.
public struct TopicCeiling: Message {
    /// The topic; `any` for all that have no ceiling of their own.
    public var topic = Topic.any
    /// The highest level, 1 easy to 5 bare; 0 never.
    public var level: Int32 = 0

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "topic", &topic, .plain, seenBy: .owner)
        try v.field(2, "level", &level, .plain, seenBy: .owner)
    }
}

/// Another person of a tie.
public struct TieMember: Message {
    /// The person.
    public var personID: UInt64 = 0
    /// Their name.
    public var name = ""

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "person_id", &personID, .id, seenBy: .tie)
        try v.field(2, "name", &name, .content(max: Limits.nameBytesMax), seenBy: .tie)
    }
}

/// A tie as one of its people sees it. Nothing in it tells what another has chosen.
public struct Tie: Message {
    /// Random 64-bit id.
    public var id: UInt64 = 0
    /// What they are to each other.
    public var kind = TieKind.other
    /// Where it stands.
    public var state = TieState.active
    /// The other people.
    public var others: [TieMember] = []
    /// The caller's own ceilings: `any` first, then the topics that have one of their own.
    public var ceilings: [TopicCeiling] = []
    /// When all had said yes, Unix epoch, milliseconds.
    public var sinceMs: Int64 = 0

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .tie)
        try v.field(2, "kind", &kind, .plain, seenBy: .tie)
        try v.field(3, "state", &state, .plain, seenBy: .tie)
        try v.field(4, "others", &others, .items(Limits.tieMembersMax), seenBy: .tie)
        try v.field(5, "ceilings", &ceilings, .items(Limits.topicsMax), seenBy: .owner)
        try v.field(6, "since_ms", &sinceMs, .plain, seenBy: .tie)
    }
}

/// Asks for the caller's ties.
public struct ListTies: Message {
    /// The message has no fields.
    public init() {}

    /// The declared fields: none.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {}
}

/// The caller's ties, oldest first; ended ones last.
public struct TieList: Message {
    /// The ties.
    public var ties: [Tie] = []

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "ties", &ties, .items(Limits.tiesMax), seenBy: .owner)
    }
}

/// Says how far the caller goes with a tie. A lower level holds in every service before the reply.
public struct SetCeiling: Message {
    /// The tie.
    public var tieID: UInt64 = 0
    /// The topic; `any` sets the ceiling of every topic but `physical`, and forgets those of single topics
    /// that are not 0.
    public var topic: Topic {
        get { topicNumber.known ?? .any }
        set { topicNumber = OpenNumber<Topic>(rawValue: newValue.rawValue) }
    }
    /// The topic as it came; its number may be unknown here.
    public var topicNumber = OpenNumber<Topic>(rawValue: 0)
    /// 1 to 5; 0 never, for a single topic only.
    public var level: Int32 = 0

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "tie_id", &tieID, .id, seenBy: .owner)
        try v.field(2, "topic", &topicNumber, .plain, seenBy: .owner)
        try v.field(3, "level", &level, .plain, seenBy: .owner)
    }
}

/// Names one of the caller's ties.
public struct TieID: Message {
    /// The tie.
    public var id: UInt64 = 0

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .owner)
    }
}

/// What a person may ask about their ties.
public enum Ties: Service {
    /// The service's name on the wire.
    public static let name = "tend.v1.Ties"
    /// The caller's ties.
    public static let list = Method<ListTies, TieList>(
        "tend.v1.Ties/List", .person, compress: false)
    /// Sets one of the caller's own ceilings.
    public static let setCeiling = Method<SetCeiling, Tie>(
        "tend.v1.Ties/SetCeiling", .person, needsKey: true, compress: false)
    /// Leaves a tie: it ends for all, in every service before the reply.
    public static let leave = Method<TieID, Tie>(
        "tend.v1.Ties/Leave", .person, needsKey: true, compress: false)
    /// All of them.
    public static let methods: [MethodInfo] = [list.info, setCeiling.info, leave.info]
}
