import Codec

/// How a question is answered.
public enum PromptType: Int32, WireEnum {
    /// In words.
    case written = 0
    /// With one of the options.
    case single = 1
    /// With one or more of the options.
    case multi = 2
    /// With a number from 1 to 7 between two ends.
    case scale = 3
    /// With one of two options.
    case thisOrThat = 4
    /// Aloud; a note may be written.
    case spoken = 5
}

/// Where a question stands, the same for all of its tie.
public enum QuestionState: Int32, WireEnum {
    /// It can be answered; nobody is told whether anybody has.
    case open = 0
    /// Everybody has answered, and everybody can read all of it.
    case revealed = 1
    /// Its time ran out, or it was taken back: nobody is told why.
    case over = 2
}

/// What the caller did with a question.
public enum AnswerState: Int32, WireEnum {
    /// Nothing yet.
    case none = 0
    /// Answered, sealed until all have.
    case sealed = 1
    /// Let go; for the others it looks like nothing.
    case passed = 2
}

/// A question to a tie, as one of its people sees it before the reveal. What the others did is not in
/// it.
public struct Question: Message {
    /// Random 64-bit id, the same for all of the tie.
    public var id: UInt64 = 0
    /// The tie.
    public var tieID: UInt64 = 0
    /// The question.
    public var text = ""
    /// What it is about.
    public var topic = Topic.any
    /// 1 easy, 2 personal, 3 feelings, 4 tender, 5 bare.
    public var level: Int32 = 0
    /// How it is answered.
    public var type = PromptType.written
    /// What there is to choose from; for a scale the words at its two ends.
    public var options: [String] = []
    /// Where it stands.
    public var state = QuestionState.open
    /// Until when it is open, Unix epoch, milliseconds.
    public var expiresAtMs: Int64 = 0
    /// What the caller did with it; nobody else is told.
    public var mine = AnswerState.none

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .tie)
        try v.fixed64(2, "tie_id", &tieID, .id, seenBy: .tie)
        try v.field(3, "text", &text, .text(max: Limits.promptBytesMax), seenBy: .tie)
        try v.field(4, "topic", &topic, .plain, seenBy: .tie)
        try v.field(5, "level", &level, .plain, seenBy: .tie)
        try v.field(6, "type", &type, .plain, seenBy: .tie)
        try v.field(
            7, "options", &options, .text(max: Limits.optionBytesMax, items: Limits.optionsMax),
            seenBy: .tie)
        try v.field(8, "state", &state, .plain, seenBy: .tie)
        try v.field(9, "expires_at_ms", &expiresAtMs, .plain, seenBy: .tie)
        try v.field(10, "mine", &mine, .plain, seenBy: .owner)
    }
}

/// Asks for what there is to answer and to read.
public struct ListQuestions: Message {
    /// The message has no fields.
    public init() {}

    /// The declared fields: none.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {}
}

/// Words of the caller that were sealed and not revealed, and are theirs again.
public struct ReturnedHead: Message {
    /// The question they were for.
    public var questionID: UInt64 = 0
    /// That question.
    public var text = ""

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "question_id", &questionID, .id, seenBy: .owner)
        try v.field(2, "text", &text, .text(max: Limits.promptBytesMax), seenBy: .owner)
    }
}

/// What there is to answer and to read.
public struct QuestionList: Message {
    /// Open ones, the soonest to close first, the caller's sealed and passed ones included.
    public var open: [Question] = []
    /// Revealed ones that the caller has not read yet, oldest first.
    public var revealed: [Question] = []
    /// Words that came back.
    public var returned: [ReturnedHead] = []
    /// Shares that the caller has not read yet, oldest first.
    public var shares: [ShareHead] = []

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "open", &open, .items(Limits.openQuestionsMax), seenBy: .owner)
        try v.field(2, "revealed", &revealed, .items(Limits.unreadMax), seenBy: .owner)
        try v.field(3, "returned", &returned, .items(Limits.unreadMax), seenBy: .owner)
        try v.field(4, "shares", &shares, .items(Limits.unreadMax), seenBy: .owner)
    }
}

/// Names a question.
public struct QuestionID: Message {
    /// The question.
    public var id: UInt64 = 0

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .owner)
    }
}

/// Answers a question, or changes the answer while it is sealed.
public struct SealAnswer: Message {
    /// The question.
    public var questionID: UInt64 = 0
    /// The words; needed for a written question, may be a note for any other.
    public var text = ""
    /// Places in `options` from 0, or the one number of a scale.
    public var choices: [Int32] = []

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "question_id", &questionID, .id, seenBy: .owner)
        try v.field(2, "text", &text, .content(max: Limits.answerBytesMax), seenBy: .addressee)
        try v.field(3, "choices", &choices, .items(Limits.optionsMax), seenBy: .addressee)
    }
}

