import Reactor
import TestSupport
import Testing

/// Peers that do not read, and handlers that do not want more.
@Suite struct BackpressureTests {
    private let much = [UInt8](repeating: 5, count: 16 << 20)

    @Test("a peer that does not read is reported, and closed after the stall time")
    func stall() throws {
        let rig = try Rig()
        let server = Script()
        let listener = try rig.listen { server.attached(to: $0) }
        let peer = RawSocket(connectedTo: listener.address)
        rig.turns { server.connection != nil }
        server.send(much)
        rig.turns { server.connection?.isKeepingUp == false }
        let sent = server.sentBytes
        #expect(sent < much.count)
        rig.clock.advance(us: rig.loop.limits.writeStallUs - 1)
        rig.settle()
        #expect(server.reasons.isEmpty)
        // Some progress gives it the whole time again.
        var taken = 0
        rig.turns {
            taken += peer.drain()
            return server.sentBytes > sent
        }
        rig.clock.advance(us: rig.loop.limits.writeStallUs - 1)
        rig.settle()
        #expect(server.reasons.isEmpty)
        rig.clock.advance(us: rig.loop.limits.writeStallUs)
        rig.turns { server.reasons == [.writeStalled] }
        #expect(rig.loop.counters.stalled == 1)
        #expect(rig.loop.timerCount == 0)
    }

    @Test("all of it arrives when the peer reads after all")
    func resumed() throws {
        let rig = try Rig()
        let server = Script()
        let listener = try rig.listen { server.attached(to: $0) }
        let peer = RawSocket(connectedTo: listener.address)
        rig.turns { server.connection != nil }
        server.send(much)
        rig.turns { server.connection?.isKeepingUp == false }
        var taken = 0
        rig.turns(100_000) {
            taken += peer.drain()
            return taken == much.count
        }
        rig.turns { server.connection?.isKeepingUp == true && rig.loop.timerCount == 0 }
    }

    @Test("a paused connection holds the peer back and keeps a bounded part")
    func paused() throws {
        let rig = try Rig()
        let (listener, servers) = try rig.echoServer {
            $0.echoes = false
            $0.onReceived = { $0.connection?.pauseReading() }
        }
        let peer = RawSocket(connectedTo: listener.address)
        rig.turns { servers.all.count == 1 }
        let server = try #require(servers.all.first)
        let block = [UInt8](repeating: 1, count: 65536)
        var sent = 0
        // Until the kernel has taken what it can hold.
        rig.turns(20_000) {
            let before = sent
            while case let more = peer.send(block), more > 0 { sent += more }
            return sent == before
        }
        #expect(server.chunks == 1)
        #expect(server.received.count <= rig.loop.limits.readBufferBytes)
        server.onReceived = nil
        server.connection?.resumeReading()
        rig.turns { server.received.count == sent }
    }

    @Test("bytes kept at a pause come again on resuming, without new ones")
    func keptComesAgain() throws {
        let rig = try Rig()
        let (listener, servers) = try rig.echoServer {
            $0.frame = 4
            $0.onReceived = { $0.connection?.pauseReading() }
        }
        let peer = RawSocket(connectedTo: listener.address)
        peer.send([1, 2, 3, 4, 5, 6])
        rig.turns { servers.all.first?.received == [1, 2, 3, 4] }
        let server = try #require(servers.all.first)
        server.frame = 1
        rig.settle()
        #expect(server.chunks == 1)
        server.connection?.resumeReading()
        rig.turns { server.received == [1, 2, 3, 4, 5, 6] }
    }

    @Test("a handler that pauses after every message gets each one once")
    func pausesEachTime() throws {
        let rig = try Rig()
        let (listener, servers) = try rig.echoServer {
            $0.limit = 10
            $0.onReceived = { $0.connection?.pauseReading() }
        }
        let peer = RawSocket(connectedTo: listener.address)
        let message = (0..<10_005).map { UInt8(truncatingIfNeeded: $0 &* 3) }
        peer.send(message)
        rig.turns {
            servers.all.first?.connection?.resumeReading()
            return servers.all.first?.received == message
        }
        rig.turns { peer.drain() > 0 }
    }

    @Test("a peer that sends without end leaves a share of each turn to the others")
    func fairness() throws {
        let rig = try Rig {
            $0.readBufferBytes = 16 << 10
            $0.readBytesPerTurn = 32 << 10
        }
        let (listener, servers) = try rig.echoServer { $0.echoes = false }
        let greedy = RawSocket(connectedTo: listener.address)
        rig.turns { servers.all.count == 1 }
        let modest = RawSocket(connectedTo: listener.address)
        rig.turns { servers.all.count == 2 }
        var sent = 0
        while sent < 1 << 20 {
            let more = greedy.send([UInt8](repeating: 1, count: 65536))
            guard more > 0 else { break }
            sent += more
        }
        modest.send([1])
        rig.loop.turn(waitUs: 20_000)
        rig.loop.turn(waitUs: 20_000)
        #expect(servers.all[1].received == [1])
        #expect(servers.all[0].received.count <= 96 << 10)
        rig.turns { servers.all[0].received.count == sent }
    }
}
