import Codec
import Contracts
import RPC
import TestSupport
import Testing

private func authenticate(_ profile: ProfileRig, _ device: UInt64, secret: UInt8) -> Result<
    Authenticated, RPCError
>? {
    var request = Authenticate()
    request.deviceID = device
    request.deviceSecret = [UInt8](repeating: secret, count: 32)
    return profile.rig.call(Devices.authenticate, request)
}

@Test("a device is known by its secret, and no longer once it is revoked")
func revoking() throws {
    let profile = try ProfileRig()
    let ana = try profile.ana()
    #expect(try #require(authenticate(profile, ana.device, secret: 1)).get().personID == ana.person)
    #expect(reason(authenticate(profile, ana.device, secret: 2)) == .deviceUnknown)
    #expect(reason(authenticate(profile, 4711, secret: 1)) == .deviceUnknown)
    var request = RevokeDevice()
    request.deviceID = ana.device
    let me = try #require(profile.rig.call(Devices.revoke, request, as: ana)).get()
    #expect(me.devices.isEmpty)
    #expect(reason(authenticate(profile, ana.device, secret: 1)) == .deviceUnknown)
    #expect(reason(profile.rig.call(People.me, MeRequest(), as: ana)) == .deviceUnknown)
}

@Test("nobody revokes a device of somebody else, and cannot tell it from one that is not there")
func foreignDevice() throws {
    let profile = try ProfileRig()
    let ana = try profile.ana()
    _ = try #require(profile.code("BENC0DE111")).get()
    let ben = try #require(profile.join("BENC0DE111", name: "Ben", secret: 9)).get()
    var theirs = RevokeDevice()
    theirs.deviceID = ben.device.id
    var nobodys = RevokeDevice()
    nobodys.deviceID = 12345
    let one = profile.rig.call(Devices.revoke, theirs, as: ana)
    let other = profile.rig.call(Devices.revoke, nobodys, as: ana)
    guard case .failure(let first) = one, case .failure(let second) = other else {
        Issue.record("a revocation went through")
        return
    }
    #expect(first == second)
}

@Test("followers hear of every revocation, the earlier ones too, once it is durable")
func facts() throws {
    let profile = try ProfileRig()
    let ana = try profile.ana()
    let early = profile.rig.begin(Facts.follow, FollowFacts())
    var request = RevokeDevice()
    request.deviceID = ana.device
    _ = try #require(profile.rig.call(Devices.revoke, request, as: ana)).get()
    #expect(profile.rig.turn { early.items.contains { $0.revokedDeviceID == ana.device } })
    let late = profile.rig.begin(Facts.follow, FollowFacts())
    #expect(profile.rig.turn { late.items.contains { $0.revokedDeviceID == ana.device } })
    #expect(early.items.first?.revokedDeviceID == 0)
}

@Test("a person changes name, zone and language; empty fields stay")
func changing() throws {
    let profile = try ProfileRig()
    let ana = try profile.ana()
    var request = UpdateMe()
    request.zone = "America/New_York"
    let me = try #require(profile.rig.call(People.update, request, as: ana)).get()
    #expect(me.person.zone == "America/New_York")
    #expect(me.person.name == "Ana")
    request.zone = "Mars/Olympus"
    #expect(reason(profile.rig.call(People.update, request, as: ana)) == .zoneUnknown)
}

@Test("what was answered is there after a power cut, whatever the moment")
func durable() throws {
    let disk = SimulatedDisk()
    let time = HandTime()
    var device: UInt64 = 0
    do {
        let profile = try ProfileRig(disk: disk, time: time)
        device = try profile.ana().device
    }
    let profile = try ProfileRig(disk: disk.afterPowerCut(keeping: .nothing), time: time)
    _ = try #require(authenticate(profile, device, secret: 1)).get()
}

@Test("while a sync never completes, no reply that reads or writes gets out")
func heldBack() throws {
    let profile = try ProfileRig()
    let ana = try profile.ana()
    profile.rig.disk.stallSyncs()
    defer { profile.rig.disk.releaseSyncs() }
    var request = UpdateMe()
    request.name = "Anna"
    let write = profile.rig.begin(People.update, request, as: ana)
    let read = profile.rig.begin(People.me, MeRequest(), as: ana)
    let refused = profile.rig.begin(Devices.revoke, RevokeDevice(), as: ana)
    let stream = profile.rig.begin(Facts.follow, FollowFacts())
    profile.rig.turn(30) { write.result != nil || read.result != nil }
    #expect(write.result == nil && read.result == nil && refused.result == nil)
    #expect(stream.items.isEmpty)
}
