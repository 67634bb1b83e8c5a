import Codec
import Contracts
import RPC
import Reactor

/// `tend invite`: makes a code for one other person, waits until somebody said yes, and asks whether it
/// is them.
package enum InviteVerb {
    package static let verb = Verb(
        "invite", in: .joining, flags: [.alone("no-wait"), .alone("yes")], arity: 0...1,
        endsOnSignal: true, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        client.onSignal = { client.interrupt() }
        var request = CreateInvite()
        request.kind = try client.words.kind(arguments[0])
        request.code = JoinCode.new(client.random)
        let me = try await client.me()
        let invite = try await client.call(Invites.create, request)
        let times = client.times(nowMs: me.nowMs)
        let made = MadeInvite(code: request.code, invite: invite)
        try client.reply(made) { lines(made, times, zone: me.person.zone) }
        let canAsk = arguments.has("yes") || client.isAtTerminal
        if arguments.has("no-wait") || client.invocation.json || !canAsk {
            if !client.invocation.json { client.remark(.inviteLater) }
            return .done
        }
        client.remark(.inviteWaits)
        client.onSignal = {
            client.endLine()
            client.remark(.inviteStays)
            client.loop.stop()
        }
        let answered = try await wait(client, invite.id)
        return try await InviteConfirmVerb.confirm(client, arguments, answered)
    }

    /// How often the invitation is looked at.
    private static let lookUs: Int64 = 1_000_000

    private static func wait(_ client: isolated Client, _ id: UInt64) async throws -> Invite {
        var request = InviteID()
        request.id = id
        while true {
            do {
                let invite = try await client.call(Invites.show, request)
                if invite.state != .open { return invite }
            } catch let error as RPCError where Watch.passes(error) {
                // The way is broken for a moment; the invitation is not.
            }
            await client.sleep(us: lookUs)
        }
    }

    /// The code, what the other types, and until when.
    package static func lines(_ made: MadeInvite, _ times: Times, zone: String) -> [String] {
        [
            times.words.text(
                .inviteCode,
                [
                    "code": made.code,
                    "until": times.near(made.invite.expiresAtMs, in: zone),
                ])
        ]
    }
}

/// The reply with the code in it, which the server never says back. Printed as JSON, never sent.
package struct MadeInvite: Message {
    /// The invitation.
    package var invite = Invite()
    /// The code, made here.
    package var code = ""

    package init() {}

    package init(code: String, invite: Invite) {
        self.code = code
        self.invite = invite
    }

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "invite", &invite, .plain, seenBy: .owner)
        try v.field(2, "code", &code, .secret(max: Contracts.Limits.codeBytesMax), seenBy: .owner)
    }
}
