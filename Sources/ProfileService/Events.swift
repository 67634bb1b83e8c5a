import Codec
import Contracts
import Host

/// Somebody new joined with a code, from their first device.
struct PersonJoined: Event {
    static let recordType: UInt8 = 16
    var personID: UInt64 = 0
    var name = ""
    var zone = ""
    var language = ""
    /// Whose invitation they joined with; 0 for the operator's code.
    var invitedBy: UInt64 = 0

    init() {}

    mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "person_id", &personID, .id, seenBy: .service)
        try v.field(2, "name", &name, .content(max: Contracts.Limits.nameBytesMax), seenBy: .tie)
        try v.field(3, "zone", &zone, .content(max: Contracts.Limits.zoneBytesMax), seenBy: .owner)
        try v.field(
            4, "language", &language, .text(max: Contracts.Limits.languageBytesMax),
            seenBy: .owner)
        try v.fixed64(5, "invited_by", &invitedBy, .id, seenBy: .service)
    }

    func apply(to state: inout ProfileState) {
        if invitedBy != 0 { state.invitedBy[invitedBy, default: 0] += 1 }
        state.people[personID] = ProfileState.PersonRow(
            name: name, zone: zone, language: language, devices: [])
        state.facts.note(.person(personID))
    }
}

/// A device joined, and the code it joined with is used up.
struct DeviceJoined: Event {
    static let recordType: UInt8 = 17
    var deviceID: UInt64 = 0
    var personID: UInt64 = 0
    var name = ""
    var secretHash: [UInt8] = []
    var codeHash: [UInt8] = []
    var atMs: Int64 = 0

    init() {}

    mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "device_id", &deviceID, .id, seenBy: .service)
        try v.fixed64(2, "person_id", &personID, .id, seenBy: .service)
        try v.field(3, "name", &name, .content(max: Contracts.Limits.nameBytesMax), seenBy: .owner)
        try v.field(4, "secret_hash", &secretHash, .content(max: 32), seenBy: .service)
        try v.field(5, "code_hash", &codeHash, .content(max: 32), seenBy: .service)
        try v.field(6, "at_ms", &atMs, .plain, seenBy: .owner)
    }

    func apply(to state: inout ProfileState) {
        state.devices[deviceID] = ProfileState.DeviceRow(
            person: personID, name: name, secretHash: secretHash, joinedAtMs: atMs,
            isRevoked: false)
        state.people[personID]?.devices.append(deviceID)
        guard let code = state.codes[codeHash] else { return }
        state.openCode[code.person] = nil
        state.codes[codeHash]?.usedBy = deviceID
    }
}

/// A code can be joined with until it expires. An earlier one of the same person cannot any more.
struct CodeCreatedEvent: Event {
    static let recordType: UInt8 = 18
    var codeHash: [UInt8] = []
    var personID: UInt64 = 0
    var expiresAtMs: Int64 = 0

    init() {}

    mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "code_hash", &codeHash, .content(max: 32), seenBy: .service)
        try v.fixed64(2, "person_id", &personID, .id, seenBy: .service)
        try v.field(3, "expires_at_ms", &expiresAtMs, .plain, seenBy: .service)
    }

    func apply(to state: inout ProfileState) {
        if personID != 0 {
            if let earlier = state.openCode[personID] { state.codes[earlier]?.isReplaced = true }
            state.openCode[personID] = codeHash
        }
        state.codes[codeHash] = ProfileState.CodeRow(
            expiresAtMs: expiresAtMs, person: personID, usedBy: 0, isReplaced: false)
        state.codeOrder.append(codeHash)
    }
}

/// Codes that ended long ago are forgotten: from now on they are as wrong as any.
struct CodesForgotten: Event {
    static let recordType: UInt8 = 19
    /// How many of the oldest that had ended by then, at most.
    var count: UInt32 = 0
    var atMs: Int64 = 0

    init() {}

    mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "count", &count, .plain, seenBy: .service)
        try v.field(2, "at_ms", &atMs, .plain, seenBy: .service)
    }

    func apply(to state: inout ProfileState) {
        var left = count
        var kept: [[UInt8]] = []
        for hash in state.codeOrder {
            guard left > 0, let code = state.codes[hash], state.isOver(code: hash, nowMs: atMs)
            else {
                kept.append(hash)
                continue
            }
            left -= 1
            state.codes[hash] = nil
            if state.openCode[code.person] == hash { state.openCode[code.person] = nil }
            if let invite = state.invites.removeValue(forKey: code.invite) {
                state.dropOpen(invite: code.invite, of: invite.inviter)
            }
        }
        state.codeOrder = kept
    }
}

/// A person's name, zone or language changed; all three as they are now.
struct PersonChanged: Event {
    static let recordType: UInt8 = 20
    var personID: UInt64 = 0
    var name = ""
    var zone = ""
    var language = ""

    init() {}

    mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "person_id", &personID, .id, seenBy: .service)
        try v.field(2, "name", &name, .content(max: Contracts.Limits.nameBytesMax), seenBy: .tie)
        try v.field(3, "zone", &zone, .content(max: Contracts.Limits.zoneBytesMax), seenBy: .owner)
        try v.field(
            4, "language", &language, .text(max: Contracts.Limits.languageBytesMax),
            seenBy: .owner)
    }

    func apply(to state: inout ProfileState) {
        guard let before = state.people[personID] else { return }
        state.people[personID]?.name = name
        state.people[personID]?.zone = zone
        state.people[personID]?.language = language
        if before.zone != zone { state.facts.note(.person(personID)) }
    }
}

/// A device may no longer speak.
struct DeviceRevoked: Event {
    static let recordType: UInt8 = 21
    var deviceID: UInt64 = 0

    init() {}

    mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "device_id", &deviceID, .id, seenBy: .service)
    }

    func apply(to state: inout ProfileState) {
        guard state.devices[deviceID]?.isRevoked == false else { return }
        state.devices[deviceID]?.isRevoked = true
        state.devices[deviceID]?.secretHash = []
        state.facts.note(.device(deviceID))
    }
}

/// A process of Profile began to give numbers to facts.
struct TermBegan: Event {
    static let recordType: UInt8 = 29
    var term: UInt64 = 0

    init() {}

    mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "term", &term, .plain, seenBy: .service)
    }

    func apply(to state: inout ProfileState) { state.facts.begin(term: term) }
}

extension ProfileState {
    /// The events that change this state.
    public static var events: EventTable<ProfileState> {
        var table = EventTable<ProfileState>()
        table.add(PersonJoined.self)
        table.add(DeviceJoined.self)
        table.add(CodeCreatedEvent.self)
        table.add(CodesForgotten.self)
        table.add(PersonChanged.self)
        table.add(DeviceRevoked.self)
        table.add(InviteCreated.self)
        table.add(InviteTaken.self)
        table.add(InviteEnded.self)
        table.add(TieMade.self)
        table.add(CeilingsSet.self)
        table.add(TieEnded.self)
        table.add(QuietChanged.self)
        table.add(TermBegan.self)
        return table
    }
}
