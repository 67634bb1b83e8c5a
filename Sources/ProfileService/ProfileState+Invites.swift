import Contracts

extension ProfileState {
    /// An invitation. Its code stands in `codes` too, so that somebody new can join with it.
    struct InviteRow: Sendable {
        let codeHash: [UInt8]
        let inviter: UInt64
        let kind: TieKind
        /// When the code expires; once somebody has said yes, until when that holds.
        var expiresAtMs: Int64
        /// Where it stands but for the time.
        var stored = InviteState.open
        /// Who said yes; 0 while nobody has. Stays for ever.
        var accepter: UInt64 = 0
        /// What they said yes to.
        var sheet: ConsentSheet?
        var tie: UInt64 = 0

        /// Where it stands.
        func state(nowMs: Int64) -> InviteState {
            switch stored {
            case .open, .accepted: expiresAtMs <= nowMs ? .expired : stored
            default: stored
            }
        }

        /// Whether something can still come of it.
        func isPending(nowMs: Int64) -> Bool {
            switch state(nowMs: nowMs) {
            case .open, .accepted: true
            default: false
            }
        }
    }

    /// A person's invitations that are open or accepted, oldest first.
    func pendingInvites(of person: UInt64, nowMs: Int64) -> [UInt64] {
        (openInvites[person] ?? []).filter { invites[$0]?.isPending(nowMs: nowMs) == true }
    }

    /// Whether a code has nothing more to give: nobody can join with it and nothing can come of its
    /// invitation.
    func isOver(code hash: [UInt8], nowMs: Int64) -> Bool {
        guard let code = codes[hash] else { return true }
        guard let invite = invites[code.invite] else { return code.hasEnded(nowMs: nowMs) }
        return !invite.isPending(nowMs: nowMs)
    }

    /// Ends an invitation; its code is dead with it.
    mutating func close(invite id: UInt64, as end: InviteState) {
        guard let row = invites[id] else { return }
        invites[id]?.stored = end
        codes[row.codeHash]?.isReplaced = true
        dropOpen(invite: id, of: row.inviter)
    }

    /// Takes an invitation out of its owner's open ones.
    mutating func dropOpen(invite id: UInt64, of person: UInt64) {
        openInvites[person]?.removeAll { $0 == id }
        if openInvites[person]?.isEmpty == true { openInvites[person] = nil }
    }
}
