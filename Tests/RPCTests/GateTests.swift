import Codec
import RPC
import Reactor
import Testing

/// Nothing that was computed leaves before the journal has it.
@Suite struct GateTests {
    final class Positions {
        var decided: UInt64 = 0
        var synced: UInt64 = 0
        var gate: ReplyGate {
            ReplyGate(decided: { [self] in decided }, synced: { [self] in synced })
        }
    }

    @Test("a gate that never opens lets no byte out by any method")
    func never() throws {
        let positions = Positions()
        positions.decided = 1
        let rig = try Rig(gate: positions.gate)
        let peer = rig.rawPeer()
        peer.send(Wire.opening)
        rig.turns { !peer.received.isEmpty }
        let hello = peer.received.count
        let body = Blob([1]).encoded()
        peer.send(
            Wire.call(1, Rig.echo.id, body) + Wire.call(3, Rig.fails.id, body)
                + Wire.call(5, Rig.slow.id, body) + Wire.call(7, Rig.watch.id, body)
                + Wire.call(9, Rig.slow.id, body))
        rig.turns { rig.ran == 1 && rig.owed.count == 2 && rig.sinks.count == 1 }
        rig.owed[0].send(Blob([9]))
        rig.owed[1].fail(RPCError(.notFound, "state"))
        #expect(rig.sinks[0].offer(Blob([9])) == .taken)
        rig.sinks[0].end(RPCError(.notFound, "state"))
        rig.settle()
        rig.advance(us: 3_000_000)
        #expect(peer.received.count == hello)
    }

    @Test("what was held leaves in order once the journal has it")
    func releases() throws {
        let positions = Positions()
        let rig = try Rig(gate: positions.gate)
        let channel = rig.channel()
        var order: [Int] = []
        _ = rig.result(channel, Rig.echo, Blob())
        for turn in 1...10 {
            positions.decided = UInt64(turn)
            channel.call(Rig.echo, Blob([UInt8(turn)])) { (result: Result<Blob, RPCError>) in
                if case .success(let blob) = result { order.append(Int(blob.payload[0])) }
            }
            rig.turns { rig.ran == turn + 1 }
        }
        rig.settle()
        #expect(order.isEmpty)
        positions.synced = 4
        rig.server.release()
        rig.turns { order.count == 4 }
        rig.settle()
        #expect(order == [1, 2, 3, 4])
        positions.synced = 10
        rig.server.release()
        rig.turns { order.count == 10 }
        #expect(order == [Int](1...10))
        _ = try rig.result(channel, Rig.echo, Blob()).get()
    }

