import Codec
import RPC
import Reactor
import Testing

/// Drains, reconnects and closes over real sockets.
@Suite struct CallEndTests {
    @Test("a call that waits for a stream gets the one of a call that was given up")
    func takesFreedStream() throws {
        var limits = Limits()
        limits.streamsMax = 2
        let rig = try Rig(limits: limits)
        let channel = rig.channel()
        let given = (0..<2).map { _ in
            channel.call(Rig.slow, Blob()) { (_: Result<Blob, RPCError>) in
                Issue.record("heard of a cancelled call")
            }
        }
        rig.turns { rig.owed.count == 2 }
        for id in given { channel.cancel(id) }
        #expect(try rig.result(channel, Rig.echo, Blob([1])).get() == Blob([1]))
    }

    @Test("a drain answers what is open and tells the rest to go elsewhere")
    func drain() throws {
        let rig = try Rig()
        let channel = rig.channel()
        var ends: [Result<Blob, RPCError>] = []
        channel.call(Rig.slow, Blob()) { ends.append($0) }
        rig.turns { rig.owed.count == 1 }
        var isDrained = false
        rig.server.drain { isDrained = true }
        rig.settle()
        #expect(!isDrained && ends.isEmpty)
        guard case .failure(let error) = rig.result(channel, Rig.echo, Blob()) else {
            Issue.record("a call ran on a server that is going")
            return
        }
        #expect(error.code == .unavailable && error.neverSent)
        rig.owed[0].send(Blob([7]))
        rig.turns { isDrained }
        rig.turns { ends.count == 1 }
        #expect((try? ends[0].get()) == Blob([7]))
    }

    @Test("a drain ends watches at once, and what is still open after the grace as unavailable")
    func drainGrace() throws {
        let rig = try Rig()
        let channel = rig.channel()
        var watchEnd: RPCError??
        channel.stream(
            Rig.watch, Blob(), onItem: { (_: Blob) in }, onEnd: { watchEnd = .some($0) })
        rig.turns { rig.sinks.count == 1 }
        var end: Result<Blob, RPCError>?
        channel.call(Rig.slow, Blob()) { (result: Result<Blob, RPCError>) in end = result }
        rig.turns { rig.owed.count == 1 }
        var isDrained = false
        rig.server.drain(graceUs: 10_000_000) { isDrained = true }
        rig.turns { watchEnd != nil }
        #expect(watchEnd??.code == .unavailable)
        rig.advance(us: 9_000_000)
        #expect(end == nil)
        rig.advance(us: 1_000_000)
        rig.turns { end != nil && isDrained }
        guard case .failure(let error) = end else {
            Issue.record("a call that nobody answered succeeded")
            return
        }
        #expect(error.code == .unavailable)
    }

    @Test("the channel dials again when the server is back, with waits that grow and are spread")
    func reconnect() throws {
        let rig = try Rig()
        let channel = rig.channel()
        channel.staysConnected = true
        var states: [ChannelCore.State] = []
        channel.onState = { states.append($0) }
        _ = try rig.result(channel, Rig.echo, Blob()).get()
        let port = rig.address
        rig.server.drain(graceUs: 0) {}
        rig.turns { channel.state == .backingOff }
        guard case .failure(let error) = rig.result(channel, Rig.echo, Blob()) else {
            Issue.record("answered by nobody")
            return
        }
        #expect(error.code == .unavailable && error.neverSent)
        for _ in 0..<6 { rig.advance(us: 3_000_000) }
        rig.server = Server(loop: rig.loop, router: rig.router) { _, _, answer in
            answer(.success(.anonymous))
        }
        try rig.server.listen(port)
        for _ in 0..<40 where channel.state != .ready { rig.advance(us: 3_000_000) }
        #expect(channel.state == .ready)
        _ = try rig.result(channel, Rig.echo, Blob()).get()
        #expect(states.count(where: { $0 == .backingOff }) > 2)
    }

    @Test("a channel whose ids are used up moves on to another connection without a failure")
    func idsEnd() throws {
        let rig = try Rig()
        let channel = rig.channel()
        channel.firstStreamID = (1 << 30) - 41
        var back = 0
        for _ in 0..<100 {
            channel.call(Rig.echo, Blob()) { (result: Result<Blob, RPCError>) in
                if case .success = result { back += 1 }
            }
        }
        rig.turns { back == 100 }
        #expect(rig.ran == 100)
        rig.turns { rig.server.connectionCount == 1 }
    }

    @Test("calls over the number of streams wait for their turn")
    func waiting() throws {
        var limits = Limits()
        limits.streamsMax = 8
        let rig = try Rig(limits: limits)
        let channel = rig.channel()
        var back = 0
        for _ in 0..<50 {
            channel.call(Rig.slow, Blob()) { (result: Result<Blob, RPCError>) in
                if case .success = result { back += 1 }
            }
        }
        rig.turns { rig.owed.count == 8 }
        rig.settle()
        #expect(rig.owed.count == 8)
        var answered = 0
        while answered < 50 {
            rig.owed[answered].send(Blob())
            answered += 1
            rig.turns { back == answered && rig.owed.count == min(50, answered + 8) }
        }
    }

    @Test("nobody listening fails calls as never sent")
    func nobody() throws {
        let rig = try Rig()
        rig.server.drain(graceUs: 0) {}
        rig.settle()
        guard case .failure(let error) = rig.result(rig.channel(), Rig.echo, Blob()) else {
            Issue.record("answered by nobody")
            return
        }
        #expect(error.code == .unavailable && error.neverSent)
    }

    @Test("a closed channel ends its calls and makes no more")
    func closed() throws {
        let rig = try Rig()
        let channel = rig.channel()
        var ends = 0
        channel.call(Rig.slow, Blob()) { (_: Result<Blob, RPCError>) in ends += 1 }
        rig.turns { rig.owed.count == 1 }
        channel.close()
        rig.turns { ends == 1 }
        channel.call(Rig.echo, Blob()) { (_: Result<Blob, RPCError>) in ends += 1 }
        rig.turns { ends == 2 }
        #expect(rig.ran == 0)
    }
}
