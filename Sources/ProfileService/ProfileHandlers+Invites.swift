import Codec
import Contracts
import Host
import RPC
import Storage

extension ProfileHandlers {
    func answerInvites() {
        let router = host.router
        router.on(Invites.create) { [unowned self] (request, call) throws(RPCError) in
            try self.createInvite(request, call)
        }
        router.on(Invites.list) { [unowned self] (_, call) throws(RPCError) in
            let (person, _) = try self.device(call)
            var list = InviteList()
            list.invites = self.host.state.pendingInvites(of: person, nowMs: self.host.nowMs)
                .map { self.describe(invite: $0) }
            return list
        }
        router.on(Invites.show) { [unowned self] (request, call) throws(RPCError) in
            let (person, _) = try self.device(call)
            _ = try self.ownInvite(request.id, of: person)
            return self.describe(invite: request.id)
        }
        router.on(Invites.look) { [unowned self] (request, call) throws(RPCError) in
            try self.look(request, call)
        }
        router.on(Invites.accept) { [unowned self] (request, call) throws(RPCError) in
            try self.accept(request, call)
        }
        router.on(Invites.confirm) { [unowned self] (request, call) throws(RPCError) in
            try self.confirm(request, call)
        }
        router.on(Invites.cancel) { [unowned self] (request, call) throws(RPCError) in
            try self.cancel(request, call)
        }
    }

    /// An invitation of this person's; one refusal for unknown and somebody else's.
    func ownInvite(_ id: UInt64, of person: UInt64) throws(RPCError) -> ProfileState.InviteRow {
        guard let row = host.state.invites[id], row.inviter == person else {
            throw .refused(.notFound, .notThere)
        }
        return row
    }

    /// An invitation as whoever made it sees it.
    func describe(invite id: UInt64) -> Invite {
        var invite = Invite()
        guard let row = host.state.invites[id] else { return invite }
        invite.id = id
        invite.kind = row.kind
        invite.state = row.state(nowMs: host.nowMs)
        invite.expiresAtMs = row.expiresAtMs
        invite.sheet = row.sheet
        invite.tieID = row.tie
        return invite
    }

    func createInvite(_ request: CreateInvite, _ call: CallContext) throws(RPCError) -> Invite {
        let (person, _) = try device(call)
        let hash = try hash(ofCode: request.code)
        return try host.once(
            call,
            decide: { () throws(RPCError) in
                if let known = host.state.codes[hash] {
                    let id = try sameInvite(known, person, request.kind)
                    return (id, describe(invite: id))
                }
                let pending = host.state.pendingInvites(of: person, nowMs: host.nowMs)
                guard pending.count < Contracts.Limits.invitesMax else {
                    throw .refused(
                        .resourceExhausted, .tooMany, field: "invite",
                        limit: Int64(Contracts.Limits.invitesMax))
                }
                forgetOldCodes()
                var event = InviteCreated()
                event.inviteID = host.newID { host.state.invites[$0] == nil }
                event.personID = person
                event.codeHash = hash
                event.kind = request.kind
                event.atMs = host.nowMs
                event.expiresAtMs = event.atMs &+ Limits.codeMs
                host.record(event)
                return (event.inviteID, describe(invite: event.inviteID))
            },
            again: { (id) throws(RPCError) in
                _ = try ownInvite(id, of: person)
                return describe(invite: id)
            })
    }

    /// The invitation that this code stands for already. Whether somebody has joined with it is not
    /// told here either.
    private func sameInvite(
        _ code: ProfileState.CodeRow, _ person: UInt64, _ kind: TieKind
    ) throws(RPCError) -> UInt64 {
        guard let row = host.state.invites[code.invite], row.inviter == person, row.kind == kind,
            row.state(nowMs: host.nowMs) == .open
        else { throw .refused(.alreadyExists, .codeUsed, field: "code") }
        return code.invite
    }

    func cancel(_ request: InviteID, _ call: CallContext) throws(RPCError) -> Invite {
        let (person, _) = try device(call)
        return try host.once(
            call, urgency: .essential,
            decide: { () throws(RPCError) in
                let row = try ownInvite(request.id, of: person)
                guard row.stored != .confirmed else {
                    throw .refused(.failedPrecondition, .alreadyTied, field: "id")
                }
                if row.isPending(nowMs: host.nowMs) { end(request.id, .cancelled) }
                return (request.id, describe(invite: request.id))
            },
            again: { (_) throws(RPCError) in
                _ = try ownInvite(request.id, of: person)
                return describe(invite: request.id)
            })
    }

    /// Records that an invitation came to nothing.
    func end(_ id: UInt64, _ state: InviteState) {
        var event = InviteEnded()
        event.inviteID = id
        event.state = state
        host.record(event)
    }
}
