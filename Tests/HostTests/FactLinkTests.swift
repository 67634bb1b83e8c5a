import Contracts
import Host
import RPC
import Reactor
import Seams
import TestSupport
import Testing

/// A Profile that says what a test tells it to, and a follower of it.
private final class LinkRig {
    let loop: Loop
    let gate: FactGate
    /// What the follower has recorded.
    private(set) var heard: [UInt64] = []
    /// What renewals said, and what they are given.
    private(set) var renewed: [UInt64] = []
    var lease = Lease()
    /// When leases began, and when each was asked for.
    private(set) var begun = 0
    private(set) var askedUs: [Int64] = []

    private let time: HandTime
    private let channel: ChannelCore
    private let server: Server
    private var facts: StreamSink<Fact>?
    private var link: FactLink?

    init(leaseMs: Int64, newest: UInt64) throws {
        let time = HandTime()
        self.time = time
        loop = try Loop(time: time.source)
        let router = Router()
        let none = ReplyGate(decided: { 0 }, synced: { 0 })
        server = Server(
            loop: loop, router: router, gate: none,
            authenticate: { _, _, answer in answer(.success(.service(name: "prompt"))) })
        let address = try server.listen(.loopback(port: 0))
        channel = ChannelCore(
            loop: loop, to: address, auth: Auth(), limits: .service, random: .seeded(1))
        let copy = HeldNumber()
        gate = FactGate(loop: loop, time: time.source) { copy.number }
        lease.leaseMs = leaseMs
        lease.newest = newest
        router.onStream(Facts.follow) { [unowned self] (_, _, sink) throws(RPCError) in
            self.facts = sink
        }
        router.on(Facts.renew) { [unowned self] (request, _) throws(RPCError) in
            self.renewed.append(request.through)
            return self.lease
        }
        gate.onLease = { [unowned self] in self.begun += 1 }
        gate.onRenewed = { [unowned self] in self.askedUs.append($0) }
        link = FactLink(
            channel: channel, time: time.source, log: Log(program: "test", write: { _ in }),
            gate: gate, journal: none, held: { FactMark(number: copy.number) },
            hear: { [unowned self] (fact) throws(RPCError) in
                copy.number = fact.number
                self.heard.append(fact.number)
            })
        link?.start()
        turn { self.facts != nil && !self.renewed.isEmpty }
        settle()
    }

    deinit {
        channel.close()
        loop.shutDown()
    }

    func send(_ number: UInt64) {
        var fact = Fact()
        fact.number = number
        _ = facts?.offer(fact)
        turn { self.heard.last == number }
        settle()
    }

    /// Lets so much time pass, renewals included.
    func pass(ms: Int64) {
        time.advance(ms: ms)
        settle()
    }

    private func turn(until done: () -> Bool) {
        for _ in 0..<400 where !done() { loop.turn(waitUs: 20_000) }
    }

    private func settle() {
        for _ in 0..<20 { loop.turn(waitUs: 1_000) }
    }
}

private final class HeldNumber {
    var number: UInt64 = 0
}

@Suite struct FactLinkTests {
    @Test("a lease counts only once everything is heard that Profile had when it gave it")
    func heardFirst() throws {
        let rig = try LinkRig(leaseMs: 2000, newest: 7)
        #expect(rig.renewed.first == 0)
        #expect(!rig.gate.hasLease, "a lowering that was answered meanwhile is still on its way")
        rig.send(4)
        #expect(!rig.gate.hasLease)
        rig.send(7)
        #expect(rig.gate.hasLease && rig.begun == 1)
    }

    @Test("a lease that ran out before all was heard is none")
    func tooLate() throws {
        let rig = try LinkRig(leaseMs: 300, newest: 7)
        rig.lease.leaseMs = 0
        rig.pass(ms: 310)
        rig.send(7)
        #expect(!rig.gate.hasLease && rig.begun == 0 && rig.askedUs.isEmpty)
    }

    @Test("what is durable is told at once, and a lease that goes on begins no second time")
    func goesOn() throws {
        let rig = try LinkRig(leaseMs: 2000, newest: 0)
        #expect(rig.gate.hasLease && rig.begun == 1)
        rig.send(3)
        #expect(rig.renewed.last == 3)
        rig.lease.newest = 3
        rig.pass(ms: 600)
        #expect(rig.gate.hasLease && rig.begun == 1)
        #expect(rig.askedUs.count >= 3 && rig.askedUs == rig.askedUs.sorted())
        rig.lease.leaseMs = 0
        rig.pass(ms: 600)
        rig.pass(ms: 2_000)
        #expect(!rig.gate.hasLease)
        rig.lease.leaseMs = 2000
        rig.pass(ms: 600)
        #expect(rig.gate.hasLease && rig.begun == 2)
    }
}
