import Codec
import Contracts
import Host
import RPC
import Reactor

/// Finds out who says hello: the operator by the installation's key, a person by a device that
/// Profile knows, or nobody in particular, for whom only open methods exist.
///
/// Loop-confined. A device that Profile recognised lately is believed for a minute while Profile
/// does not answer; one that was revoked is never believed again.
final class Doorkeeper {
    private struct Remembered {
        var person: UInt64
        var secretHash: [UInt8]
        var untilUs: Int64
    }

    private let profile: Backend
    private let key: SetKey
    private let loop: Loop
    private var remembered: [UInt64: Remembered] = [:]
    private var revoked: Set<UInt64> = []

    init(profile: Backend, key: SetKey, loop: Loop) {
        self.profile = profile
        self.key = key
        self.loop = loop
    }

    func authenticate(
        _ hello: Hello, _ answer: @escaping (Result<Caller, RPCError>) -> Void
    ) {
        guard let auth = hello.auth, auth.deviceID != 0 || !auth.setKey.isEmpty else {
            answer(.success(.anonymous))
            return
        }
        if !auth.setKey.isEmpty {
            answer(key.matches(auth.setKey) ? .success(.admin) : .failure(.unknownDevice))
            return
        }
        // A secret of another length is nobody's; to ask Profile would only tell that it was refused.
        guard auth.deviceSecret.count == Contracts.Limits.secretBytes,
            !revoked.contains(auth.deviceID)
        else {
            answer(.failure(.unknownDevice))
            return
        }
        var request = Authenticate()
        request.deviceID = auth.deviceID
        request.deviceSecret = auth.deviceSecret
        profile.channel.call(Devices.authenticate, request, timeoutUs: Limits.authenticateUs) {
            [self] result in
            answer(settle(auth, result))
        }
    }

    /// Forgets a device for good; the caller closes its connections.
    func revoke(device: UInt64) {
        remembered[device] = nil
        revoked.insert(device)
    }

    private func settle(
        _ auth: Auth, _ result: Result<Authenticated, RPCError>
    ) -> Result<Caller, RPCError> {
        if revoked.contains(auth.deviceID) { return .failure(.unknownDevice) }
        switch result {
        case .success(let found):
            remember(auth, person: found.personID)
            return .success(.device(person: found.personID, device: auth.deviceID))
        case .failure(let error) where error.code == .unauthenticated:
            remembered[auth.deviceID] = nil
            return .failure(.unknownDevice)
        case .failure:
            if let known = remembered[auth.deviceID], known.untilUs > loop.nowUs,
                constantTimeEqual(known.secretHash, SHA256.hash(auth.deviceSecret))
            {
                return .success(.device(person: known.person, device: auth.deviceID))
            }
            return .failure(
                RPCError.refused(.unavailable, .serviceDown, field: profile.part)
                    .retry(afterMs: 1000))
        }
    }

    private func remember(_ auth: Auth, person: UInt64) {
        if remembered.count >= Limits.rememberedDevicesMax {
            remembered = remembered.filter { $0.value.untilUs > loop.nowUs }
            guard remembered.count < Limits.rememberedDevicesMax else { return }
        }
        remembered[auth.deviceID] = Remembered(
            person: person, secretHash: SHA256.hash(auth.deviceSecret),
            untilUs: loop.nowUs + Limits.rememberedUs)
    }
}

extension RPCError {
    static let unknownDevice = RPCError.refused(.unauthenticated, .deviceUnknown)
}
