import CivilTime
import Codec
import Contracts
import Host
import ProfileService
import RPC
import TestSupport
import Testing

/// Profile on a simulated disk, and the few steps that most tests begin with.
final class ProfileRig {
    let rig: ServiceRig<ProfileState>
    /// The host's handlers reach these without holding them, so the rig does to its end.
    private let handlers: ProfileHandlers

    deinit { withExtendedLifetime(handlers) {} }

    init(disk: SimulatedDisk = SimulatedDisk(), time: HandTime = HandTime()) throws {
        var made: ProfileHandlers?
        let zones = ZoneDatabase { id in
            ["Europe/Berlin", "America/New_York"].contains(id)
                ? TZifWriter(footer: "CET-1").bytes : nil
        }
        rig = try ServiceRig(
            initial: ProfileState(), events: ProfileState.events, time: time, disk: disk
        ) { made = ProfileHandlers(host: $0, zones: zones) }
        handlers = try #require(made)
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
    func ana() throws -> (person: UInt64, device: UInt64) {
        _ = try #require(code("ANAC0DE111")).get()
        let joined = try #require(join("ANAC0DE111")).get()
        return (joined.person.id, joined.device.id)
    }
}

/// The reason that a refused call was given.
func reason<R>(_ result: Result<R, RPCError>?) -> Reason? {
    guard case .failure(let error) = result else { return nil }
    return (try? Refusal(decoding: error.details))?.reason
}
