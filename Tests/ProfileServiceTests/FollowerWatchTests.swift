import Host
import ProfileService
import Reactor
import TestSupport
import Testing

/// A watch on clocks moved by hand, and what it told whom.
private final class Rig {
    let time = HandTime()
    let loop: Loop
    private(set) var watch: FollowerWatch!
    /// What happened, in order.
    var told: [String] = []
    var hasGateway = true
    var gatewayHas: UInt64 = .max

    init(newest: UInt64 = 0) throws {
        loop = try Loop(time: time.source)
        watch = FollowerWatch(
            loop: loop, time: time.source, newest: newest,
            streams: FollowerWatch.Streams(
                gatewaysHave: { [unowned self] in self.gatewayHas >= $0 },
                fence: { [unowned self] service in
                    if !self.told.contains("fence " + service) {
                        self.told.append("fence " + service)
                    }
                    return self.hasGateway
                },
                lift: { [unowned self] service in
                    self.told.removeAll { $0 == "fence " + service }
                }))
    }

    deinit { loop.shutDown() }

    /// Both services have heard everything so far and hold a lease.
    func renewBoth(_ through: UInt64) {
        for service in FollowerWatch.services {
            #expect(watch.renew(service, through: through) == FactGate.leaseMs)
        }
    }

    @discardableResult
    func wait(_ number: UInt64) -> Int? {
        watch.wait(for: number) { [unowned self] in self.told.append("reply \(number)") }
    }

    func advance(us: Int64) {
        time.advanceMonotonic(us: us)
        for _ in 0..<3 { loop.turn(waitUs: 0) }
    }
}

@Suite struct FollowerWatchTests {
    @Test("what both have is answered at once, what one lacks is not")
    func acknowledged() throws {
        let rig = try Rig()
        rig.renewBoth(3)
        #expect(rig.wait(3) == nil)
        #expect(rig.told == ["reply 3"])
        #expect(rig.wait(4) != nil)
        _ = rig.watch.renew("prompt", through: 4)
        #expect(rig.told == ["reply 3"])
        _ = rig.watch.renew("reminder", through: 5)
        #expect(rig.told == ["reply 3", "reply 4"])
    }

    @Test(
        "one that is silent is waited for to the end of its lease, exactly, and fenced before",
        arguments: FollowerWatch.services)
    func silent(service: String) throws {
        let rig = try Rig()
        rig.renewBoth(3)
        rig.advance(us: 100_000)
        rig.wait(4)
        for other in FollowerWatch.services where other != service {
            _ = rig.watch.renew(other, through: 4)
        }
        rig.advance(us: FactGate.leaseMs * 1000 - 100_001)
        #expect(rig.told.isEmpty)
        rig.advance(us: 1)
        #expect(rig.told == ["fence " + service, "reply 4"])
    }

    @Test("a start counts as a lease of both, given at that moment")
    func start() throws {
        let rig = try Rig(newest: 9)
        rig.wait(9)
        rig.advance(us: FactGate.leaseMs * 1000 - 1)
        #expect(rig.told.isEmpty)
        rig.advance(us: 1)
        #expect(rig.told == ["fence prompt", "fence reminder", "reply 9"])
    }

    @Test("after a start nobody gets a lease who lacks what may have been told of before")
    func startBehind() throws {
        let rig = try Rig(newest: 9)
        #expect(rig.watch.renew("prompt", through: 8) == 0)
        #expect(rig.watch.renew("prompt", through: 9) == FactGate.leaseMs)
    }

    @Test("while a reply waits, who lacks its fact gets the rest of its time and no more")
    func behind() throws {
        let rig = try Rig()
        rig.renewBoth(3)
        rig.advance(us: 500_000)
        rig.wait(4)
        rig.advance(us: 300_000)
        #expect(rig.watch.renew("prompt", through: 3) == FactGate.leaseMs - 300)
        #expect(rig.watch.renew("reminder", through: 4) == FactGate.leaseMs)
        rig.advance(us: FactGate.leaseMs * 1000 - 300_001)
        #expect(rig.watch.renew("prompt", through: 3) == 0)
        #expect(rig.told.isEmpty)
        rig.advance(us: 1)
        #expect(rig.told == ["fence prompt", "reply 4"])
    }

