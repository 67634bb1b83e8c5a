import Codec

/// Where an invitation stands.
public enum InviteState: Int32, WireEnum {
    /// Nobody has accepted it yet.
    case open = 0
    /// Somebody said yes; whoever invited has to confirm that it is them.
    case accepted = 1
    /// Both said yes: the tie exists.
    case confirmed = 2
    /// Whoever invited said that it was somebody else.
    case declined = 3
    /// Whoever invited took it back, or a tie of the two exists already.
    case cancelled = 4
    /// Its time ran out.
    case expired = 5
}

/// What two people agree to. Both say yes to the same hash, or there is no tie.
public struct ConsentSheet: Message {
    /// Which words a client shows for it; 1 now.
    public var version: UInt32 = 0
    /// Who runs the server and can read what is stored there.
    public var operatorName = ""
    /// What they would be to each other.
    public var kind = TieKind.other
    /// Who invites.
    public var inviterName = ""
    /// Who is invited.
    public var inviteeName = ""
    /// SHA-256 of this message encoded without the hash.
    public var hash: [UInt8] = []

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "version", &version, .plain, seenBy: .tie)
        try v.field(
            2, "operator_name", &operatorName, .content(max: Limits.nameBytesMax), seenBy: .tie)
        try v.field(3, "kind", &kind, .plain, seenBy: .tie)
        try v.field(
            4, "inviter_name", &inviterName, .content(max: Limits.nameBytesMax), seenBy: .tie)
        try v.field(
            5, "invitee_name", &inviteeName, .content(max: Limits.nameBytesMax), seenBy: .tie)
        try v.field(6, "hash", &hash, .text(max: Limits.hashBytes), seenBy: .tie)
    }
}

/// Registers an invitation under a code that the caller made: ten characters of Crockford's base32 from
/// a cryptographic generator. The server keeps its SHA-256 only.
public struct CreateInvite: Message {
    /// The code itself, in any spelling the alphabet allows.
    public var code = ""
    /// What they would be to each other.
    public var kind = TieKind.other

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "code", &code, .secret(max: Limits.codeBytesMax), seenBy: .owner)
        try v.field(2, "kind", &kind, .plain, seenBy: .owner)
    }
}

/// An invitation as the one who made it sees it.
public struct Invite: Message {
    /// Random 64-bit id.
    public var id: UInt64 = 0
    /// What they would be to each other.
    public var kind = TieKind.other
    /// Where it stands.
    public var state = InviteState.open
    /// Unix epoch, milliseconds; from then on it is refused as expired.
    public var expiresAtMs: Int64 = 0
    /// What was agreed to by who accepted it, once somebody has.
    public var sheet: ConsentSheet?
    /// The tie, once it is confirmed.
    public var tieID: UInt64 = 0

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .owner)
        try v.field(2, "kind", &kind, .plain, seenBy: .owner)
        try v.field(3, "state", &state, .plain, seenBy: .owner)
        try v.field(4, "expires_at_ms", &expiresAtMs, .plain, seenBy: .owner)
        try v.field(5, "sheet", &sheet, .plain, seenBy: .owner)
        try v.fixed64(6, "tie_id", &tieID, .id, seenBy: .owner)
    }
}

/// Asks for the caller's own invitations.
public struct ListInvites: Message {
    /// The message has no fields.
    public init() {}

    /// The declared fields: none.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {}
}

/// The caller's invitations that are open or accepted, oldest first.
public struct InviteList: Message {
    /// The invitations.
    public var invites: [Invite] = []

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "invites", &invites, .items(Limits.invitesMax), seenBy: .owner)
    }
}

/// Names one of the caller's invitations.
public struct InviteID: Message {
    /// The invitation.
    public var id: UInt64 = 0

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .owner)
    }
}

/// Names an invitation by its code.
public struct InviteCodeRequest: Message {
    /// The code as typed.
    public var code = ""

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "code", &code, .secret(max: Limits.codeBytesMax), seenBy: .owner)
    }
}

/// Says yes to an invitation. The tie exists once the other has confirmed.
public struct AcceptInvite: Message {
    /// The code as typed.
    public var code = ""
    /// The hash of the sheet that was shown.
    public var sheetHash: [UInt8] = []

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "code", &code, .secret(max: Limits.codeBytesMax), seenBy: .owner)
        try v.field(2, "sheet_hash", &sheetHash, .text(max: Limits.hashBytes), seenBy: .owner)
    }
}

/// That the yes is durable. Nothing tells whether the other has seen it.
public struct InviteAccepted: Message {
    /// The message has no fields.
    public init() {}

    /// The declared fields: none.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {}
}

/// Says whether who accepted is who was meant.
public struct ConfirmInvite: Message {
    /// The invitation.
    public var id: UInt64 = 0
    /// Whether it is.
    public var yes = false
    /// The hash of the sheet that was shown; needed for a yes.
    public var sheetHash: [UInt8] = []

    /// An empty message.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .owner)
        try v.field(2, "yes", &yes, .plain, seenBy: .owner)
        try v.field(3, "sheet_hash", &sheetHash, .text(max: Limits.hashBytes), seenBy: .owner)
    }
}

/// How two people become a tie: an invitation, a yes, and a yes in return.
public enum Invites: Service {
    /// The service's name on the wire.
    public static let name = "tend.v1.Invites"
    /// Registers an invitation. Its code also lets somebody new join.
    public static let create = Method<CreateInvite, Invite>(
        "tend.v1.Invites/Create", .person, needsKey: true)
    /// The caller's own invitations.
    public static let list = Method<ListInvites, InviteList>("tend.v1.Invites/List", .person)
    /// One of the caller's own invitations, ended ones included.
    public static let show = Method<InviteID, Invite>("tend.v1.Invites/Show", .person)
    /// What accepting an invitation would mean.
    public static let look = Method<InviteCodeRequest, ConsentSheet>(
        "tend.v1.Invites/Look", .person)
    /// Accepts an invitation.
    public static let accept = Method<AcceptInvite, InviteAccepted>(
        "tend.v1.Invites/Accept", .person, needsKey: true)
    /// Confirms, or not, who accepted.
    public static let confirm = Method<ConfirmInvite, Invite>(
        "tend.v1.Invites/Confirm", .person, needsKey: true)
    /// Takes an invitation back.
    public static let cancel = Method<InviteID, Invite>(
        "tend.v1.Invites/Cancel", .person, needsKey: true)
    /// All of them.
    public static let methods: [MethodInfo] = [
        create.info, list.info, show.info, look.info, accept.info, confirm.info, cancel.info,
    ]
}
