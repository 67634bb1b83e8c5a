import Codec

/// Why a request was refused, as far as a client can tell a person what to do.
public enum Reason: Int32, WireEnum {
    /// No more than the status code says.
    case unspecified = 0
    /// No such thing for this caller: unknown, not theirs, or ended. One reply for all three.
    case notThere = 1
    /// No code of that spelling was ever registered.
    case codeWrong = 2
    /// The code was good once, but its 24 hours are over.
    case codeExpired = 3
    /// Somebody already joined with this code.
    case codeUsed = 4
    /// Too many wrong codes lately; wait.
    case tooManyTries = 5
    /// The code is not ten characters of the alphabet.
    case codeMalformed = 6
    /// The device was revoked, or never was.
    case deviceUnknown = 7
    /// The server knows no zone of that name; `field` names the field.
    case zoneUnknown = 8
    /// A field is needed and empty; `field` names it.
    case fieldMissing = 9
    /// A field is longer than allowed; `field` and `limit` say which and how much.
    case tooLong = 10
    /// Text is not UTF-8; `field` names it.
    case notUTF8 = 11
    /// A field's value makes no sense; `field` names it.
    case fieldInvalid = 12
    /// The time lies in the past.
    case timePast = 13
    /// The rule never comes due.
    case neverDue = 14
    /// A person may have only so many; `limit` says how many.
    case tooMany = 15
    /// The key was used for another request.
    case keyReused = 16
    /// The key is older than the server remembers.
    case keyTooOld = 17
    /// The method needs an idempotency key.
    case keyMissing = 18
    /// The disk has no room for more; reading works.
    case diskFull = 19
    /// The service behind the gateway does not answer; `field` names it.
    case serviceDown = 20
    /// The occurrence is over: a newer one, an edit or its end came first.
    case occurrenceOver = 21
    /// The request could not be read as its message.
    case malformed = 22
    /// The clock cannot go back.
    case clockBackwards = 23
    /// The message does not fit one frame; `limit` says how many bytes do.
    case messageTooLarge = 24
    /// A code of one's own.
    case ownInvite = 25
    /// What would be agreed to has changed since it was shown.
    case sheetChanged = 26
    /// The two have a tie already.
    case alreadyTied = 27
    /// A level that there is not; `limit` is the highest.
    case levelOutOfRange = 28
    /// The question is closed; what was written is the author's own.
    case questionOver = 29
    /// What others have opened or closed cannot be confirmed just now.
    case consentUnconfirmed = 30
    /// Every question that everybody has opened is waiting for an answer, or nobody has opened any.
    case nothingToAsk = 31
    /// The choice is none of the options, or too many of them.
    case choiceInvalid = 32
    /// The offer is answered, taken back or over.
    case offerOver = 33
}

/// The typed detail of an error on the wire.
public struct Refusal: Message {
    /// Why.
    public var reason = Reason.unspecified
    /// Which field of the request, or which service.
    public var field = ""
    /// The limit that was passed.
    public var limit: Int64 = 0

    /// A refusal without a reason.
    public init() {}

    /// A refusal with its reason.
    public init(_ reason: Reason, field: String = "", limit: Int64 = 0) {
        self.reason = reason
        self.field = field
        self.limit = limit
    }

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "reason", &reason, .plain, seenBy: .everyone)
        try v.field(2, "field", &field, .text(max: 64), seenBy: .everyone)
        try v.field(3, "limit", &limit, .plain, seenBy: .everyone)
    }
}
