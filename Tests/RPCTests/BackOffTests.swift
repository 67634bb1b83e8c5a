import Codec
import RPC
import Reactor
import Testing

/// What calls meet while a channel waits to dial again.
@Suite struct BackOffTests {
    /// A channel whose every attempt to connect is refused, and counted.
    private func refused(_ rig: Rig, _ dials: Dials) -> ChannelCore {
        ChannelCore(loop: rig.loop, auth: nil, random: seeded(7)) { [loop = rig.loop] done in
            dials.add()
            loop.after(us: 0) { done(.failure(.refused(.loopback(port: 9)))) }
        }
    }

    private func failure(_ rig: Rig, _ channel: ChannelCore) throws -> RPCError {
        guard case .failure(let error) = rig.result(channel, Rig.echo, Blob()) else {
            throw RPCError(.unknown, "answered by nobody")
        }
        #expect(error.neverSent)
        return error
    }

    @Test("a call dials for itself, without waiting for the channel's next attempt")
    func callDials() throws {
        let rig = try Rig()
        let dials = Dials()
        let channel = refused(rig, dials)
        for made in 1...12 {
            #expect(try failure(rig, channel).code == .unavailable)
            #expect(dials.count == made && channel.state == .backingOff)
        }
    }

    @Test("a channel that keeps a connection by itself dials at its own pace")
    func callsDoNotDial() throws {
        let rig = try Rig()
        let dials = Dials()
        let channel = refused(rig, dials)
        channel.staysConnected = true
        for _ in 0..<12 { #expect(try failure(rig, channel).code == .unavailable) }
        #expect(dials.count == 1)
    }

    @Test("a call does not dial before the time that the server named")
    func serverSaysWhen() throws {
        var heard = 0
        let rig = try Rig(authenticate: { _, _, answer in
            heard += 1
            answer(.failure(RPCError(.unavailable, "soon", retryAfterMs: 5_000)))
        })
        let channel = rig.channel()
        for _ in 0..<3 { #expect(try failure(rig, channel).retryAfterMs == 5_000) }
        #expect(heard == 1)
        rig.advance(us: 5_000_000)
        _ = try failure(rig, channel)
        #expect(heard == 2)
    }

    @Test("who was turned away for good does not dial with every call")
    func turnedAway() throws {
        var heard = 0
        let rig = try Rig(authenticate: { _, _, answer in
            heard += 1
            answer(.failure(RPCError(.unauthenticated, "not you")))
        })
        let channel = rig.channel()
        for _ in 0..<3 { #expect(try failure(rig, channel).code == .unauthenticated) }
        #expect(heard == 1)
    }

    @Test("the time that the server named is not cut short by a wait that began before")
    func olderWait() throws {
        let rig = try Rig(authenticate: { _, _, answer in
            answer(.failure(RPCError(.unavailable, "soon", retryAfterMs: 5_000)))
        })
        let isUp = Dials()
        let channel = ChannelCore(loop: rig.loop, auth: nil, random: seeded(7)) {
            [loop = rig.loop, address = rig.address] done in
            if isUp.count > 0 {
                loop.connect(address, timeoutUs: 1_000_000, done)
            } else {
                loop.after(us: 0) { done(.failure(.refused(address))) }
            }
        }
        _ = try failure(rig, channel)
        isUp.add()
        #expect(try failure(rig, channel).retryAfterMs == 5_000)
        rig.advance(us: 200_000)
        #expect(channel.state == .backingOff)
        rig.advance(us: 5_000_000)
        #expect(channel.state == .idle)
    }

    @Test("a server that closes before its HELLO is not silent because an attempt before was")
    func staleSilence() throws {
        let rig = try Rig()
        let listener = try Listener.listen(on: rig.loop, .loopback(port: 0)) { _ in nil }
        let dials = Dials()
        let channel = ChannelCore(loop: rig.loop, auth: nil, random: seeded(7)) {
            [loop = rig.loop, address = listener.address] done in
            dials.add()
            if dials.count > 1 {
                loop.connect(address, timeoutUs: 1_000_000, done)
            } else {
                loop.after(us: 0) { done(.failure(.timedOut(address))) }
            }
        }
        #expect(try failure(rig, channel).isSilence)
        rig.advance(us: 1_000_000)
        #expect(try !failure(rig, channel).isSilence)
        #expect(dials.count == 2)
    }
}
