import Codec
import RPC
import Reactor
import Testing

/// A gateway between a channel and a server, which reads no message.
@Suite struct RelayTests {
    /// A server in front of another, forwarding whatever it does not know.
    final class Front {
        let back: Rig
        let router = Router()
        let server: Server
        let toBack: ChannelCore
        let address: Address
        var seen: [RawSeen] = []

        struct RawSeen {
            var method: UInt32
            var body: [UInt8]
            var isCompressed: Bool
            var caller: Caller
        }

        init(_ back: Rig) throws {
            self.back = back
            server = Server(loop: back.loop, router: router) { hello, _, answer in
                answer(Rig.believe(hello))
            }
            toBack = back.channel({ $0.serviceName = "gateway" }, limits: .service)
            address = try server.listen(.loopback(port: 0))
            router.onUnknown = { [unowned self] call in forward(call) }
        }

        private func forward(_ call: RawCall) {
            seen.append(
                RawSeen(
                    method: call.method, body: [UInt8](call.body),
                    isCompressed: call.isCompressed, caller: call.caller))
            guard case .device(let person, let device) = call.caller else {
                call.refuse()
                return
            }
            var meta = call.meta
            meta.actorPerson = person
            meta.actorDevice = device
            call.forward(over: toBack, meta: meta, isWatch: call.method == Rig.watch.id)
        }

        func channel(_ device: UInt64 = 71) -> ChannelCore {
            var auth = Auth()
            auth.deviceID = device
            return ChannelCore(loop: back.loop, to: address, auth: auth, random: seeded(3))
        }
    }

    @Test("a call goes through with its caller, its key and its body untouched")
    func call() throws {
        let rig = try Rig()
        let front = try Front(rig)
        let channel = front.channel()
        let body = Blob([UInt8](repeating: 7, count: 3_000))
        let key = IdempotencyKey(hi: 5 << 50, lo: 6)
        let reply = try rig.result(channel, Rig.personal, body, key: key).get()
        #expect(reply == body)
        #expect(front.seen.first?.isCompressed == true)
        #expect(rig.contexts.last?.caller == .device(person: 7, device: 71))
        #expect(rig.contexts.last?.key == key)
    }

    @Test("a failure comes back as it was")
    func failure() throws {
        let rig = try Rig()
        let front = try Front(rig)
        let wanted = RPCError(.failedPrecondition, "never", retryAfterMs: 5, details: [1, 2])
        #expect(rig.result(front.channel(), Rig.fails, Blob()) == .failure(wanted))
    }

    @Test("who may not call gets the answer of an unknown method")
    func refused() throws {
        let rig = try Rig()
        let front = try Front(rig)
        guard case .failure(let error) = rig.result(front.channel(0), Rig.echo, Blob()) else {
            Issue.record("forwarded")
            return
        }
        #expect(error.code == .unimplemented)
    }

    @Test("the time left goes along, and its end comes back once")
    func deadline() throws {
        let rig = try Rig()
        let front = try Front(rig)
        var ends: [Result<Blob, RPCError>] = []
        let channel = front.channel()
        channel.call(Rig.slow, Blob(), timeoutUs: 5_000_000) { ends.append($0) }
        rig.turns { rig.owed.count == 1 }
        #expect(rig.contexts[0].deadlineUs == rig.clock.nowUs + 5_000_000)
        rig.advance(us: 5_100_000)
        rig.turns { ends.count == 1 }
        if case .failure(let error) = ends[0] { #expect(error.code == .deadlineExceeded) }
        rig.settle()
        #expect(ends.count == 1)
        #expect(front.server.handlers == 0)
        #expect(front.toBack.openCalls == 0)
    }

    @Test("giving up in front gives up behind")
    func cancel() throws {
        let rig = try Rig()
        let front = try Front(rig)
        let channel = front.channel()
        let id = channel.call(Rig.slow, Blob()) { (_: Result<Blob, RPCError>) in }
        let watch = channel.stream(
            Rig.watch, Blob(), onItem: { (_: Blob) in }, onEnd: { _ in })
        rig.turns { rig.owed.count == 1 && rig.sinks.count == 1 }
        var heard = 0
        rig.owed[0].onCancel { heard += 1 }
        rig.sinks[0].onCancel { heard += 1 }
        channel.cancel(id)
        channel.cancel(watch)
        rig.turns { heard == 2 }
        #expect(front.server.handlers == 0)
        #expect(front.toBack.openCalls == 0)
    }

    @Test("a stream goes through in order, and its end after the last item")
    func stream() throws {
        let rig = try Rig()
        let front = try Front(rig)
        let channel = front.channel()
        var items = 0
        var inOrder = true
        var end: RPCError??
        channel.stream(
            Rig.watch, Blob(),
            onItem: { (blob: Blob) in
                if blob.payload[0] != UInt8(items % 251) { inOrder = false }
                items += 1
            }, onEnd: { end = .some($0) })
        rig.turns { rig.sinks.count == 1 }
        let body = noise(900)
        var next = 0
        let push = {
            while next < 3_000 {
                guard rig.sinks[0].offer(Blob([UInt8(next % 251)] + body)) == .taken else { return }
                next += 1
            }
            rig.sinks[0].end(RPCError(.outOfRange, "the end"))
        }
        rig.sinks[0].onRoom(push)
        push()
        rig.turns(20_000) { end != nil }
        #expect(items == 3_000 && inOrder)
        #expect(end??.code == .outOfRange)
    }

    @Test("a stream that its caller does not read keeps at most two windows on the way")
    func unreadStream() throws {
        let rig = try Rig()
        let front = try Front(rig)
        let channel = front.channel()
        let receiver = Hoarder()
        _ = channel.call(
            ChannelCore.meta(Rig.watch), Blob(), compress: false, deadlineUs: .max,
            receiver: receiver)
        rig.turns { rig.sinks.count == 1 }
        let item = Blob(noise(1_000))
        var taken = 0
        let push = { while rig.sinks[0].offer(item) == .taken { taken += 1 } }
        rig.sinks[0].onRoom(push)
        push()
        rig.settle(200)
        #expect(taken < 100)
        #expect(receiver.credits.count == 31)
        // Others are not held up.
        for _ in 0..<50 { _ = try rig.result(channel, Rig.echo, Blob([1])).get() }
        let before = taken
        for _ in 0..<20 {
            receiver.giveBack()
            rig.settle()
        }
        #expect(taken > before + 200)
    }

    @Test("a lost back ends forwarded calls as unavailable")
    func lostBack() throws {
        let rig = try Rig()
        let front = try Front(rig)
        let channel = front.channel()
        var end: RPCError?
        channel.call(Rig.slow, Blob()) { (result: Result<Blob, RPCError>) in
            if case .failure(let error) = result { end = error }
        }
        rig.turns { rig.owed.count == 1 }
        rig.server.closeAll { _ in true }
        rig.turns { end != nil }
        #expect(end?.code == .unavailable)
        #expect(front.server.handlers == 0)
    }
}
