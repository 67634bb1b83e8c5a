import Codec
import Contracts
import Host
import RPC
import Reactor

// Two people become a tie: one looks and says yes, the other says yes in return, both to the hash
// of the same sheet. Whoever said yes first is answered the same whatever the other then did.
extension ProfileHandlers {
    func look(_ request: InviteCodeRequest, _ call: CallContext) throws(RPCError) -> ConsentSheet {
        let (person, _) = try device(call)
        let (_, row) = try invite(code: request.code, for: person)
        return sheet(row, for: person)
    }

    func accept(_ request: AcceptInvite, _ call: CallContext) throws(RPCError) -> InviteAccepted {
        let (person, _) = try device(call)
        return try host.once(
            call,
            decide: { () throws(RPCError) in
                let (id, row) = try invite(code: request.code, for: person)
                let sheet = sheet(row, for: person)
                try check(request.sheetHash, is: sheet)
                guard row.accepter == 0 else { return (id, InviteAccepted()) }
                try checkFree(row.inviter, person)
                try checkRoomForTie(person)
                var event = InviteTaken()
                event.inviteID = id
                event.personID = person
                event.sheet = sheet
                event.expiresAtMs = host.nowMs &+ Limits.confirmMs
                host.record(event)
                return (id, InviteAccepted())
            },
            again: { (_) throws(RPCError) in InviteAccepted() })
    }

    func confirm(_ request: ConfirmInvite, _ call: CallContext) throws(RPCError) -> Invite {
        try beginTerm()
        let (person, _) = try device(call)
        return try host.once(
            call,
            decide: { () throws(RPCError) in
                let row = try ownInvite(request.id, of: person)
                switch (row.state(nowMs: host.nowMs), request.yes) {
                case (.confirmed, true), (.declined, false): break
                case (.confirmed, false):
                    throw .refused(.failedPrecondition, .alreadyTied, field: "id")
                case (.open, _):
                    // Nobody is there to be confirmed.
                    throw .refused(.failedPrecondition, .fieldInvalid, field: "id")
                case (.accepted, false): end(request.id, .declined)
                case (.accepted, true): try tie(request, row)
                default:
                    if request.yes { try checkFree(person, row.accepter, field: "id") }
                    throw .refused(.failedPrecondition, .codeExpired, field: "id")
                }
                return (request.id, describe(invite: request.id))
            },
            again: { (_) throws(RPCError) in
                _ = try ownInvite(request.id, of: person)
                return describe(invite: request.id)
            })
    }

    private func tie(
        _ request: ConfirmInvite, _ row: ProfileState.InviteRow
    ) throws(RPCError) {
        try check(request.sheetHash, is: row.sheet ?? ConsentSheet())
        try checkFree(row.inviter, row.accepter, field: "id")
        try checkRoomForTie(row.inviter)
        // That the other has no room for more ties is nobody's business but theirs.
        guard host.state.activeTieCount(of: row.accepter) < Contracts.Limits.tiesMax else {
            throw .refused(.failedPrecondition, .codeExpired, field: "id")
        }
        var event = TieMade()
        event.inviteID = request.id
        event.tieID = host.newID { host.state.ties[$0] == nil }
        event.kind = row.kind
        event.members = [row.accepter, row.inviter].map { person in
            var member = MemberFact()
            member.personID = person
            member.ceilings = Ceilings.first
            return member
        }
        event.sinceMs = host.nowMs
        host.record(event)
        streams.tell()
    }

    /// The invitation of a code that this person may say yes to or has.
    private func invite(
        code typed: String, for person: UInt64
    ) throws(RPCError) -> (id: UInt64, row: ProfileState.InviteRow) {
        let invites = host.state.invites
        let (_, known) = try tried(typed, by: person) { invites[$0.invite] != nil }
        guard let row = invites[known.invite] else {
            throw .refused(.notFound, .codeWrong, field: "code")
        }
        guard row.inviter != person else {
            throw .refused(.failedPrecondition, .ownInvite, field: "code")
        }
        if row.accepter == person { return (known.invite, row) }
        let isTaken = known.usedBy != 0 && host.state.devices[known.usedBy]?.person != person
        guard row.accepter == 0, !isTaken else {
            throw .refused(.failedPrecondition, .codeUsed, field: "code")
        }
        guard row.state(nowMs: host.nowMs) == .open else {
            throw .refused(.failedPrecondition, .codeExpired, field: "code")
        }
        return (known.invite, row)
    }

    /// What this person said yes to, or would.
    private func sheet(_ row: ProfileState.InviteRow, for person: UInt64) -> ConsentSheet {
        if row.accepter == person, let sheet = row.sheet { return sheet }
        return ConsentSheet(
            operatorName: operatorName, kind: row.kind,
            inviterName: host.state.people[row.inviter]?.name ?? "",
            inviteeName: host.state.people[person]?.name ?? "")
    }

    private func check(_ hash: [UInt8], is sheet: ConsentSheet) throws(RPCError) {
        guard !hash.isEmpty else {
            throw .refused(.invalidArgument, .fieldMissing, field: "sheet_hash")
        }
        guard hash == sheet.hash else {
            throw .refused(.failedPrecondition, .sheetChanged, field: "sheet_hash")
        }
    }

    private func checkFree(
        _ one: UInt64, _ other: UInt64, field: String = "code"
    ) throws(RPCError) {
        guard !host.state.areTied(one, other) else {
            throw .refused(.failedPrecondition, .alreadyTied, field: field)
        }
    }

    private func checkRoomForTie(_ person: UInt64) throws(RPCError) {
        guard host.state.activeTieCount(of: person) < Contracts.Limits.tiesMax else {
            throw .refused(
                .resourceExhausted, .tooMany, field: "tie",
                limit: Int64(Contracts.Limits.tiesMax))
        }
    }
}
