import Codec

/// Up to where somebody has heard Profile's facts: a number and the term in which it was given.
///
/// Numbers are given anew where Profile goes on from an older copy of its folder, terms never. So the
/// two together name one point of one history, as the index and term of a log entry do (Ongaro and
/// Ousterhout, "In Search of an Understandable Consensus Algorithm", USENIX ATC 2014).
public struct FactMark: Hashable, Sendable {
    /// The number of the fact; 0 when nothing was heard yet.
    public var number: UInt64
    /// The term in which Profile gave that number; 0 when nothing was heard yet.
    public var term: UInt64

    /// That point; by default the beginning.
    public init(number: UInt64 = 0, term: UInt64 = 0) {
        self.number = number
        self.term = term
    }
}

/// Asks Profile for its facts, from a number on.
public struct FollowFacts: Message {
    /// The newest number the follower holds; 0 asks for everything.
    public var after: UInt64 = 0
    /// The term of that number.
    public var term: UInt64 = 0

    /// Asks for all after that mark.
    public init(after mark: FactMark) {
        after = mark.number
        term = mark.term
    }

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "after", &after, .plain, seenBy: .service)
        try v.fixed64(2, "term", &term, .plain, seenBy: .service)
    }
}

/// One person of a tie, and how far they go.
public struct MemberFact: Message {
    /// The person.
    public var personID: UInt64 = 0
    /// The level for each topic, by its number; the first is for shares and for topics yet to come.
    public var ceilings: [Int32] = []

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "person_id", &personID, .id, seenBy: .service)
        try v.field(2, "ceilings", &ceilings, .items(Limits.topicsMax), seenBy: .service)
    }
}

/// A tie as it is now, whole.
public struct TieFact: Message {
    /// The tie.
    public var tieID: UInt64 = 0
    /// What they are to each other.
    public var kind = TieKind.other
    /// Whether it still stands; an ended one stays ended.
    public var state = TieState.active
    /// Its people, in the order in which they said yes.
    public var members: [MemberFact] = []
    /// When all had said yes, Unix epoch, milliseconds.
    public var sinceMs: Int64 = 0

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "tie_id", &tieID, .id, seenBy: .service)
        try v.field(2, "kind", &kind, .plain, seenBy: .service)
        try v.field(3, "state", &state, .plain, seenBy: .service)
        try v.field(4, "members", &members, .items(Limits.tieMembersMax), seenBy: .service)
        try v.field(5, "since_ms", &sinceMs, .plain, seenBy: .service)
    }
}

/// What other services must know of a person, as it is now.
public struct PersonFact: Message {
    /// The person.
    public var personID: UInt64 = 0
    /// IANA zone id of where they live now.
    public var zone = ""
    /// When nothing may ring, in their local time.
    public var quiet: [QuietWindow] = []

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "person_id", &personID, .id, seenBy: .service)
        try v.field(2, "zone", &zone, .content(max: Limits.zoneBytesMax), seenBy: .service)
        try v.field(3, "quiet", &quiet, .items(Limits.quietWindowsMax), seenBy: .service)
    }
}

/// One numbered fact of Profile that other services act on. At most one of the kinds is set; a fact
/// with none is a heartbeat: it says that all up to its number has been sent.
///
/// A fact about a tie or a person is its whole present state, so that only the newest about each is
/// kept and sent. Numbers rise, with gaps.
public struct Fact: Message {
    /// Rises with each fact; a heartbeat repeats the newest.
    public var number: UInt64 = 0
    /// A device that may no longer speak, or 0.
    public var revokedDeviceID: UInt64 = 0
    /// A tie that was made, changed or ended.
    public var tie: TieFact?
    /// A person who joined or changed.
    public var person: PersonFact?
    /// The service whose lease ran out before it had a fact that a reply now tells of: nothing it sent
    /// before may still reach anybody. For the gateway; has the newest number and is not kept.
    public var fenced = ""
    /// The term in which the number was given.
    public var term: UInt64 = 0

    /// An empty message.
    public init() {}

    /// Up to where somebody has heard who has heard this.
    public var mark: FactMark { FactMark(number: number, term: term) }

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "number", &number, .plain, seenBy: .service)
        try v.fixed64(2, "revoked_device_id", &revokedDeviceID, .id, seenBy: .service)
        try v.field(3, "tie", &tie, .plain, seenBy: .service)
        try v.field(4, "person", &person, .plain, seenBy: .service)
        try v.field(5, "fenced", &fenced, .text(max: Limits.partBytesMax), seenBy: .service)
        try v.fixed64(6, "term", &term, .plain, seenBy: .service)
    }
}

/// Says how far a follower has come, and asks for a lease.
public struct RenewLease: Message {
    /// The newest number that is durable with all its consequences.
    public var through: UInt64 = 0
    /// The term of that number.
    public var term: UInt64 = 0

    /// An empty message.
    public init() {}

    /// That all up to this mark is durable.
    public init(through mark: FactMark) {
        through = mark.number
        term = mark.term
    }

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "through", &through, .plain, seenBy: .service)
        try v.fixed64(2, "term", &term, .plain, seenBy: .service)
    }
}

/// How long the follower may act on what it knows.
public struct Lease: Message {
    /// From when the request was sent, milliseconds; 0 when there is none, because a caller waits for a
    /// fact that the follower does not have.
    public var leaseMs: Int64 = 0
    /// The newest number there is.
    public var newest: UInt64 = 0

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "lease_ms", &leaseMs, .plain, seenBy: .service)
        try v.field(2, "newest", &newest, .plain, seenBy: .service)
    }
}

/// Profile's facts for the other services.
public enum Facts: Service {
    /// The service's name on the wire.
    public static let name = "tend.v1.Facts"
    /// Facts from a number on, then each new one, sent only when it is durable.
    public static let follow = Method<FollowFacts, Fact>(
        "tend.v1.Facts/Follow", .internalOnly, shape: .serverStream, compress: false)
    /// Says how far a follower has come, and gives it a lease. Refused as FAILED_PRECONDITION when
    /// the follower has seen more than there is: Profile was restored from an older copy.
    public static let renew = Method<RenewLease, Lease>(
        "tend.v1.Facts/Renew", .internalOnly, compress: false)
    /// All of them.
    public static let methods: [MethodInfo] = [follow.info, renew.info]
}
