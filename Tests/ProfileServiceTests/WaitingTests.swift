import Codec
import Contracts
import Host
import ProfileService
import RPC
import TestSupport
import Testing

/// Ana and Ben with a tie, and followers that acknowledge only when told to.
private final class Scene {
    let profile: ProfileRig
    let disk = SimulatedDisk()
    let time = HandTime()
    let ana: Who
    let ben: Who
    let tie: UInt64
    private(set) var gateway: RigCall<Fact>

    init() throws {
        profile = try ProfileRig(disk: disk, time: time, hasFollowers: false)
        ana = try profile.person("Ana")
        ben = try profile.person("Ben")
        tie = try profile.tie(ana, ben)
        gateway = profile.rig.begin(Facts.follow, FollowFacts())
        for service in FollowerWatch.services { _ = try renew(service, 3) }
    }

    @discardableResult
    func renew(_ service: String, _ through: UInt64) throws -> Lease {
        let request = RenewLease(through: profile.rig.host.state.facts.mark(through))
        let channel = profile.rig.connect(as: service)
        return try #require(profile.rig.call(Facts.renew, request, over: channel)).get()
    }

    var fences: [String] { gateway.items.map(\.fenced).filter { !$0.isEmpty } }
}

/// What lowers something.
private enum Lowering: CaseIterable {
    case ceiling, leave, revoke

    func begin(_ scene: Scene, key: IdempotencyKey) -> () -> Result<Void, RPCError>? {
        let rig = scene.profile.rig
        switch self {
        case .ceiling:
            let request = scene.profile.ceiling(scene.tie, .feelings, 1)
            let call = rig.begin(Ties.setCeiling, request, as: scene.ana, key: key)
            return { call.result?.map { _ in } }
        case .leave:
            var request = TieID()
            request.id = scene.tie
            let call = rig.begin(Ties.leave, request, as: scene.ana, key: key)
            return { call.result?.map { _ in } }
        case .revoke:
            var request = RevokeDevice()
            request.deviceID = scene.ana.device
            let call = rig.begin(Devices.revoke, request, as: scene.ana, key: key)
            return { call.result?.map { _ in } }
        }
    }
}

@Suite struct WaitingTests {
    @Test(
        "a lowering is answered when both have it, and nobody is fenced",
        arguments: Lowering.allCases)
    fileprivate func acknowledged(lowering: Lowering) throws {
        let scene = try Scene()
        let rig = scene.profile.rig
        let result = lowering.begin(scene, key: rig.newKey())
        rig.turn(20) { result() != nil }
        #expect(result() == nil)
        try scene.renew("prompt", 4)
        rig.settle()
        #expect(result() == nil)
        try scene.renew("reminder", 4)
        rig.turn { result() != nil }
        _ = try #require(result()).get()
        #expect(scene.fences.isEmpty)
    }

    @Test(
        "with one silent, the reply comes at the end of its lease, after the fence",
        arguments: Lowering.allCases)
    fileprivate func silent(lowering: Lowering) throws {
        let scene = try Scene()
        let rig = scene.profile.rig
        let result = lowering.begin(scene, key: rig.newKey())
        rig.turn { scene.gateway.items.last?.number == 4 }
        try scene.renew("prompt", 4)
        scene.time.advance(ms: FactGate.leaseMs - 1)
        rig.turn(20) { result() != nil }
        #expect(result() == nil && scene.fences.isEmpty)
        scene.time.advance(ms: 1)
        var fencesAtReply: [String]?
        rig.turn {
            if result() != nil && fencesAtReply == nil { fencesAtReply = scene.fences }
            return fencesAtReply != nil
        }
        #expect(fencesAtReply == ["reminder"])
        #expect(scene.gateway.items.last?.number == 4)
        // What it lacks costs it the next lease.
        #expect(try scene.renew("reminder", 3).leaseMs == 0)
        #expect(try scene.renew("reminder", 4).leaseMs == FactGate.leaseMs)
    }

    @Test(
        "a repeated call waits like the first, also while that still waits, and does nothing twice")
    func repeated() throws {
        for lowering in [Lowering.ceiling, .leave] {
            let scene = try Scene()
            let rig = scene.profile.rig
            let key = rig.newKey()
            let first = lowering.begin(scene, key: key)
            rig.turn { scene.gateway.items.last?.number == 4 }
            let second = lowering.begin(scene, key: key)
            rig.turn(20) { second() != nil }
            #expect(first() == nil && second() == nil)
            for service in FollowerWatch.services { try scene.renew(service, 4) }
            rig.turn { first() != nil && second() != nil }
            _ = try #require(first()).get()
            _ = try #require(second()).get()
            let third = lowering.begin(scene, key: key)
            rig.turn { third() != nil }
            _ = try #require(third()).get()
            #expect(scene.gateway.items.last?.number == 4)
        }
    }

