import Codec
import Contracts
import RPC
import Reactor
import Seams

/// In whose name a call is made.
enum Speaker: Hashable {
    /// The person; there must be an identity or a key.
    case person
    /// The person if there is an identity, else nobody in particular.
    case whoeverIsThere
    /// Nobody in particular: open methods only.
    case nobody
}

// Calls.
extension Client {
    /// Makes a call; a method that needs a key gets one, the same for every attempt.
    func call<Q: Message, R: Message>(
        _ method: Method<Q, R>, _ request: Q, as speaker: Speaker = .person,
        timeoutUs: Int64 = 30_000_000
    ) async throws -> R {
        let channel = try channel(speaker)
        let key = method.needsKey ? newKey() : nil
        return try await channel.call(
            method, request, timeoutUs: timeoutUs, key: key, isSafe: !method.needsKey)
    }

    /// Opens a server stream.
    func stream<Q: Message, R: Message>(
        _ method: Method<Q, R>, _ request: Q, as speaker: Speaker = .person
    ) async throws -> ItemSequence<R> {
        await (try channel(speaker)).stream(method, request)
    }

    /// The person and their devices.
    func me() async throws -> Me { try await call(People.me, MeRequest()) }

    private func newKey() -> IdempotencyKey {
        var random = random
        return keys.next(wallMs: time.wallMs(), random: &random)
    }
}

// The way to the gateway.
extension Client {
    private func channel(_ speaker: Speaker) throws(Failure) -> Channel {
        if let channel = channels[speaker] { return channel }
        let core: ChannelCore
        let auth = try auth(speaker)
        switch try way() {
        case .address(let address):
            core = ChannelCore(loop: loop, to: address, auth: auth, random: random)
        case .command(let command):
            // The command may have to ask its user for something first, as ssh for a passphrase.
            var limits = RPC.Limits()
            limits.handshakeUs = Client.commandHandshakeUs
            core = ChannelCore(loop: loop, auth: auth, limits: limits, random: random) {
                [loop] done in
                do throws(ReactorError) {
                    let child = try ChildProcess.spawn(on: loop, ["/bin/sh", "-c", command])
                    done(.success(child.connection))
                } catch {
                    done(.failure(error))
                }
            }
        }
        let channel = Channel(core, random: random)
        channels[speaker] = channel
        return channel
    }

    private func auth(_ speaker: Speaker) throws(Failure) -> Auth? {
        if speaker == .nobody { return nil }
        var auth = Auth()
        if let path = invocation.keyFile {
            auth.setKey = try KeyFile.read(path)
            return auth
        }
        guard let name = try identityName() else {
            if speaker == .whoeverIsThere { return nil }
            throw Failure(.usage, .identityMissing)
        }
        let identity = try store().identity(name)
        auth.deviceID = identity.deviceID
        auth.deviceSecret = identity.deviceSecret
        return auth
    }

    /// How the gateway is reached.
    enum Way {
        case address(Address)
        case command(String)
    }

    /// What was said on the line or set, else where the identity joined, else this machine. An
    /// address elsewhere needs a command, or the word that plain text is meant.
    private func way() throws(Failure) -> Way {
        if let via = viaText { return .command(via) }
        let text = hostText
        let address: Address
        do throws(ReactorError) {
            address = try Address(text)
        } catch {
            throw Failure(
                .usage, .gatewayBad, ["address": text, "problem": words.text(error.addressWord)])
        }
        guard address.isLoopback || invocation.plaintext else {
            throw Failure(.usage, .gatewayPlain, ["address": text])
        }
        return .address(address)
    }

    /// The command to the gateway, if one leads there.
    var viaText: String? {
        if let via = invocation.via { return via }
        if invocation.gateway != nil { return nil }
        return home.flatMap { $0.via.isEmpty ? nil : $0.via }
    }

    /// The gateway's address, as text, or the command that leads there.
    var hostText: String {
        if let via = viaText { return via }
        if let gateway = invocation.gateway { return gateway }
        return home.flatMap { $0.gateway.isEmpty ? nil : $0.gateway } ?? Client.gatewayDefault
    }

    /// How long a command to the gateway may take until the gateway answers, microseconds.
    static let commandHandshakeUs: Int64 = 60_000_000

    static let gatewayDefault = "127.0.0.1:7400"

    /// The identity, where one speaks; it knows the gateway it joined at.
    private var home: Identity? {
        if invocation.keyFile != nil { return nil }
        guard let name = try? identityName() else { return nil }
        return try? store().identity(name)
    }
}

// Who asks.
extension Client {
    /// The identities of this user.
    func store() throws(Failure) -> IdentityStore {
        try IdentityStore(environment: environment)
    }

    /// Which identity speaks, nil when there is none.
    func identityName() throws(Failure) -> String? {
        try store().choose(invocation.identity)
    }
}

extension ReactorError {
    /// What is wrong with an address, as a sentence's id.
    var addressWord: WordID {
        guard case .badAddress(_, let problem) = self else { return .addressBadHost }
        return switch problem {
        case .noPort: .addressNoPort
        case .badPort: .addressBadPort
        case .badHost: .addressBadHost
        case .unbracketed: .addressUnbracketed
        case .noPath: .addressNoPath
        case .pathTooLong: .addressPathTooLong
        }
    }
}
