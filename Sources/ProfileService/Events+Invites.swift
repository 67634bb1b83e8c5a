import Codec
import Contracts
import Host

/// Somebody invites whoever says the code.
struct InviteCreated: Event {
    static let recordType: UInt8 = 22
    var inviteID: UInt64 = 0
    var personID: UInt64 = 0
    var codeHash: [UInt8] = []
    var kind = TieKind.other
    var atMs: Int64 = 0
    var expiresAtMs: Int64 = 0

    init() {}

    mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "invite_id", &inviteID, .id, seenBy: .service)
        try v.fixed64(2, "person_id", &personID, .id, seenBy: .service)
        try v.field(3, "code_hash", &codeHash, .content(max: 32), seenBy: .service)
        try v.field(4, "kind", &kind, .plain, seenBy: .service)
        try v.field(5, "at_ms", &atMs, .plain, seenBy: .service)
        try v.field(6, "expires_at_ms", &expiresAtMs, .plain, seenBy: .service)
    }

    func apply(to state: inout ProfileState) {
        state.codes[codeHash] = ProfileState.CodeRow(
            expiresAtMs: expiresAtMs, person: 0, usedBy: 0, isReplaced: false, invite: inviteID)
        state.codeOrder.append(codeHash)
        state.invites[inviteID] = ProfileState.InviteRow(
            codeHash: codeHash, inviter: personID, kind: kind, expiresAtMs: expiresAtMs)
        state.openInvites[personID] =
            state.pendingInvites(of: personID, nowMs: atMs) + [inviteID]
    }
}

/// Somebody said yes to an invitation. Whoever invited has to say it too.
struct InviteTaken: Event {
    static let recordType: UInt8 = 23
    var inviteID: UInt64 = 0
    var personID: UInt64 = 0
    var sheet = ConsentSheet()
    var expiresAtMs: Int64 = 0

    init() {}

    mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "invite_id", &inviteID, .id, seenBy: .service)
        try v.fixed64(2, "person_id", &personID, .id, seenBy: .service)
        try v.field(3, "sheet", &sheet, .plain, seenBy: .service)
        try v.field(4, "expires_at_ms", &expiresAtMs, .plain, seenBy: .service)
    }

    func apply(to state: inout ProfileState) {
        state.invites[inviteID]?.stored = .accepted
        state.invites[inviteID]?.accepter = personID
        state.invites[inviteID]?.sheet = sheet
        state.invites[inviteID]?.expiresAtMs = expiresAtMs
    }
}

/// An invitation came to nothing: taken back, or it was somebody else who accepted it.
struct InviteEnded: Event {
    static let recordType: UInt8 = 24
    var inviteID: UInt64 = 0
    var state = InviteState.cancelled

    init() {}

    mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "invite_id", &inviteID, .id, seenBy: .service)
        try v.field(2, "state", &state, .plain, seenBy: .service)
    }

    func apply(to state: inout ProfileState) {
        state.close(invite: inviteID, as: self.state)
    }
}
