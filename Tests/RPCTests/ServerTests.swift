import Codec
import RPC
import Reactor
import TestSupport
import Testing

/// A server and a channel over real sockets.
@Suite struct ServerTests {
    @Test("an echo over a socket, and then a thousand")
    func echo() throws {
        let rig = try Rig()
        let channel = rig.channel()
        let first = try rig.result(channel, Rig.echo, Blob([1, 2, 3])).get()
        #expect(first == Blob([1, 2, 3]))
        var back = 0
        for turn in 0..<1_000 {
            channel.call(Rig.echo, Blob([UInt8(turn % 256)])) { result in
                if (try? result.get()) == Blob([UInt8(turn % 256)]) { back += 1 }
            }
        }
        rig.turns { back == 1_000 }
        #expect(channel.openCalls == 0)
    }

    @Test("a handler's failure arrives as it was thrown")
    func failure() throws {
        let rig = try Rig()
        let result = rig.result(rig.channel(), Rig.fails, Blob())
        let wanted = RPCError(.failedPrecondition, "never", retryAfterMs: 5, details: [1, 2])
        #expect(result == .failure(wanted))
    }

    @Test("a request that is no message is refused without running the handler")
    func notAMessage() throws {
        let rig = try Rig()
        let channel = rig.channel()
        var meta = Meta()
        meta.method = Rig.echo.id
        let receiver = Ended()
        _ = [UInt8]([0x0A, 0xFF]).withUnsafeBytes {
            channel.callRaw(
                meta, body: $0, isCompressed: false, deadlineUs: .max, receiver: receiver)
        }
        rig.turns { receiver.error != nil }
        #expect(receiver.error?.code == .invalidArgument)
        #expect(rig.ran == 0)
    }

