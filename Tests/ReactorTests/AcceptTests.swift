import Glibc
import Reactor
import TestSupport
import Testing

/// A listener under pressure.
@Suite struct AcceptTests {
    @Test("without descriptors one waiting peer is dropped, and accepting goes on after a pause")
    func outOfDescriptors() throws {
        let rig = try Rig()
        let (listener, servers) = try rig.echoServer()
        var failures = 3
        rig.loop.inject { call in
            guard call == .accept, failures > 0 else { return nil }
            failures -= 1
            return .errno(EMFILE)
        }
        let peers = (0..<5).map { _ in RawSocket(connectedTo: listener.address) }
        var pauseUs = rig.loop.limits.acceptBackoffMinUs
        for pause in 1...3 {
            rig.turns { rig.loop.counters.acceptPauses == UInt64(pause) }
            // Paused: nothing is accepted and the loop does not spin.
            rig.clock.advance(us: pauseUs - 1)
            rig.settle()
            #expect(rig.loop.counters.acceptPauses == UInt64(pause))
            rig.clock.advance(us: 1)
            pauseUs *= 2
        }
        rig.turns { servers.all.count == 2 }
        #expect(peers.count { $0.receive() == [] } == 3)
    }

    @Test(
        "a failed accept is skipped or paused after, never fatal",
        arguments: [ECONNABORTED, EPROTO, EPERM, ENOBUFS, ENOMEM, EINTR, EBADF, ENFILE])
    func failedAccept(_ code: Int32) throws {
        let rig = try Rig()
        let (listener, servers) = try rig.echoServer()
        var isFirst = true
        rig.loop.inject { call in
            guard call == .accept, isFirst else { return nil }
            isFirst = false
            return .errno(code)
        }
        let peers = (0..<2).map { _ in RawSocket(connectedTo: listener.address) }
        rig.turns { !isFirst }
        rig.clock.advance(us: rig.loop.limits.acceptBackoffMaxUs)
        rig.turns { !servers.all.isEmpty }
        _ = peers
    }

    @Test("a peer that reset while it waited does no harm")
    func resetInQueue() throws {
        let rig = try Rig()
        let (listener, servers) = try rig.echoServer()
        RawSocket(connectedTo: listener.address).reset()
        let peer = RawSocket(connectedTo: listener.address)
        peer.send([1])
        rig.turns { servers.all.contains { $0.received == [1] } }
        rig.turns { servers.all.count == 1 || servers.all.contains { $0.reasons == [.reset] } }
    }

    @Test("one connection over the cap is closed at once, and a place freed is given again")
    func cap() throws {
        let rig = try Rig { $0.connectionsMax = 2 }
        let (listener, servers) = try rig.echoServer()
        var peers = (0..<3).map { _ in RawSocket(connectedTo: listener.address) }
        rig.turns { rig.loop.counters.refusedByCap == 1 }
        #expect(servers.all.count == 2)
        rig.turns { peers[2].receive() == [] }
        peers.removeAll()
        rig.turns { servers.all.allSatisfy { $0.reasons == [.peerFinished] } }
        peers = [RawSocket(connectedTo: listener.address)]
        rig.turns { servers.all.count == 3 }
    }

    @Test("a connection nobody wants is closed")
    func unwanted() throws {
        let rig = try Rig()
        let listener = try rig.listen { _ in nil }
        let peer = RawSocket(connectedTo: listener.address)
        rig.turns { peer.receive() == [] }
    }

    @Test("ten thousand connections come and go without a descriptor left behind")
    func churn() throws {
        let rig = try Rig()
        let (listener, servers) = try rig.echoServer()
        for round in 0..<10_000 {
            let client = Script()
            let connection = try rig.connect(listener.address, client)
            switch round % 4 {
            case 0: connection.close()
            case 1: connection.close(afterFlush: true)
            case 2:
                client.send([1])
                rig.turns { client.received == [1] }
                servers.all.last?.connection?.close()
            default:
                client.send([1])
                connection.close(afterFlush: true)
                connection.close()
            }
            rig.turns { client.reasons.count == 1 && servers.all.last?.reasons.count == 1 }
            servers.all.removeAll()
        }
        // The lowest free number would be beyond ten thousand if each left one.
        let probe = dup(0)
        #expect(probe < 2000)
        close(probe)
        rig.turns { rig.loop.timerCount == 0 }
    }

    @Test("an event of a closed connection does not reach the next in its place")
    func staleEvent() throws {
        let rig = try Rig()
        var old: [Int32] = [0, 0]
        var new: [Int32] = [0, 0]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &old) == 0)
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &new) == 0)
        // A second descriptor keeps the registration of the first alive in epoll.
        let twin = dup(old[0])
        let first = Script()
        let connection = try rig.loop.adopt(read: old[0], write: old[0])
        first.connection = connection
        connection.handler = first
        connection.close()
        rig.turns { first.reasons == [.local] }
        let second = Script()
        let next = try rig.loop.adopt(read: new[0], write: new[0])
        second.connection = next
        next.handler = second
        #expect(write(old[1], "x", 1) == 1)
        rig.settle()
        #expect(first.chunks == 0 && second.chunks == 0)
        #expect(write(new[1], "y", 1) == 1)
        rig.turns { second.received == [UInt8(ascii: "y")] }
        for file in [twin, old[1], new[1]] { close(file) }
    }
}