/// One person's answer, revealed.
public struct Answer: Message {
    /// Whose.
    public var personID: UInt64 = 0
    /// The words.
    public var text = ""
    /// Places in `options` from 0, or the number of a scale.
    public var choices: [Int32] = []

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "person_id", &personID, .id, seenBy: .tie)
        try v.field(2, "text", &text, .content(max: Limits.answerBytesMax), seenBy: .tie)
        try v.field(3, "choices", &choices, .items(Limits.optionsMax), seenBy: .tie)
    }
}

/// A question that everybody has answered.
public struct RevealedQuestion: Message {
    /// The question.
    public var question = Question()
    /// Every answer, in the order of the tie's people.
    public var answers: [Answer] = []
    /// The day, by UTC, on which the last answer was sealed: its first moment, Unix epoch, milliseconds.
    /// The moment itself is nobody's business.
    public var revealedAtMs: Int64 = 0

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "question", &question, .plain, seenBy: .tie)
        try v.field(2, "answers", &answers, .items(Limits.tieMembersMax), seenBy: .tie)
        try v.field(3, "revealed_at_ms", &revealedAtMs, .plain, seenBy: .tie)
    }
}

/// The caller's own words that came back.
public struct ReturnedWords: Message {
    /// The question they were for.
    public var questionID: UInt64 = 0
    /// The words.
    public var text = ""
    /// What was chosen.
    public var choices: [Int32] = []

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "question_id", &questionID, .id, seenBy: .owner)
        try v.field(2, "text", &text, .content(max: Limits.answerBytesMax), seenBy: .owner)
        try v.field(3, "choices", &choices, .items(Limits.optionsMax), seenBy: .owner)
    }
}

/// That the server keeps these words no longer.
public struct ReturnedTaken: Message {
    /// The message has no fields.
    public init() {}

    /// The declared fields: none.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {}
}

/// A rule that let a question be chosen. None names a person.
public enum WhyRule: Int32, WireEnum {
    /// Its level is one that everybody of the tie has opened for its topic.
    case levelFits = 0
    /// Its level is at most one above the last ones that you all answered.
    case stepIsSmall = 1
    /// It suits what you are to each other.
    case kindFits = 2
    /// It was not asked in this tie before.
    case notAskedBefore = 3
    /// Everything was asked before; this was the longest ago.
    case leastRecent = 4
    /// It was this level's turn in the month's mix.
    case turnOfLevel = 5
    /// The one before went deep, so this one is lighter.
    case lighterAfterDeep = 6
    /// It is the gentler wording of a deeper question.
    case gentlerWords = 7
}

/// Why a question was chosen.
public struct WhyAnswer: Message {
    /// The rules that let it be chosen.
    public var rules: [WhyRule] = []

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "rules", &rules, .items(16), seenBy: .tie)
    }
}

/// Questions to a tie: sealed until everybody has answered, then read by all at once.
public enum Questions: Service {
    /// The service's name on the wire.
    public static let name = "tend.v1.Questions"
    /// What there is to answer and to read.
    public static let list = Method<ListQuestions, QuestionList>(
        "tend.v1.Questions/List", .person, compress: false)
    /// One question of a tie of the caller's, whatever became of it.
    public static let show = Method<QuestionID, Question>(
        "tend.v1.Questions/Show", .person, compress: false)
    /// The open question that the caller has neither answered nor passed, or a new one.
    public static let ask = Method<TieID, Question>(
        "tend.v1.Questions/Ask", .person, needsKey: true, compress: false)
    /// Answers, or changes the answer. When it is the last one, everybody can read all of them.
    public static let seal = Method<SealAnswer, Question>(
        "tend.v1.Questions/Seal", .person, needsKey: true, compress: false)
    /// Takes a sealed answer back.
    public static let withdraw = Method<QuestionID, Question>(
        "tend.v1.Questions/Withdraw", .person, needsKey: true, compress: false)
    /// Lets a question go. Nobody else can tell it from not answering.
    public static let pass = Method<QuestionID, Question>(
        "tend.v1.Questions/Pass", .person, needsKey: true, compress: false)
    /// Every answer of a revealed question; from then on it is not listed as unread.
    public static let read = Method<QuestionID, RevealedQuestion>(
        "tend.v1.Questions/Read", .person, compress: false)
    /// Why a question was chosen.
    public static let why = Method<QuestionID, WhyAnswer>(
        "tend.v1.Questions/Why", .person, compress: false)
    /// The caller's own words that came back.
    public static let returned = Method<QuestionID, ReturnedWords>(
        "tend.v1.Questions/Returned", .person, compress: false)
    /// Says that returned words are kept elsewhere now: the server forgets them.
    public static let takeReturned = Method<QuestionID, ReturnedTaken>(
        "tend.v1.Questions/TakeReturned", .person, compress: false)
    /// All of them.
    public static let methods: [MethodInfo] = [
        list.info, show.info, ask.info, seal.info, withdraw.info, pass.info, read.info, why.info,
        returned.info, takeReturned.info,
    ]
}