    struct Who: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let device: UInt64
        let service: String
        /// The methods that exist for them.
        let may: Set<String>
    }

    static let callers = [
        Who(testDescription: "a stranger", device: 0, service: "", may: ["open"]),
        Who(testDescription: "a device", device: 71, service: "", may: ["open", "person"]),
        Who(
            testDescription: "a service", device: 0, service: "profile",
            may: ["open", "internal", "admin"]),
        Who(testDescription: "the operator", device: 0, service: "admin", may: ["open", "admin"]),
    ]

    @Test("what a caller may not call does not exist, byte for byte", arguments: callers)
    func exposure(_ who: Who) throws {
        let rig = try Rig()
        let peer = rig.rawPeer()
        var auth = Auth()
        auth.deviceID = who.device
        auth.serviceName = who.service
        peer.send(Wire.preface + Wire.hello { $0.auth = auth })
        let methods = [
            ("open", Rig.echo.id), ("person", Rig.personal.id), ("internal", Rig.inner.id),
            ("admin", Rig.admin.id), ("unknown", 0xBAD),
        ]
        var id: UInt32 = 1
        for (_, method) in methods {
            peer.send(Wire.call(id, method))
            id += 2
        }
        rig.turns { SeenFrame.all(peer.received).frames.count == 6 }
        let ends = SeenFrame.all(peer.received).frames.dropFirst()
        let unknown = ends.last?.payload
        for ((name, _), end) in zip(methods, ends) {
            if who.may.contains(name) {
                #expect(end.end?.code == 0, "\(name)")
            } else if name == "person" {
                #expect(end.end?.code == 16)
            } else {
                #expect(end.payload == unknown, "\(name)")
                #expect(end.header.flags == 17)
            }
        }
    }

    @Test("only a trusted service may say for whom it calls")
    func actor() throws {
        let rig = try Rig()
        for (channel, person) in [
            (rig.channel { $0.serviceName = "gateway" }, UInt64(5)),
            (rig.channel { $0.deviceID = 71 }, UInt64(7)),
        ] {
            var meta = ChannelCore.meta(Rig.personal)
            meta.actorPerson = 5
            meta.actorDevice = 6
            let receiver = Ended()
            _ = channel.call(
                meta, Blob(), compress: false, deadlineUs: .max, receiver: receiver)
            rig.turns { receiver.isOver }
            guard case .device(let seen, _)? = rig.contexts.last?.caller else {
                Issue.record("no device")
                return
            }
            #expect(seen == person)
        }
    }

    @Test("a method that needs a key is refused without one, and sees the one it gets")
    func keys() throws {
        let rig = try Rig()
        let channel = rig.channel()
        let without = rig.result(channel, Rig.keyed, Blob())
        #expect(throws: RPCError.self) { try without.get() }
        #expect(rig.ran == 0)
        let key = IdempotencyKey(hi: 1 << 60, lo: 77)
        _ = try rig.result(channel, Rig.keyed, Blob(), key: key).get()
        #expect(rig.contexts.last?.key == key)
    }

    @Test("a client that is not believed is told so, and its calls never ran")
    func unbelieved() throws {
        let rig = try Rig()
        let channel = rig.channel { $0.deviceID = 13 }
        guard case .failure(let error) = rig.result(channel, Rig.echo, Blob()) else {
            Issue.record("answered")
            return
        }
        #expect(error.code == .unauthenticated)
        #expect(error.neverSent)
        #expect(rig.ran == 0)
    }

    @Test("while it is not known who the client is, nothing of it runs")
    func undecided() throws {
        var answers: [(Result<Caller, RPCError>) -> Void] = []
        let rig = try Rig(authenticate: { _, _, answer in answers.append(answer) })
        let channel = rig.channel()
        var result: Result<Blob, RPCError>?
        channel.call(Rig.echo, Blob([1])) { result = $0 }
        rig.turns { answers.count == 1 }
        rig.settle()
        #expect(result == nil && rig.ran == 0)
        answers[0](.success(.anonymous))
        answers[0](.success(.admin))
        rig.turns { result != nil }
        #expect(rig.contexts.last?.caller == .anonymous)
    }

    @Test(
        "who speaks something else gets one line and the end",
        arguments: [
            Array("GET / HTTP/1.1\r\n\r\n".utf8), noise(80), [0x16, 3, 1, 0, 200, 1, 0, 0],
        ])
    func otherProtocols(_ bytes: [UInt8]) throws {
        let rig = try Rig()
        let peer = rig.rawPeer()
        peer.send(bytes)
        rig.turns { peer.isClosed }
        #expect(peer.received.last == 10)
        #expect(rig.faults == ["invalidArgument not Tendril's preface"])
        #expect(rig.server.connectionCount == 0)
    }

    @Test("who says nothing is closed after 5 s")
    func silent() throws {
        let rig = try Rig()
        let peer = rig.rawPeer()
        peer.send([0x54])
        rig.settle()
        rig.advance(us: 4_000_000)
        #expect(!peer.isClosed)
        rig.advance(us: 2_000_000)
        rig.turns { peer.isClosed }
    }

    @Test("a client that finishes sending still gets its answers")
    func halfClosed() throws {
        let rig = try Rig()
        let peer = rig.rawPeer()
        peer.send(Wire.opening + Wire.call(1) + Wire.call(3, Rig.slow.id))
        rig.turns { rig.owed.count == 1 }
        rig.owed[0].send(Blob([1]))
        rig.turns { SeenFrame.all(peer.received).frames.count == 3 }
        #expect(SeenFrame.all(peer.received).frames.last?.body == Blob([1]).encoded())
    }

    @Test("a client that finished sending, and so cannot answer a ping, gets what takes a minute")
    func halfClosedLong() throws {
        let rig = try Rig()
        let peer = RawSocket(connectedTo: rig.address)
        peer.send(Wire.opening + Wire.call(1, Rig.slow.id) { $0.timeoutUs = 120_000_000 })
        rig.turns { rig.owed.count == 1 }
        peer.finish()
        for _ in 0..<60 { rig.advance(us: 1_000_000) }
        rig.owed[0].send(Blob([1]))
        var received: [UInt8] = []
        rig.turns {
            received += peer.receive() ?? []
            return SeenFrame.all(received).frames.last?.body == Blob([1]).encoded()
        }
    }

    @Test("a client that went away with a call open is found out by the next ping")
    func gone() throws {
        let rig = try Rig()
        let peer = RawSocket(connectedTo: rig.address)
        peer.send(Wire.opening + Wire.call(1, Rig.watch.id))
        rig.turns { rig.sinks.count == 1 && peer.receive()?.isEmpty == false }
        peer.close()
        rig.settle()
        #expect(rig.sinks[0].isOpen)
        rig.advance(us: 15_000_000)
        rig.turns { !rig.sinks[0].isOpen }
    }

    @Test("a shut-out caller's connections close at once")
    func shutOut() throws {
        let rig = try Rig()
        let first = rig.channel { $0.deviceID = 71 }
        let second = rig.channel { $0.deviceID = 81 }
        _ = rig.result(first, Rig.echo, Blob())
        _ = rig.result(second, Rig.echo, Blob())
        var ended: RPCError?
        first.stream(Rig.watch, Blob(), onItem: { _ in }, onEnd: { ended = $0 })
        rig.turns { rig.sinks.count == 1 }
        rig.server.closeAll { $0 == .device(person: 7, device: 71) }
        rig.turns { ended != nil }
        rig.turns { rig.server.connectionCount == 1 }
        _ = try rig.result(second, Rig.echo, Blob()).get()
    }

    @Test("the call that shuts its own caller out is answered, and no other")
    func sparesOne() throws {
        let rig = try Rig()
        let channel = rig.channel { $0.deviceID = 71 }
        var spared: Result<Blob, RPCError>?
        var other: Result<Blob, RPCError>?
        var ended: RPCError?
        channel.call(Rig.slow, Blob()) { spared = $0 }
        channel.call(Rig.lazy, Blob()) { other = $0 }
        channel.stream(Rig.watch, Blob(), onItem: { _ in }, onEnd: { ended = $0 })
        rig.turns { rig.owed.count == 2 && rig.sinks.count == 1 }
        rig.server.closeAll(where: { $0 != .anonymous }, sparing: Rig.slow.id)
        rig.turns { other != nil && ended != nil }
        #expect(spared == nil && rig.server.connectionCount == 1)
        let ran = rig.ran
        var late: Result<Blob, RPCError>?
        channel.call(Rig.echo, Blob()) { late = $0 }
        rig.turns { late != nil }
        #expect(rig.ran == ran + 1, "a call on the old connection ran, or a new one did not")
        for reply in rig.owed { reply.send(Blob([9])) }
        rig.turns { spared != nil }
        #expect(try spared?.get() == Blob([9]))
        #expect(throws: RPCError.self) { try other?.get() }
        rig.turns { rig.server.connectionCount == 1 }
    }

    @Test("who was shut out hears no new call, and a spared one that takes long is ended")
    func sparesAWhile() throws {
        let rig = try Rig()
        let peer = rig.rawPeer()
        peer.send(Wire.opening + Wire.call(1, Rig.slow.id))
        rig.turns { rig.owed.count == 1 }
        rig.server.closeAll(where: { _ in true }, sparing: Rig.slow.id, graceUs: 1_000_000)
        peer.send(Wire.call(3))
        rig.settle()
        #expect(rig.ran == 0 && !peer.isClosed)
        rig.advance(us: 1_000_000)
        rig.turns { peer.isClosed }
        #expect(rig.ran == 0)
        rig.owed[0].send(Blob([1]))
        rig.settle()
    }

    @Test("streams that come and go without credit leave nothing in the row of those that wait")
    func waitsOnce() throws {
        let rig = try Rig()
        let peer = rig.rawPeer()
        peer.send(Wire.preface + Wire.hello { $0.connectionWindow = 16_384 })
        let item = Blob(noise(20_000))
        for turn in 0..<20 {
            let id = UInt32(2 * turn + 1)
            peer.send(Wire.call(id, Rig.watch.id))
            rig.turns { rig.sinks.count == turn + 1 }
            #expect(rig.sinks[turn].offer(item) == (turn == 0 ? .taken : .full))
            if turn == 19 { break }
            peer.send(Wire.cancel(id))
            rig.turns { !rig.sinks[turn].isOpen }
        }
        var rooms = 0
        rig.sinks[19].onRoom { rooms += 1 }
        peer.send(Wire.window(0, 40_000))
        rig.turns { rooms > 0 }
        rig.settle()
        #expect(rooms == 1)
        #expect(rig.sinks[19].offer(item) == .taken)
    }

    @Test("a stream that waits behind one whose item took all credit goes on when credit comes")
    func waitsBehind() throws {
        let rig = try Rig()
        let peer = rig.rawPeer()
        peer.send(Wire.preface + Wire.hello { $0.connectionWindow = 16_384 })
        peer.send(Wire.call(1, Rig.watch.id) + Wire.call(3, Rig.watch.id))
        rig.turns { rig.sinks.count == 2 }
        let item = Blob(noise(20_000))
        #expect(rig.sinks[0].offer(item) == .taken)
        var rooms = [0, 0]
        for at in 0..<2 {
            #expect(rig.sinks[at].offer(item) == .full)
            rig.sinks[at].onRoom {
                rooms[at] += 1
                #expect(rig.sinks[at].offer(item) == .taken)
            }
        }
        // Enough for the first item, of which its stream has no second; then for the other's.
        peer.send(Wire.window(0, 10_000))
        rig.turns { rooms == [1, 0] }
        rig.settle()
        peer.send(Wire.window(0, 20_000))
        rig.settle()
        #expect(rooms == [1, 1])
    }
}

/// Keeps the end of a raw call.
final class Ended: CallReceiver {
    var isOver = false
    var error: RPCError?
    var body: [UInt8] = []
    var items: [[UInt8]] = []
    var isLocal = false

    func callItem(_ item: RawItem, tag: Int) {
        items.append([UInt8](item.body))
        item.consumed()
    }

    func callEnded(_ end: RawEnd, tag: Int) {
        isOver = true
        isLocal = end.isLocal
        error = end.error
        body = [UInt8](end.body)
    }
}
