import Codec

/// Where an offer of time together stands.
public enum OfferState: Int32, WireEnum {
    /// Not everybody has said yes or no.
    case waiting = 0
    /// Everybody said yes: it rings for each of them.
    case agreed = 1
    /// Somebody said no.
    case declined = 2
    /// It was taken back, its time passed, or the tie ended.
    case ended = 3
}

/// What the caller said to an offer.
public enum OfferAnswer: Int32, WireEnum {
    /// Nothing yet.
    case none = 0
    /// Yes.
    case yes = 1
    /// No.
    case no = 2
}

/// Offers time together. One that repeats is a ritual. Nothing rings for anybody before all said yes.
public struct MakeOffer: Message {
    /// The tie.
    public var tieID: UInt64 = 0
    /// What it is.
    public var title = ""
    /// When, in the zone of who offers; for others, until all have agreed, as it falls next in theirs.
    public var schedule = ScheduleRule()

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "tie_id", &tieID, .id, seenBy: .owner)
        try v.field(2, "title", &title, .content(max: Limits.titleBytesMax), seenBy: .tie)
        try v.field(3, "schedule", &schedule, .plain, seenBy: .tie)
    }
}

/// Time together as one of the tie sees it.
public struct TimeOffer: Message {
    /// Random 64-bit id.
    public var id: UInt64 = 0
    /// The tie.
    public var tieID: UInt64 = 0
    /// Who offers.
    public var fromPersonID: UInt64 = 0
    /// What it is.
    public var title = ""
    /// When, in the zone of who offers.
    public var schedule = ScheduleRule()
    /// Where it stands.
    public var state = OfferState.waiting
    /// What the caller said.
    public var mine = OfferAnswer.none
    /// When it is next, Unix epoch, milliseconds; 0 when never again.
    public var nextDueAtMs: Int64 = 0
    /// The caller's own reminder of it, once all said yes.
    public var reminderID: UInt64 = 0

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .tie)
        try v.fixed64(2, "tie_id", &tieID, .id, seenBy: .tie)
        try v.fixed64(3, "from_person_id", &fromPersonID, .id, seenBy: .tie)
        try v.field(4, "title", &title, .content(max: Limits.titleBytesMax), seenBy: .tie)
        try v.field(5, "schedule", &schedule, .plain, seenBy: .tie)
        try v.field(6, "state", &state, .plain, seenBy: .tie)
        try v.field(7, "mine", &mine, .plain, seenBy: .owner)
        try v.field(8, "next_due_at_ms", &nextDueAtMs, .plain, seenBy: .tie)
        try v.fixed64(9, "reminder_id", &reminderID, .id, seenBy: .owner)
    }
}

/// Names an offer.
public struct OfferID: Message {
    /// The offer.
    public var id: UInt64 = 0

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .owner)
    }
}

/// Says yes or no to an offer.
public struct AnswerOffer: Message {
    /// The offer.
    public var id: UInt64 = 0
    /// Whether it is a yes.
    public var yes = false

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .owner)
        try v.field(2, "yes", &yes, .plain, seenBy: .owner)
    }
}

/// Asks for the caller's time together.
public struct ListOffers: Message {
    /// The message has no fields.
    public init() {}

    /// The declared fields: none.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {}
}

/// Offers that wait and time that is agreed, soonest first.
public struct OfferList: Message {
    /// The offers.
    public var offers: [TimeOffer] = []

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "offers", &offers, .items(Limits.offersMax), seenBy: .owner)
    }
}

/// Asks for ideas for time together.
public struct SuggestTime: Message {
    /// 0 for what costs nothing, up to 3.
    public var costMax: Int32 = 0
    /// How many; 0 means 3.
    public var count: UInt32 = 0
    /// Whether only what works at a distance.
    public var apart = false

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "cost_max", &costMax, .plain, seenBy: .owner)
        try v.field(2, "count", &count, .plain, seenBy: .owner)
        try v.field(3, "apart", &apart, .plain, seenBy: .owner)
    }
}

/// An idea for time together.
public struct Idea: Message {
    /// What it is.
    public var title = ""
    /// About how long it takes.
    public var minutes: UInt32 = 0
    /// 0 for nothing, up to 3.
    public var cost: Int32 = 0
    /// Whether it is something most people seldom do.
    public var isNew = false

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "title", &title, .text(max: Limits.titleBytesMax), seenBy: .everyone)
        try v.field(2, "minutes", &minutes, .plain, seenBy: .everyone)
        try v.field(3, "cost", &cost, .plain, seenBy: .everyone)
        try v.field(4, "is_new", &isNew, .plain, seenBy: .everyone)
    }
}

/// Ideas; at least a third of them new where there are enough.
public struct IdeaList: Message {
    /// The ideas.
    public var ideas: [Idea] = []

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "ideas", &ideas, .items(Limits.ideasMax), seenBy: .everyone)
    }
}

/// Time together: offered by one, agreed to by all, rung for each.
public enum Together: Service {
    /// The service's name on the wire.
    public static let name = "tend.v1.Together"
    /// Offers time, once or as a ritual.
    public static let offer = Method<MakeOffer, TimeOffer>(
        "tend.v1.Together/Offer", .person, needsKey: true, compress: false)
    /// Says yes or no.
    public static let answer = Method<AnswerOffer, TimeOffer>(
        "tend.v1.Together/Answer", .person, needsKey: true, compress: false)
    /// Takes an offer back, or ends what was agreed, for all.
    public static let end = Method<OfferID, TimeOffer>(
        "tend.v1.Together/End", .person, needsKey: true, compress: false)
    /// What waits and what is agreed.
    public static let list = Method<ListOffers, OfferList>(
        "tend.v1.Together/List", .person, compress: false)
    /// Ideas from the seeds.
    public static let suggest = Method<SuggestTime, IdeaList>(
        "tend.v1.Together/Suggest", .person)
    /// All of them.
    public static let methods: [MethodInfo] = [
        offer.info, answer.info, end.info, list.info, suggest.info,
    ]
}