    @Test("a held reply whose time passed or whose caller gave up is dropped")
    func dropped() throws {
        let positions = Positions()
        positions.decided = 1
        let rig = try Rig(gate: positions.gate)
        let channel = rig.channel()
        var ends: [Result<Blob, RPCError>] = []
        channel.call(Rig.echo, Blob(), timeoutUs: 1_000_000) { ends.append($0) }
        let id = channel.call(Rig.echo, Blob()) { (_: Result<Blob, RPCError>) in
            Issue.record("heard of a cancelled call")
        }
        var late: Result<Blob, RPCError>?
        channel.call(Rig.echo, Blob([3]), timeoutUs: 9_000_000) { late = $0 }
        rig.turns { rig.ran == 3 }
        channel.cancel(id)
        rig.advance(us: 2_000_000)
        rig.turns { ends.count == 1 }
        if case .failure(let error) = ends[0] { #expect(error.code == .deadlineExceeded) }
        positions.synced = 1
        rig.server.release()
        rig.turns { late != nil }
        #expect((try? late?.get()) == Blob([3]))
        rig.settle()
        #expect(ends.count == 1)
    }

    @Test("held replies of a lost connection are dropped, and those of others stay")
    func lostConnection() throws {
        let positions = Positions()
        positions.decided = 1
        let rig = try Rig(gate: positions.gate)
        let peer = rig.rawPeer()
        peer.send(Wire.opening + Wire.call(1))
        rig.turns { rig.ran == 1 }
        var back: Result<Blob, RPCError>?
        let channel = rig.channel()
        channel.call(Rig.echo, Blob([5])) { back = $0 }
        rig.turns { rig.ran == 2 }
        peer.connection?.close()
        rig.settle()
        rig.advance(us: 15_000_000)
        rig.turns { rig.server.connectionCount == 1 }
        let another = rig.rawPeer()
        another.send(Wire.opening)
        rig.turns { !another.received.isEmpty }
        positions.synced = 1
        rig.server.release()
        rig.turns { back != nil }
        #expect((try? back?.get()) == Blob([5]))
        rig.settle()
        #expect(SeenFrame.all(another.received).frames.map(\.description) == ["HELLO"])
    }

    @Test("items of a stream stay in order through the gate and within their credit")
    func items() throws {
        let positions = Positions()
        let rig = try Rig(gate: positions.gate)
        let channel = rig.channel()
        var items: [UInt8] = []
        var end: RPCError??
        channel.stream(
            Rig.watch, Blob(), onItem: { (blob: Blob) in items.append(blob.payload[0]) },
            onEnd: { end = .some($0) })
        rig.turns { rig.sinks.count == 1 }
        var next = 0
        for _ in 0..<200 {
            positions.decided += 1
            while next < 200, rig.sinks[0].offer(Blob([UInt8(next)] + noise(500))) == .taken {
                next += 1
                if next % 7 == 0 { break }
            }
            rig.settle(2)
            positions.synced = positions.decided
            rig.server.release()
            rig.settle(2)
        }
        rig.sinks[0].end()
        rig.turns { end != nil }
        #expect(items == (0..<200).map { UInt8($0) })
    }

    @Test("a full queue of held replies turns calls away before their handler runs")
    func full() throws {
        let positions = Positions()
        positions.decided = 1
        var limits = Limits()
        limits.heldRepliesMax = 10
        let rig = try Rig(gate: positions.gate, limits: limits)
        let channel = rig.channel()
        var refused = 0
        for _ in 0..<15 {
            channel.call(Rig.echo, Blob()) { (result: Result<Blob, RPCError>) in
                if case .failure(let error) = result, error.code == .resourceExhausted {
                    refused += 1
                }
            }
        }
        rig.turns { refused == 5 }
        #expect(rig.ran == 10)
    }

    @Test("a stream that waits because the queue is full goes on when it is not")
    func roomAfterFull() throws {
        let positions = Positions()
        positions.decided = 1
        var limits = Limits()
        limits.heldRepliesMax = 3
        let rig = try Rig(gate: positions.gate, limits: limits)
        let channel = rig.channel()
        var items = 0
        channel.stream(
            Rig.watch, Blob(), onItem: { (_: Blob) in items += 1 }, onEnd: { _ in })
        rig.turns { rig.sinks.count == 1 }
        var isRoom = 0
        rig.sinks[0].onRoom { isRoom += 1 }
        while rig.sinks[0].offer(Blob([1])) == .taken {}
        #expect(isRoom == 0)
        positions.synced = 1
        rig.server.release()
        #expect(isRoom == 1)
        rig.turns { items == 3 }
    }

    @Test("an item that was held when its caller gave up costs the connection no credit")
    func heldForNobody() throws {
        let positions = Positions()
        positions.decided = 1
        let rig = try Rig(gate: positions.gate)
        let peer = rig.rawPeer()
        peer.send(Wire.preface + Wire.hello { $0.connectionWindow = 16_384 })
        peer.send(Wire.call(1, Rig.watch.id) + Wire.call(3, Rig.watch.id))
        rig.turns { rig.sinks.count == 2 }
        // 957 bytes, 3 for the field, 64 for the frame: the window holds sixteen.
        let item = Blob(noise(957))
        #expect(rig.sinks[0].offer(Blob(noise(20_000))) == .taken)
        #expect(rig.sinks[1].offer(item) == .full)
        var rooms = 0
        rig.sinks[1].onRoom { rooms += 1 }
        peer.send(Wire.cancel(1))
        rig.turns { !rig.sinks[0].isOpen }
        positions.synced = 1
        rig.server.release()
        #expect(rooms == 1)
        var taken = 0
        while taken < 20, rig.sinks[1].offer(item) == .taken { taken += 1 }
        #expect(taken == 16)
    }
}
