import Codec
import Contracts
import Host
import ProfileService
import RPC
import TestSupport
import Testing

/// What a fact is about, for comparing.
private func about(_ fact: Fact) -> String {
    if let tie = fact.tie { return "tie \(tie.state) \(tie.tieID)" }
    if let person = fact.person { return "person \(person.personID)" }
    if fact.revokedDeviceID != 0 { return "device \(fact.revokedDeviceID)" }
    return fact.fenced.isEmpty ? "beat" : "fence \(fact.fenced)"
}

@Suite struct FactTests {
    private func follow(_ profile: ProfileRig, after: UInt64 = 0) -> RigCall<Fact> {
        let request = FollowFacts(after: profile.rig.host.state.facts.mark(after))
        let call = profile.rig.begin(Facts.follow, request)
        profile.rig.turn { call.items.contains { about($0) == "beat" } }
        return call
    }

    @Test("everything that others act on is a fact: people, zones, quiet hours, ties, devices")
    func everything() throws {
        let profile = try ProfileRig()
        let early = follow(profile)
        #expect(early.items.map(about) == ["beat"] && early.items.first?.number == 0)
        let (ana, ben) = (try profile.person("Ana"), try profile.person("Ben"))
        var update = UpdateMe()
        update.name = "Anna"
        _ = try #require(profile.rig.call(People.update, update, as: ana)).get()
        update.zone = "America/New_York"
        _ = try #require(profile.rig.call(People.update, update, as: ana)).get()
        var quiet = SetQuiet()
        quiet.windows = [QuietWindow()]
        quiet.windows[0].endMinute = 5
        _ = try #require(profile.rig.call(People.setQuiet, quiet, as: ben)).get()
        let tie = try profile.tie(ana, ben)
        let raised = profile.ceiling(tie, .any, 4)
        for _ in 0..<2 {
            _ = try #require(profile.rig.call(Ties.setCeiling, raised, as: ana)).get()
        }
        _ = try #require(profile.leave(ben, tie)).get()
        var revoke = RevokeDevice()
        revoke.deviceID = ben.device
        _ = try #require(profile.rig.call(Devices.revoke, revoke, as: ben)).get()
        profile.rig.turn { early.items.last?.number == 8 && about(early.items.last!) == "beat" }
        #expect(
            early.items.filter { about($0) != "beat" }.map(about) == [
                "person \(ana.person)", "person \(ben.person)", "person \(ana.person)",
                "person \(ben.person)", "tie active \(tie)", "tie active \(tie)",
                "tie ended \(tie)", "device \(ben.device)",
            ])
        #expect(early.items.filter { about($0) != "beat" }.map(\.number) == Array(1...8))
        // Each burst is closed by a heartbeat that says what has been sent.
        for (before, beat) in zip(early.items, early.items.dropFirst())
        where about(beat) == "beat" { #expect(beat.number == before.number) }
        // Who comes later hears only the newest about each.
        let late = follow(profile)
        #expect(
            late.items.map(about) == [
                "person \(ana.person)", "person \(ben.person)", "tie ended \(tie)",
                "device \(ben.device)", "beat",
            ])
        #expect(late.items.map(\.number) == [3, 4, 7, 8, 8])
        #expect(late.items[0].person?.zone == "America/New_York")
        #expect(late.items[1].person?.quiet.map(\.endMinute) == [5])
    }

    @Test("from any number on, before and after a restart, the same facts with the same numbers")
    func restart() throws {
        let disk = SimulatedDisk()
        let time = HandTime()
        let before = try ProfileRig(disk: disk, time: time)
        let (ana, ben) = (try before.person("Ana"), try before.person("Ben"))
        let tie = try before.tie(ana, ben)
        for level: Int32 in [1, 3, 2] {
            let request = before.ceiling(tie, .hopes, level)
            _ = try #require(before.rig.call(Ties.setCeiling, request, as: ben)).get()
        }
        var streams: [[[UInt8]]] = []
        for number: UInt64 in 0...6 {
            streams.append(follow(before, after: number).items.map { $0.encoded() })
        }
        let after = try ProfileRig(disk: disk.afterPowerCut(keeping: .nothing), time: time)
        for number: UInt64 in 0...6 {
            let items = follow(after, after: number).items
            #expect(items.map { $0.encoded() } == streams[Int(number)])
            #expect(items.allSatisfy { $0.number > number || about($0) == "beat" })
        }
    }

    @Test("who heard more than an older copy holds is refused by it, however many facts come there")
    func olderCopy() throws {
        let disk = SimulatedDisk()
        let before = try ProfileRig(disk: disk)
        let (ana, ben) = (try before.person("Ana"), try before.person("Ben"))
        let tie = try before.tie(ana, ben)
        let older = disk.afterKill()
        let shared = before.rig.host.state.facts.mark(3)
        let raised = before.ceiling(tie, .hopes, 4)
        _ = try #require(before.rig.call(Ties.setCeiling, raised, as: ana)).get()
        let lost = before.rig.host.state.facts.mark(4)

        let after = try ProfileRig(disk: older)
        let prompt = after.rig.connect(as: "prompt")
        for level: Int32 in [3, 1, 2] {
            let request = after.ceiling(tie, .hopes, level)
            _ = try #require(after.rig.call(Ties.setCeiling, request, as: ana)).get()
            #expect(after.rig.host.state.facts.newest >= lost.number)
            let renewed = after.rig.call(Facts.renew, RenewLease(through: lost), over: prompt)
            #expect(failure(renewed)?.code == .failedPrecondition)
            let stream = after.rig.begin(Facts.follow, FollowFacts(after: lost), over: prompt)
            after.rig.turn { stream.ended }
            #expect(failure(stream.result)?.code == .failedPrecondition && stream.items.isEmpty)
        }
        // What both share is known.
        let known = after.rig.begin(Facts.follow, FollowFacts(after: shared), over: prompt)
        after.rig.turn { !known.items.isEmpty }
        #expect(known.items.first?.tie?.tieID == tie)
        let newest = after.rig.host.state.facts.mark(after.rig.host.state.facts.newest)
        let lease = after.rig.call(Facts.renew, RenewLease(through: newest), over: prompt)
        #expect(try #require(lease).get().leaseMs > 0)
    }

    @Test("renewing is for the two that act on the facts, up to what there is")
    func renewing() throws {
        let profile = try ProfileRig(hasFollowers: false)
        _ = try profile.person("Ana")
        func renew(_ service: String, _ through: UInt64) -> Result<Lease, RPCError>? {
            let request = RenewLease(through: profile.rig.host.state.facts.mark(through))
            let channel = profile.rig.connect(as: service)
            return profile.rig.call(Facts.renew, request, over: channel)
        }
        for service in FollowerWatch.services {
            let lease = try #require(renew(service, 1)).get()
            #expect(lease.leaseMs == FactGate.leaseMs && lease.newest == 1)
            #expect(failure(renew(service, 2))?.code == .failedPrecondition)
            #expect(failure(renew(service, .max))?.code == .failedPrecondition)
        }
        #expect(failure(renew("gateway", 0))?.code == .permissionDenied)
        #expect(failure(renew("else", 0))?.code == .permissionDenied)
        let ana = try profile.person("Ben")
        let asPerson = profile.rig.call(Facts.renew, RenewLease(), as: ana)
        #expect(failure(asPerson)?.code == .unimplemented)
    }

    @Test("a stream that cannot take more goes on where it stopped, and misses nothing")
    func backpressure() throws {
        let profile = try ProfileRig()
        var all: [UInt64] = []
        for number in 0..<400 {
            profile.rig.time.advance(ms: 1)
            let typed = numbered("C0DE", number)
            _ = try #require(profile.code(typed)).get()
            all.append(try #require(profile.join(typed)).get().person.id)
        }
        let stream = follow(profile)
        let heard = stream.items.compactMap { $0.person?.personID }
        #expect(heard == all)
        #expect(stream.items.last?.number == 400)
    }
}
