import Codec
import Contracts
import Host
import RPC
import Reactor
import Seams
import TestSupport
import Testing

/// What the service has heard.
private final class Copy {
    var number: UInt64 = 0
}

/// A gate on clocks moved by hand, and what calls were told.
private final class GateRig {
    let time = HandTime()
    let loop: Loop
    let gate: FactGate
    private let copy = Copy()
    private(set) var answers: [String: Bool] = [:]

    init() throws {
        loop = try Loop(time: time.source)
        gate = FactGate(loop: loop, time: time.source) { [copy] in copy.number }
    }

    deinit { loop.shutDown() }

    /// The newest number held.
    var held: UInt64 {
        get { copy.number }
        set { copy.number = newValue }
    }

    /// A lease for so long from now.
    func grant(ms: Int64) { gate.grant(untilUs: time.source.monotonicUs() + ms * 1000) }

    /// A call whose caller has seen this fact.
    func call(_ name: String, seen newest: UInt64 = 0, deadlineMs: Int64 = 30_000) {
        let context = CallContext(
            method: 1, caller: .device(person: 1, device: 2), key: nil,
            deadlineUs: time.source.monotonicUs() + deadlineMs * 1000, streamID: 1, attempt: 0,
            isBulk: false, newestFact: newest)
        gate.confirm(context) { self.answers[name] = $0 }
    }

    func pass(ms: Int64) {
        time.advance(ms: ms)
        loop.turn(waitUs: 0)
    }
}

@Suite struct FactGateTests {
    @Test("with a lease and all that the caller has seen a call goes on at once")
    func current() throws {
        let rig = try GateRig()
        rig.grant(ms: 2000)
        rig.held = 7
        rig.call("as new", seen: 7)
        rig.call("older", seen: 3)
        #expect(rig.answers == ["as new": true, "older": true])
    }

    @Test("a call waits for what its caller has seen, and goes on when it is heard")
    func waits() throws {
        let rig = try GateRig()
        rig.grant(ms: 2000)
        rig.call("newer", seen: 9)
        #expect(rig.answers.isEmpty)
        rig.held = 8
        rig.gate.heardMore()
        #expect(rig.answers.isEmpty)
        rig.held = 9
        rig.gate.heardMore()
        #expect(rig.answers == ["newer": true])
    }

    @Test("what is not heard in time is a no, also while the lease goes on")
    func notHeard() throws {
        let rig = try GateRig()
        rig.grant(ms: 60_000)
        rig.call("newer", seen: 9)
        rig.pass(ms: 1_400)
        #expect(rig.answers.isEmpty)
        rig.pass(ms: 200)
        #expect(rig.answers == ["newer": false])
    }

    @Test("a call with little time left is told while it can still be answered")
    func deadline() throws {
        let rig = try GateRig()
        rig.grant(ms: 60_000)
        rig.call("short", seen: 9, deadlineMs: 500)
        rig.call("no time", seen: 9, deadlineMs: 50)
        #expect(rig.answers == ["no time": false])
        rig.pass(ms: 401)
        #expect(rig.answers["short"] == false)
    }

    @Test("a call with less time is told in its time, whoever waited before it")
    func laterButShorter() throws {
        let rig = try GateRig()
        rig.grant(ms: 60_000)
        rig.call("long", seen: 9)
        rig.pass(ms: 100)
        rig.call("short", seen: 9, deadlineMs: 500)
        rig.pass(ms: 401)
        #expect(rig.answers == ["short": false])
        rig.pass(ms: 1_000)
        #expect(rig.answers == ["short": false, "long": false])
    }

    @Test("at the start a lease is waited for, and comes")
    func firstLease() throws {
        let rig = try GateRig()
        rig.call("early")
        #expect(rig.answers.isEmpty)
        rig.grant(ms: 2000)
        #expect(rig.answers == ["early": true])
    }

    @Test("a lease ends at its microsecond, and nothing is confirmed from then on")
    func ends() throws {
        let rig = try GateRig()
        rig.grant(ms: 2000)
        rig.pass(ms: 1_999)
        #expect(rig.gate.hasLease)
        rig.pass(ms: 1)
        #expect(!rig.gate.hasLease)
        rig.call("late")
        #expect(rig.answers["late"] == nil, "a new lease is hoped for")
        rig.pass(ms: 1_600)
        #expect(rig.answers["late"] == false)
        rig.call("much later")
        #expect(rig.answers["much later"] == false, "nobody waits without hope")
    }

    @Test("when Profile is known to be gone nobody waits, once the lease is over")
    func gone() throws {
        let rig = try GateRig()
        rig.grant(ms: 2000)
        rig.gate.lostProfile()
        rig.call("still leased")
        rig.pass(ms: 2_001)
        rig.call("over")
        #expect(rig.answers == ["still leased": true, "over": false])
        rig.gate.foundProfile()
        rig.call("back")
        #expect(rig.answers["back"] == nil)
        rig.grant(ms: 2000)
        #expect(rig.answers["back"] == true)
    }
}
