import Codec
import Contracts

/// `tend invite list`: invitations that are open or wait to be confirmed.
package enum InviteListVerb {
    package static let verb = Verb("invite", "list", in: .joining, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        let list = try await client.call(Invites.list, ListInvites())
        if client.invocation.json {
            try client.print(list.json())
            return .done
        }
        let me = try await client.me()
        try client.changeLetters {
            $0.things = list.invites.map { LetteredThing(.invite, $0.id) }
        }
        let times = client.times(nowMs: me.nowMs)
        for line in lines(list.invites, times, zone: me.person.zone) { try client.print(line) }
        return .done
    }

    package static func lines(_ invites: [Invite], _ times: Times, zone: String) -> [String] {
        if invites.isEmpty { return [times.words.text(.invitesNone)] }
        return invites.enumerated().map { index, invite in
            let letter = Letters.letter(index)
            let values = [
                "letter": letter, "kind": times.words.kind(invite.kind),
                "until": times.near(invite.expiresAtMs, in: zone),
                "name": TieBook.name(invite.sheet?.inviteeName ?? ""),
            ]
            guard invite.state == .accepted else {
                return times.words.text(.inviteRowOpen, values)
            }
            return Columns.spread(
                times.words.text(.inviteRowAccepted, values),
                times.words.text(.howConfirm, values))
        }
    }
}

/// `tend invite confirm`: says whether who accepted is who was meant.
package enum InviteConfirmVerb {
    package static let verb = Verb(
        "invite", "confirm", in: .joining, flags: [.alone("yes")], arity: 1...1,
        endsOnSignal: true, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        var request = InviteID()
        request.id = try client.letters()
            .thing(arguments[0] ?? "", .invite, list: InviteListVerb.verb.name).id
        client.onSignal = { client.interrupt() }
        let invite = try await client.call(Invites.show, request)
        return try await confirm(client, arguments, invite)
    }

    /// Shows the sheet, asks, and says it to the server.
    static func confirm(
        _ client: isolated Client, _ arguments: Arguments, _ invite: Invite
    ) async throws -> ExitCode {
        guard invite.state == .accepted, let sheet = invite.sheet else {
            throw Failure(.refused, state(invite.state))
        }
        let text = try ConsentText(sheet, client.words)
        if !client.invocation.json {
            try client.show(text.lines(other: sheet.inviteeName))
        }
        let name = ["name": TieBook.name(sheet.inviteeName)]
        let answer = try await client.agrees(
            arguments, .askIsItThem, name, stopped: .inviteStays)
        guard let isThem = answer else {
            client.remark(.inviteStays)
            return .done
        }
        var request = ConfirmInvite()
        request.id = invite.id
        request.yes = isThem
        if isThem { request.sheetHash = sheet.hash }
        let ended = try await client.call(Invites.confirm, request)
        try client.reply(ended) { [client.words.text(isThem ? .saidTied : .saidNotThem, name)] }
        return .done
    }

    /// Why an invitation cannot be confirmed.
    package static func state(_ state: InviteState) -> WordID {
        switch state {
        case .open, .accepted: .inviteNotYet
        case .confirmed: .inviteConfirmed
        case .declined, .cancelled: .inviteGone
        case .expired: .inviteExpired
        }
    }
}

/// `tend invite cancel`: takes an invitation back.
package enum InviteCancelVerb {
    package static let verb = Verb("invite", "cancel", in: .joining, arity: 1...1, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        var request = InviteID()
        request.id = try client.letters()
            .thing(arguments[0] ?? "", .invite, list: InviteListVerb.verb.name).id
        let invite = try await client.call(Invites.cancel, request)
        try client.reply(invite) { [client.words.text(.saidInviteCancelled)] }
        return .done
    }
}
