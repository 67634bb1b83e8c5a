import Contracts
import RPC

/// `tend join`: becomes a person of Tend with a code, or adds this device to one.
package enum JoinVerb {
    package static let verb = Verb(
        "join", in: .joining,
        flags: [.value("name"), .value("zone"), .value("language"), .value("device")],
        arity: 1...1, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        let store = try client.store()
        let identityName = client.invocation.identity ?? IdentityStore.defaultName
        try IdentityStore.check(identityName)
        if store.names.contains(identityName) {
            guard try await isSignedOut(identityName, store, client) else {
                throw Failure(.usage, .identityExists, ["name": identityName])
            }
            try store.setAside(identityName)
        }
        let pending = try pendingJoin(arguments[0] ?? "", identityName, store, client)
        let request = try request(pending, arguments, client)
        let joined: Joined
        do {
            joined = try await client.call(Devices.join, request, as: .nobody)
        } catch let error as RPCError {
            throw try refused(error, identityName, store)
        }
        var identity = Identity()
        identity.deviceID = joined.device.id
        identity.deviceSecret = pending.deviceSecret
        identity.name = joined.person.name
        identity.gateway = client.invocation.gateway ?? ""
        identity.via = client.invocation.via ?? ""
        try store.save(identity, as: identityName)
        try client.reply(joined) {
            lines(
                joined, isNew: arguments.has("name"), client.times(nowMs: 0),
                code: arguments[0] ?? "")
                + aside(identityName, store, client.words)
        }
        return .done
    }

    /// Whether the gateway where that identity joined no longer knows its device. Only then may
    /// another take its name; it is kept under another ending all the same.
    private static func isSignedOut(
        _ name: String, _ store: IdentityStore, _ client: isolated Client
    ) async throws -> Bool {
        let old = try store.identity(name)
        guard old.gateway == client.invocation.gateway ?? "",
            old.via == client.invocation.via ?? ""
        else { return false }
        do {
            _ = try await client.me()
            return false
        } catch let error as RPCError where error.code == .unauthenticated {
            return true
        }
    }

    /// The join under way with the same code, or a new one with a new secret, kept on disk before
    /// anything is sent: should the answer be lost, the same command leads to the same device.
    private static func pendingJoin(
        _ typed: String, _ identityName: String, _ store: IdentityStore,
        _ client: isolated Client
    ) throws -> PendingJoin {
        let code = JoinCode.canonical(typed)
        if let pending = try store.pendingJoin(identityName), pending.code == code,
            pending.deviceSecret.count == Limits.secretBytes
        {
            return pending
        }
        var pending = PendingJoin()
        pending.code = code
        pending.deviceSecret = client.newSecret()
        try store.save(pending, for: identityName)
        return pending
    }

    private static func request(
        _ pending: PendingJoin, _ arguments: Arguments, _ client: isolated Client
    ) throws -> Join {
        var request = Join()
        request.code = pending.code
        request.deviceSecret = pending.deviceSecret
        request.name = arguments.value("name") ?? ""
        request.language = arguments.value("language") ?? ""
        request.deviceName = arguments.value("device") ?? Printable.clean(Machine.hostName())
        if let zone = arguments.value("zone") ?? Machine.zone(client.environment) {
            request.zone = zone
        } else if arguments.has("name") {
            throw Failure(.usage, .joinHere)
        }
        return request
    }

    /// A code that was refused for good leaves nothing to try again.
    private static func refused(
        _ error: RPCError, _ identityName: String, _ store: IdentityStore
    ) throws -> any Error {
        let refusal = Refusal(of: error)
        switch refusal?.reason {
        case .codeWrong, .codeExpired, .codeUsed, .codeMalformed:
            try store.forgetJoin(identityName)
        case .fieldMissing where refusal?.field == "name":
            return Failure(.refused, .joinNameMissing)
        default: break
        }
        return error
    }

    /// What a new person, or a new device, is told; `code` is what they joined with.
    package static func lines(
        _ joined: Joined, isNew: Bool, _ times: Times, code: String = ""
    ) -> [String] {
        let isInvited = isNew && joined.isInvited
        return [
            times.words.text(
                isInvited ? .joinedInvited : isNew ? .joined : .joinedDevice,
                [
                    "code": Printable.line(code), "name": Printable.clean(joined.person.name),
                    "zone": times.zone(Printable.clean(joined.person.zone)),
                ])
        ]
    }

    /// How to be this person, where that does not go by itself.
    private static func aside(
        _ name: String, _ store: IdentityStore, _ words: Words
    ) -> [String] {
        guard name != IdentityStore.defaultName, store.names.count > 1 else { return [] }
        return [words.text(.joinedElsewhere, ["identity": name])]
    }
}
