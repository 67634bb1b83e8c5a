import CivilTime
import Codec
import Contracts
import Host
import ProfileService
import RPC
import TestSupport
import Testing

/// A person and the device that speaks for them.
typealias Who = (person: UInt64, device: UInt64)

/// Profile on a simulated disk, and the few steps that most tests begin with.
final class ProfileRig {
    let rig: ServiceRig<ProfileState>
    /// The host's handlers reach these without holding them, so the rig does to its end.
    private let handlers: ProfileHandlers
    private var followers: [RigFollower] = []
    private var people: UInt8 = 0

    deinit { withExtendedLifetime(handlers) {} }

    /// With followers, whatever waits for the other services is answered at once.
    init(
        disk: SimulatedDisk = SimulatedDisk(), time: HandTime = HandTime(), seed: UInt64 = 1,
        hasFollowers: Bool = true, operatorName: String = "Olga"
    ) throws {
        var made: ProfileHandlers?
        let zones = ZoneDatabase { id in
            ["Europe/Berlin", "America/New_York"].contains(id)
                ? TZifWriter(footer: "CET-1").bytes : nil
        }
        rig = try ServiceRig(
            initial: ProfileState(), events: ProfileState.events, time: time, disk: disk,
            seed: seed
        ) { made = ProfileHandlers(host: $0, zones: zones, operatorName: operatorName) }
        handlers = try #require(made)
        if hasFollowers {
            followers = FollowerWatch.services.map { RigFollower(rig, $0) }
        }
    }

    func code(_ code: String) -> Result<CodeCreated, RPCError>? {
        var request = CreateCode()
        request.code = code
        return rig.call(Codes.create, request)
    }

    func join(
        _ code: String, name: String = "Ana", zone: String = "Europe/Berlin", secret: UInt8 = 1,
        language: String = "", deviceName: String = "laptop"
    ) -> Result<Joined, RPCError>? {
        var request = Join()
        request.code = code
        request.name = name
        request.zone = zone
        request.deviceName = deviceName
        request.language = language
        request.deviceSecret = [UInt8](repeating: secret, count: 32)
        return rig.call(Devices.join, request)
    }

    /// Ana, joined with a fresh code.
    func ana() throws -> Who {
        _ = try #require(code("ANAC0DE111")).get()
        let joined = try #require(join("ANAC0DE111")).get()
        return (joined.person.id, joined.device.id)
    }

    /// Somebody of that name, joined with a fresh code of the operator's.
    func person(_ name: String) throws -> Who {
        people += 1
        let typed = numbered("PERS0N", people)
        _ = try #require(code(typed)).get()
        let joined = try #require(join(typed, name: name, secret: 100 + people)).get()
        return (joined.person.id, joined.device.id)
    }

    // MARK: Invitations

    func invite(
        _ who: Who, _ code: String = "1NV1TE0001", kind: TieKind = .partner,
        key: IdempotencyKey? = nil
    ) -> Result<Invite, RPCError>? {
        var request = CreateInvite()
        request.code = code
        request.kind = kind
        return rig.call(Invites.create, request, as: who, key: key)
    }

    func look(_ who: Who, _ code: String = "1NV1TE0001") -> Result<ConsentSheet, RPCError>? {
        var request = InviteCodeRequest()
        request.code = code
        return rig.call(Invites.look, request, as: who)
    }

    func accept(
        _ who: Who, _ code: String = "1NV1TE0001", hash: [UInt8], key: IdempotencyKey? = nil
    ) -> Result<InviteAccepted, RPCError>? {
        var request = AcceptInvite()
        request.code = code
        request.sheetHash = hash
        return rig.call(Invites.accept, request, as: who, key: key)
    }

    /// Looks, and says yes to what is shown.
    func lookAndAccept(_ who: Who, _ code: String = "1NV1TE0001") -> Result<
        InviteAccepted, RPCError
    >? {
        switch look(who, code) {
        case .success(let sheet): accept(who, code, hash: sheet.hash)
        case .failure(let error): .failure(error)
        case nil: nil
        }
    }

    func confirm(_ who: Who, _ id: UInt64, yes: Bool = true, hash: [UInt8]) -> Result<
        Invite, RPCError
    >? {
        var request = ConfirmInvite()
        request.id = id
        request.yes = yes
        request.sheetHash = hash
        return rig.call(Invites.confirm, request, as: who)
    }

    func show(_ who: Who, _ id: UInt64) -> Result<Invite, RPCError>? {
        var request = InviteID()
        request.id = id
        return rig.call(Invites.show, request, as: who)
    }

    func cancel(_ who: Who, _ id: UInt64) -> Result<Invite, RPCError>? {
        var request = InviteID()
        request.id = id
        return rig.call(Invites.cancel, request, as: who)
    }

    // MARK: Ties

    /// Makes a tie of two people.
    func tie(_ one: Who, _ other: Who, code: String = "T1E0000001") throws -> UInt64 {
        let made = try #require(invite(one, code)).get()
        let sheet = try #require(look(other, code)).get()
        _ = try #require(accept(other, code, hash: sheet.hash)).get()
        return try #require(confirm(one, made.id, hash: sheet.hash)).get().tieID
    }

    func ties(_ who: Who) throws -> [Tie] {
        try #require(rig.call(Ties.list, ListTies(), as: who)).get().ties
    }

    func ceiling(_ tie: UInt64, _ topic: Topic, _ level: Int32) -> SetCeiling {
        var request = SetCeiling()
        request.tieID = tie
        request.topic = topic
        request.level = level
        return request
    }

    func leave(_ who: Who, _ tie: UInt64) -> Result<Tie, RPCError>? {
        var request = TieID()
        request.id = tie
        return rig.call(Ties.leave, request, as: who)
    }
}

/// A service that acts on the facts and says at once that it has them.
final class RigFollower {
    private let channel: ChannelCore

    init(_ rig: ServiceRig<ProfileState>, _ service: String) {
        channel = rig.connect(as: service)
        channel.stream(
            Facts.follow, FollowFacts(),
            onItem: { [channel] fact in
                let request = RenewLease(through: fact.mark)
                channel.call(Facts.renew, request, timeoutUs: .max / 2) { _ in }
            }, onEnd: { _ in })
    }
}

/// A code of ten characters, one for each number.
func numbered(_ word: String, _ number: some BinaryInteger) -> String {
    let digits = String(number)
    return word + String(repeating: "0", count: max(0, 10 - word.count - digits.count)) + digits
}

/// The reason that a refused call was given.
func reason<R>(_ result: Result<R, RPCError>?) -> Reason? {
    guard let error = failure(result) else { return nil }
    return (try? Refusal(decoding: error.details))?.reason
}

/// The failure of a call.
func failure<R>(_ result: Result<R, RPCError>?) -> RPCError? {
    guard case .failure(let error) = result else { return nil }
    return error
}