    @Test("who was not waited for gets no lease before having what was told of")
    func overtaken() throws {
        let rig = try Rig()
        rig.renewBoth(3)
        rig.wait(4)
        _ = rig.watch.renew("reminder", through: 4)
        rig.advance(us: FactGate.leaseMs * 1000)
        #expect(rig.told == ["fence prompt", "reply 4"])
        #expect(rig.watch.renew("prompt", through: 3) == 0)
        #expect(rig.told == ["fence prompt", "reply 4"])
        #expect(rig.watch.renew("prompt", through: 4) == FactGate.leaseMs)
        #expect(rig.told == ["reply 4"])
        // The next time is a new fence.
        rig.wait(5)
        _ = rig.watch.renew("reminder", through: 5)
        rig.advance(us: FactGate.leaseMs * 1000)
        #expect(rig.told == ["reply 4", "fence prompt", "reply 5"])
    }

    @Test("a lowering that nobody waits for any more holds up the lease all the same")
    func forgotten() throws {
        let rig = try Rig()
        rig.renewBoth(3)
        let waiting = try #require(rig.wait(4))
        rig.watch.forget(waiting)
        rig.advance(us: 1_000_000)
        #expect(rig.watch.renew("prompt", through: 3) == FactGate.leaseMs - 1000)
        rig.advance(us: FactGate.leaseMs * 1000)
        #expect(rig.watch.renew("prompt", through: 3) == 0)
        #expect(rig.told.isEmpty)
        #expect(rig.loop.timerCount == 0)
    }

    @Test("somebody who lowers something all day takes nobody's lease")
    func flood() throws {
        let rig = try Rig()
        rig.renewBoth(0)
        for number: UInt64 in 1...2500 {
            rig.wait(number)
            rig.time.advance(ms: 1)
            // Both are always one behind.
            for service in FollowerWatch.services {
                let leaseMs = try #require(rig.watch.renew(service, through: number - 1))
                #expect(leaseMs >= FactGate.leaseMs - 2)
            }
        }
        #expect(rig.told.count == 2499)
    }

    @Test("more lowerings at once than are remembered leave no lease to who lacks the oldest")
    func many() throws {
        let rig = try Rig()
        rig.renewBoth(0)
        let most = UInt64(ProfileService.Limits.latelyLoweredMax)
        for number in 1...most { rig.watch.forget(try #require(rig.wait(number))) }
        #expect(rig.watch.renew("prompt", through: 0) == FactGate.leaseMs)
        rig.wait(most + 1)
        #expect(rig.watch.renew("prompt", through: 0) == 0)
        #expect(rig.watch.renew("prompt", through: 1) == FactGate.leaseMs)
    }

    @Test("with nobody at the door to be told, a reply whose lease ran out waits on")
    func noGateway() throws {
        let rig = try Rig()
        rig.hasGateway = false
        rig.wait(1)
        rig.advance(us: FactGate.leaseMs * 1000)
        #expect(rig.told == ["fence prompt", "fence reminder"])
        rig.hasGateway = true
        rig.watch.check()
        #expect(rig.told == ["fence prompt", "fence reminder", "reply 1"])
    }

    @Test("a reply waits until every gateway has been sent its fact")
    func gatewayBehind() throws {
        let rig = try Rig()
        rig.renewBoth(3)
        rig.gatewayHas = 2
        rig.wait(3)
        #expect(rig.told.isEmpty)
        rig.gatewayHas = 3
        rig.watch.check()
        #expect(rig.told == ["reply 3"])
    }

    @Test("a service that acts on no facts gets no lease")
    func stranger() throws {
        let rig = try Rig()
        for name in ["gateway", "", "Prompt"] {
            #expect(rig.watch.renew(name, through: 0) == nil)
        }
    }
}
