import Contracts
import Host
import ProfileService
import RPC
import Storage
import TestSupport
import Testing

/// What goes on when one person has filled the disk: everything that takes something back.
@Suite struct FullDiskTests {
    @Test(
        "on a full disk nothing new is kept, but one can lower, go quiet, cancel, revoke and leave")
    func essentials() throws {
        let disk = SimulatedDisk()
        let profile = try ProfileRig(disk: disk)
        let (ana, ben) = (try profile.person("Ana"), try profile.person("Ben"))
        let tie = try profile.tie(ana, ben)
        let invite = try #require(profile.invite(ana, "1NV1TE0007")).get()
        // Hardly anything is free any more.
        disk.capacity -= try disk.space().free - 1000
        // One look at the disk may be under way; the next sees it.
        for _ in 0..<20 where profile.rig.host.serving != .readOnly {
            profile.rig.time.advance(ms: Storage.Limits.upkeepEveryMs)
            profile.rig.turn(50) { profile.rig.host.serving == .readOnly }
        }
        #expect(profile.rig.host.serving == .readOnly)

        var name = UpdateMe()
        name.name = "Anna"
        #expect(reason(profile.rig.call(People.update, name, as: ana)) == .diskFull)
        #expect(reason(profile.invite(ben, "1NV1TE0008")) == .diskFull)
        let lower = profile.ceiling(tie, .any, 1)
        #expect(failure(profile.rig.call(Ties.setCeiling, lower, as: ana)) == nil)
        #expect(failure(profile.rig.call(People.setQuiet, SetQuiet(), as: ana)) == nil)
        #expect(failure(profile.cancel(ana, invite.id)) == nil)
        #expect(failure(profile.leave(ana, tie)) == nil)
        var revoke = RevokeDevice()
        revoke.deviceID = ana.device
        #expect(failure(profile.rig.call(Devices.revoke, revoke, as: ana)) == nil)
    }
}
