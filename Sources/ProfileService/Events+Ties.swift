import Codec
import Contracts
import Host

/// All said yes: a tie. Any other yes between the same people is void.
struct TieMade: Event {
    static let recordType: UInt8 = 25
    var inviteID: UInt64 = 0
    var tieID: UInt64 = 0
    var kind = TieKind.other
    var members: [MemberFact] = []
    var sinceMs: Int64 = 0

    init() {}

    mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "invite_id", &inviteID, .id, seenBy: .service)
        try v.fixed64(2, "tie_id", &tieID, .id, seenBy: .service)
        try v.field(3, "kind", &kind, .plain, seenBy: .service)
        try v.field(
            4, "members", &members, .items(Contracts.Limits.tieMembersMax), seenBy: .service)
        try v.field(5, "since_ms", &sinceMs, .plain, seenBy: .service)
    }

    func apply(to state: inout ProfileState) {
        state.close(invite: inviteID, as: .confirmed)
        state.invites[inviteID]?.tie = tieID
        state.ties[tieID] = ProfileState.TieRow(
            kind: kind,
            members: members.map {
                ProfileState.MemberRow(person: $0.personID, ceilings: $0.ceilings)
            }, sinceMs: sinceMs)
        let people = members.map(\.personID)
        for person in people {
            state.show(tie: tieID, to: person)
            for id in state.openInvites[person] ?? [] {
                guard let other = state.invites[id]?.accepter, people.contains(other) else {
                    continue
                }
                state.close(invite: id, as: .cancelled)
            }
        }
        state.facts.note(.tie(tieID))
    }
}

/// Somebody goes further with a tie, or less far: all their levels as they are now.
struct CeilingsSet: Event {
    static let recordType: UInt8 = 26
    var tieID: UInt64 = 0
    var personID: UInt64 = 0
    var ceilings: [Int32] = []

    init() {}

    mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "tie_id", &tieID, .id, seenBy: .service)
        try v.fixed64(2, "person_id", &personID, .id, seenBy: .service)
        try v.field(
            3, "ceilings", &ceilings, .items(Contracts.Limits.topicsMax), seenBy: .service)
    }

    func apply(to state: inout ProfileState) {
        guard let row = state.ties[tieID], let place = row.place(of: personID) else { return }
        let isLowered = zip(row.members[place].ceilings, ceilings).contains { $1 < $0 }
        state.ties[tieID]?.members[place].ceilings = ceilings
        state.facts.note(.tie(tieID))
        if isLowered { state.ties[tieID]?.loweredAt = state.facts.newest }
    }
}

/// Somebody left a tie: it is over for all.
struct TieEnded: Event {
    static let recordType: UInt8 = 27
    var tieID: UInt64 = 0

    init() {}

    mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "tie_id", &tieID, .id, seenBy: .service)
    }

    func apply(to state: inout ProfileState) {
        guard var row = state.ties[tieID], !row.isEnded else { return }
        row.isEnded = true
        for place in row.members.indices {
            row.members[place].lastName = state.people[row.members[place].person]?.name ?? ""
        }
        state.ties[tieID] = row
        state.facts.note(.tie(tieID))
    }
}

/// A person's quiet hours, as they are now.
struct QuietChanged: Event {
    static let recordType: UInt8 = 28
    var personID: UInt64 = 0
    var windows: [QuietWindow] = []

    init() {}

    mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "person_id", &personID, .id, seenBy: .service)
        try v.field(
            2, "windows", &windows, .items(Contracts.Limits.quietWindowsMax), seenBy: .owner)
    }

    func apply(to state: inout ProfileState) {
        guard state.people[personID] != nil else { return }
        state.people[personID]?.quiet = windows
        state.facts.note(.person(personID))
    }
}