    @Test("after a crash before the answer, the repeated call waits for the leases given before")
    func afterCrash() throws {
        for lowering in [Lowering.ceiling, .leave] {
            let scene = try Scene()
            let key = scene.profile.rig.newKey()
            _ = lowering.begin(scene, key: key)
            scene.profile.rig.turn { scene.gateway.items.last?.number == 4 }
            scene.time.advance(ms: 700)
            let after = try ProfileRig(
                disk: scene.disk.afterPowerCut(keeping: .nothing), time: scene.time,
                hasFollowers: false)
            let gateway = after.rig.begin(Facts.follow, FollowFacts())
            var result: () -> Result<Void, RPCError>? = { nil }
            if lowering == .ceiling {
                let request = after.ceiling(scene.tie, .feelings, 1)
                let call = after.rig.begin(Ties.setCeiling, request, as: scene.ana, key: key)
                result = { call.result?.map { _ in } }
            } else {
                var request = TieID()
                request.id = scene.tie
                let call = after.rig.begin(Ties.leave, request, as: scene.ana, key: key)
                result = { call.result?.map { _ in } }
            }
            after.rig.turn(20) { result() != nil }
            #expect(result() == nil)
            scene.time.advance(ms: FactGate.leaseMs)
            after.rig.turn { result() != nil }
            _ = try #require(result()).get()
            #expect(gateway.items.map(\.fenced).filter { !$0.isEmpty } == FollowerWatch.services)
        }
    }

    @Test("opening something up waits for nobody, but not past a lowering that was not answered")
    func raising() throws {
        let scene = try Scene()
        let rig = scene.profile.rig
        let raise = scene.profile.ceiling(scene.tie, .hopes, 5)
        _ = try #require(rig.call(Ties.setCeiling, raise, as: scene.ana)).get()
        _ = Lowering.ceiling.begin(scene, key: rig.newKey())
        // The same wish anew, and one that opens another topic: both answers tell of the lowering.
        let again = Lowering.ceiling.begin(scene, key: rig.newKey())
        let more = scene.profile.ceiling(scene.tie, .play, 5)
        let other = rig.begin(Ties.setCeiling, more, as: scene.ana)
        rig.turn(20) { other.result != nil }
        #expect(again() == nil && other.result == nil)
        for service in FollowerWatch.services { try scene.renew(service, 5) }
        rig.turn { again() != nil && other.result != nil }
        _ = try #require(again()).get()
        _ = try #require(other.result).get()
    }

    @Test("a caller who gave up frees the slot, and the lowering holds all the same")
    func givenUp() throws {
        let scene = try Scene()
        let rig = scene.profile.rig
        let request = scene.profile.ceiling(scene.tie, .feelings, 1)
        let call = rig.begin(Ties.setCeiling, request, as: scene.ana)
        rig.turn { scene.gateway.items.last?.number == 4 }
        rig.channel.cancel(try #require(call.id))
        rig.settle()
        #expect(rig.server.handlers == 0)
        let tie = try #require(try scene.profile.ties(scene.ana).first)
        #expect(tie.ceilings.map(\.level) == [2, 1])
        try scene.renew("prompt", 4)
        try scene.renew("reminder", 4)
        #expect(scene.fences.isEmpty)
    }

    @Test(
        "while no gateway listens, what outlived a lease waits for it, and the fence is first"
    )
    func noGateway() throws {
        let scene = try Scene()
        let rig = scene.profile.rig
        rig.channel.cancel(try #require(scene.gateway.id))
        rig.settle()
        let result = Lowering.leave.begin(scene, key: rig.newKey())
        rig.settle()
        scene.time.advance(ms: FactGate.leaseMs)
        rig.turn(20) { result() != nil }
        #expect(result() == nil)
        let gateway = rig.begin(Facts.follow, FollowFacts())
        var fencesAtReply: [String]?
        rig.turn {
            if result() != nil && fencesAtReply == nil {
                fencesAtReply = gateway.items.map(\.fenced).filter { !$0.isEmpty }
            }
            return fencesAtReply != nil
        }
        #expect(fencesAtReply == FollowerWatch.services)
        _ = try #require(result()).get()
    }

    @Test("a fence stays for a gateway that comes later, until the service has a lease again")
    func lateGateway() throws {
        let scene = try Scene()
        let rig = scene.profile.rig
        let result = Lowering.leave.begin(scene, key: rig.newKey())
        rig.settle()
        scene.time.advance(ms: FactGate.leaseMs)
        rig.turn { result() != nil }
        try scene.renew("prompt", 4)
        let late = rig.begin(Facts.follow, FollowFacts())
        rig.turn { late.items.contains { !$0.fenced.isEmpty } }
        #expect(late.items.map(\.fenced).filter { !$0.isEmpty } == ["reminder"])
        // Other followers hear of no fence.
        let channel = rig.connect(as: "prompt")
        let follower = rig.begin(Facts.follow, FollowFacts(), over: channel)
        rig.turn { follower.items.last?.number == 4 }
        rig.settle()
        #expect(follower.items.allSatisfy { $0.fenced.isEmpty })
    }
}
