import Codec

/// Asks for all that concerns the caller today.
public struct TodayRequest: Message {
    /// The message has no fields.
    public init() {}

    /// The declared fields: none.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {}
}

/// All that concerns the caller today, from every service. A part that did not answer is left out, and
/// `parts` says so; it is never an empty list in disguise.
public struct TodayReply: Message {
    /// What time it is for Tend, Unix epoch, milliseconds.
    public var nowMs: Int64 = 0
    /// How each part answered: `profile`, `prompt`, `reminder`.
    public var parts: [PartHealth] = []
    /// Who asks. From Profile.
    public var me: Me?
    /// Their ties. From Profile.
    public var ties: TieList?
    /// Their open invitations. From Profile.
    public var invites: InviteList?
    /// What there is to answer and to read. From Prompt.
    public var questions: QuestionList?
    /// Time together. From Reminder.
    public var offers: OfferList?
    /// The soonest of their own reminders. From Reminder.
    public var reminders: ReminderPage?

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "now_ms", &nowMs, .plain, seenBy: .owner)
        try v.field(2, "parts", &parts, .items(Limits.partsMax), seenBy: .owner)
        try v.field(3, "me", &me, .plain, seenBy: .owner)
        try v.field(4, "ties", &ties, .plain, seenBy: .owner)
        try v.field(5, "invites", &invites, .plain, seenBy: .owner)
        try v.field(6, "questions", &questions, .plain, seenBy: .owner)
        try v.field(7, "offers", &offers, .plain, seenBy: .owner)
        try v.field(8, "reminders", &reminders, .plain, seenBy: .owner)
    }
}

/// What the gateway composes from all services at once.
public enum Today: Service {
    /// The service's name on the wire.
    public static let name = "tend.v1.Today"
    /// All that concerns the caller today.
    public static let get = Method<TodayRequest, TodayReply>(
        "tend.v1.Today/Get", .person, compress: false)
    /// All of them.
    public static let methods: [MethodInfo] = [get.info]
}
