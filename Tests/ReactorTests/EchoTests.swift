import Glibc
import Reactor
import TestSupport
import Testing

/// Bytes over real sockets of this host, both ends on one loop.
@Suite struct EchoTests {
    @Test(
        "bytes come back over TCP and over a Unix socket",
        arguments: ["127.0.0.1:0", "localhost:0", "[::1]:0", "unix:"])
    func echo(_ text: String) throws {
        let rig = try Rig()
        let path = "/tmp/tend-reactor-\(getpid())-\(UInt64.random(in: 0...UInt64.max)).sock"
        let (listener, _) = try rig.echoServer(Address(text == "unix:" ? text + path : text))
        let client = Script()
        let connection = try rig.connect(listener.address, client)
        #expect(connection.isLoopback)
        client.send([1, 2, 3])
        rig.turns { client.received == [1, 2, 3] }
        listener.close()
        #expect(access(path, F_OK) != 0)
    }

    @Test("a frame in segments of one byte is given once it is whole")
    func oneByteSegments() throws {
        let rig = try Rig()
        let (listener, servers) = try rig.echoServer { $0.frame = 10 }
        let peer = RawSocket(connectedTo: listener.address)
        let message = (0..<40).map { UInt8($0) }
        for byte in message {
            peer.send([byte])
            rig.loop.turn(waitUs: 20_000)
        }
        rig.turns { servers.all.first?.received == message }
        #expect(peer.receive() == message)
    }

    @Test("frames of every size pass whole, whatever the segments", arguments: [1, 4096, 300_000])
    func frameSizes(_ frame: Int) throws {
        let rig = try Rig { $0.readBufferBytes = 64 << 10 }
        let (listener, servers) = try rig.echoServer { $0.frame = frame }
        let client = Script()
        _ = try rig.connect(listener.address, client)
        var message: [UInt8] = []
        for index in 0..<(frame * 3) { message.append(UInt8(truncatingIfNeeded: index &* 31)) }
        client.send(message)
        rig.turns { client.received.count == message.count }
        #expect(client.received == message)
        #expect(servers.all.first?.received == message)
    }

    @Test("a peer that finished sending still gets its answer")
    func halfClose() throws {
        let rig = try Rig()
        let (listener, servers) = try rig.echoServer()
        let peer = RawSocket(connectedTo: listener.address)
        peer.send([7, 8])
        peer.finish()
        rig.turns { servers.all.first?.finished == 1 }
        rig.turns { peer.receive() == [7, 8] }
        rig.turns { peer.receive() == [] }
        #expect(servers.all.first?.reasons == [.peerFinished])
    }

    @Test("a handler may keep its half open and answer later")
    func halfOpen() throws {
        let rig = try Rig()
        let (listener, servers) = try rig.echoServer { $0.keepsHalfOpen = true }
        let peer = RawSocket(connectedTo: listener.address)
        peer.finish()
        rig.turns { servers.all.first?.finished == 1 }
        let server = try #require(servers.all.first)
        rig.settle()
        #expect(server.reasons.isEmpty)
        server.send([9])
        server.connection?.close(afterFlush: true)
        rig.turns { server.reasons == [.local] }
        rig.turns { peer.receive() == [9] }
    }

    @Test("a reset closes with its reason, also while reading is paused", arguments: [false, true])
    func reset(_ isPaused: Bool) throws {
        let rig = try Rig()
        let (listener, servers) = try rig.echoServer()
        let peer = RawSocket(connectedTo: listener.address)
        peer.send([1])
        rig.turns { servers.all.first?.received == [1] }
        if isPaused { servers.all.first?.connection?.pauseReading() }
        peer.reset()
        rig.turns { servers.all.first?.reasons == [.reset] }
    }

    @Test("the last bytes arrive although input is left unread")
    func lingering() throws {
        let rig = try Rig()
        let (listener, servers) = try rig.echoServer {
            $0.echoes = false
            $0.onReceived = { script in
                script.connection?.pauseReading()
                script.send([42])
                script.connection?.close(afterFlush: true)
            }
        }
        let peer = RawSocket(connectedTo: listener.address)
        peer.send([UInt8](repeating: 1, count: 100_000))
        rig.turns { servers.all.first?.reasons == [.local] }
        rig.turns { peer.receive() == [42] }
        #expect(peer.receive() == [])
        peer.close()
        rig.turns { rig.loop.timerCount == 0 }
    }

    @Test("a peer that never ends is left after the linger time")
    func lingerTime() throws {
        let rig = try Rig()
        let (listener, servers) = try rig.echoServer()
        let peer = RawSocket(connectedTo: listener.address)
        peer.send([1])
        rig.turns { servers.all.first?.sentBytes == 1 }
        servers.all.first?.connection?.close(afterFlush: true)
        rig.turns { servers.all.first?.reasons == [.local] }
        #expect(rig.loop.timerCount == 1)
        rig.clock.advance(us: rig.loop.limits.lingerUs)
        rig.turns { rig.loop.timerCount == 0 }
        peer.send([2])
        rig.turns { peer.receive() == [1] }
        #expect(peer.send([3]) < 0)
    }

    @Test("a message larger than the handler admits closes the connection")
    func bufferExceeded() throws {
        let rig = try Rig()
        let (listener, servers) = try rig.echoServer {
            $0.frame = 1 << 20
            $0.maxBuffered = 10_000
        }
        let peer = RawSocket(connectedTo: listener.address)
        peer.send([UInt8](repeating: 1, count: 10_001))
        rig.turns { servers.all.first?.reasons == [.bufferExceeded] }
    }

    @Test("what one handler closes hears nothing more, not even from this turn's events")
    func closedByAnother() throws {
        let rig = try Rig()
        let (listener, servers) = try rig.echoServer()
        let peers = (0..<2).map { _ in RawSocket(connectedTo: listener.address) }
        rig.turns { servers.all.count == 2 }
        for (index, server) in servers.all.enumerated() {
            server.onReceived = { _ in servers.all[1 - index].connection?.close() }
        }
        for peer in peers { peer.send([1]) }
        rig.turns { servers.all.contains { $0.reasons == [.local] } }
        #expect(servers.all.map(\.received.count).sorted() == [0, 1])
        for server in servers.all { server.onReceived = nil }
    }
}
