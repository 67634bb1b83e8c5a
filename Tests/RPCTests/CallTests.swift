import Codec
import RPC
import Reactor
import Testing

/// Deadlines, cancellation and streams over real sockets.
@Suite struct CallTests {
    // MARK: Deadlines

    struct Time: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// What the Meta of a CALL says; nil: nothing.
        let timeoutUs: Int64?
        /// Until when the handler may work, from now; nil: it does not run.
        let unaryUs: Int64?
        let watchUs: Int64?
    }

    static let times = [
        Time(testDescription: "none", timeoutUs: nil, unaryUs: 30_000_000, watchUs: .max),
        Time(testDescription: "0", timeoutUs: 0, unaryUs: nil, watchUs: nil),
        Time(testDescription: "-1", timeoutUs: -1, unaryUs: nil, watchUs: nil),
        Time(testDescription: "the least", timeoutUs: .min, unaryUs: nil, watchUs: nil),
        Time(testDescription: "2 s", timeoutUs: 2_000_000, unaryUs: 2_000_000, watchUs: 2_000_000),
        Time(
            testDescription: "an hour", timeoutUs: 3_600_000_000, unaryUs: 300_000_000,
            watchUs: 3_600_000_000),
        Time(testDescription: "2^63-2", timeoutUs: .max - 1, unaryUs: 300_000_000, watchUs: .max),
    ]

    @Test("the time a call names is brought within limits; 0 and less are over", arguments: times)
    func clamped(_ time: Time) throws {
        for (method, wanted) in [(Rig.slow.id, time.unaryUs), (Rig.watch.id, time.watchUs)] {
            let rig = try Rig()
            let peer = rig.rawPeer()
            var meta = Meta()
            meta.method = method
            // The writer leaves 0 out, so the field is put there by hand: number 2, a varint.
            var bytes = meta.encoded()
            if let given = time.timeoutUs { bytes += [0x10] + varint(UInt64(bitPattern: given)) }
            peer.send(Wire.opening + Wire.frame(FrameType.call, 1, flags: 1, meta: bytes))
            let start = rig.clock.nowUs
            rig.turns { !rig.contexts.isEmpty || SeenFrame.all(peer.received).frames.count == 2 }
            if let wanted {
                let until = rig.contexts.first?.deadlineUs ?? 0
                #expect(until == (wanted == .max ? .max : start + wanted))
            } else {
                #expect(rig.contexts.isEmpty)
                #expect(SeenFrame.all(peer.received).frames.last?.end?.code == 4)
            }
        }
    }

    private func varint(_ value: UInt64) -> [UInt8] {
        var rest = value
        var bytes: [UInt8] = []
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    @Test("a passed deadline ends the call once on both ends, and frees the handler's slot at last")
    func deadline() throws {
        let rig = try Rig()
        let channel = rig.channel()
        var ends: [Result<Blob, RPCError>] = []
        channel.call(Rig.slow, Blob(), timeoutUs: 2_000_000) { ends.append($0) }
        rig.turns { rig.owed.count == 1 }
        var isCancelled = 0
        rig.owed[0].onCancel { isCancelled += 1 }
        rig.advance(us: 1_990_000)
        #expect(ends.isEmpty)
        rig.advance(us: 20_000)
        #expect(ends.count == 1)
        if case .failure(let error) = ends[0] { #expect(error.code == .deadlineExceeded) }
        rig.advance(us: 2_000_000)
        #expect(isCancelled == 1)
        #expect(!rig.owed[0].isWanted)
        #expect(rig.server.handlers == 1, "the handler still runs")
        rig.owed[0].send(Blob([1]))
        rig.owed[0].send(Blob([2]))
        #expect(rig.server.handlers == 0)
        rig.settle()
        #expect(ends.count == 1)
    }

    @Test("ten thousand deadlines cost one timer")
    func manyDeadlines() throws {
        let rig = try Rig(limits: .service)
        let channel = rig.channel(limits: .service)
        _ = rig.result(channel, Rig.echo, Blob())
        var ended = 0
        for turn in 0..<1_000 {
            channel.call(Rig.slow, Blob(), timeoutUs: Int64(1_000_000 + turn * 1_000)) { _ in
                ended += 1
            }
        }
        rig.turns { rig.owed.count == 1_000 }
        #expect(rig.loop.timerCount < 10)
        rig.advance(us: 1_500_000)
        #expect(ended == 501 || ended == 500)
        rig.advance(us: 600_000)
        #expect(ended == 1_000)
    }

    // MARK: Cancellation

    @Test("a cancelled call tells the handler, holds its slot, and is heard of no more")
    func cancel() throws {
        let rig = try Rig()
        let channel = rig.channel()
        var isHeard = false
        let id = channel.call(Rig.slow, Blob()) { (_: Result<Blob, RPCError>) in isHeard = true }
        rig.turns { rig.owed.count == 1 }
        var isCancelled = false
        rig.owed[0].onCancel { isCancelled = true }
        channel.cancel(id)
        channel.cancel(id)
        rig.turns { isCancelled }
        #expect(rig.server.handlers == 1)
        rig.owed[0].fail(RPCError(.cancelled, "gave up"))
        rig.settle()
        #expect(rig.server.handlers == 0)
        #expect(!isHeard)
        #expect(channel.openCalls == 0)
        _ = try rig.result(channel, Rig.echo, Blob()).get()
    }

    @Test("cancelled handlers count against the limit until they return")
    func handlerSlots() throws {
        var limits = Limits()
        limits.handlersMax = 4
        let rig = try Rig(limits: limits)
        let channel = rig.channel()
        for _ in 0..<4 {
            let id = channel.call(Rig.slow, Blob()) { (_: Result<Blob, RPCError>) in }
            let count = rig.owed.count
            rig.turns { rig.owed.count == count + 1 }
            channel.cancel(id)
        }
        guard case .failure(let error) = rig.result(channel, Rig.slow, Blob()) else {
            Issue.record("a fifth handler ran")
            return
        }
        #expect(error.code == .resourceExhausted)
        #expect(error.retryAfterMs != nil)
        for reply in rig.owed { reply.fail(RPCError(.cancelled, "")) }
        var isBack = false
        channel.call(Rig.slow, Blob()) { (_: Result<Blob, RPCError>) in isBack = true }
        rig.turns { rig.owed.count == 5 }
        rig.owed[4].send(Blob())
        rig.turns { isBack }
    }

    @Test("a lost connection ends what was open, and its handlers hear of it")
    func lost() throws {
        let rig = try Rig()
        let peer = rig.rawPeer()
        peer.send(Wire.opening + Wire.call(1, Rig.slow.id) + Wire.call(3, Rig.watch.id))
        rig.turns { rig.owed.count == 1 && rig.sinks.count == 1 }
        var heard: [String] = []
        rig.owed[0].onCancel { heard.append("reply") }
        rig.sinks[0].onCancel { heard.append("sink") }
        peer.connection?.close()
        rig.turns { heard.count == 2 }
        #expect(rig.sinks[0].offer(Blob()) == .closed)
        #expect(rig.server.handlers == 1)
        rig.owed[0].send(Blob())
        rig.sinks[0].end()
        #expect(rig.server.handlers == 0)
        #expect(rig.server.connectionCount == 0)
    }

    // MARK: Streams

    @Test("a stream brings its items in order and its end")
    func stream() throws {
        let rig = try Rig()
        let channel = rig.channel()
        var items: [Blob] = []
        var end: RPCError??
        channel.stream(Rig.watch, Blob(), onItem: { items.append($0) }, onEnd: { end = .some($0) })
        rig.turns { rig.sinks.count == 1 }
        var next = 0
        let push = {
            while next < 5_000 {
                let item = Blob([UInt8(next % 256), UInt8(next / 256)])
                guard rig.sinks[0].offer(item) == .taken else { return }
                next += 1
            }
            rig.sinks[0].end()
        }
        rig.sinks[0].onRoom(push)
        push()
        rig.turns { end != nil }
        #expect(items.count == 5_000)
        #expect(items.last == Blob([UInt8(4_999 % 256), UInt8(4_999 / 256)]))
        #expect(end == .some(nil))
        #expect(rig.sinks[0].offer(Blob()) == .closed)
    }

    @Test("a stream that is not read fills its window and stops")
    func unread() throws {
        let rig = try Rig()
        let channel = rig.channel()
        let receiver = Hoarder()
        _ = channel.call(
            ChannelCore.meta(Rig.watch), Blob(), compress: false, deadlineUs: .max,
            receiver: receiver)
        rig.turns { rig.sinks.count == 1 }
        let item = Blob(noise(1_000))
        var taken = 0
        while rig.sinks[0].offer(item) == .taken { taken += 1 }
        rig.settle()
        #expect(rig.sinks[0].offer(item) == .full)
        #expect(taken == 31 && receiver.credits.count == 31)
        var isRoom = false
        rig.sinks[0].onRoom { isRoom = true }
        receiver.giveBack()
        rig.turns { isRoom }
        #expect(rig.sinks[0].offer(item) == .taken)
    }

    @Test("streams of one connection take turns")
    func turns() throws {
        let rig = try Rig()
        let channel = rig.channel()
        var counts = [0, 0, 0]
        for at in 0..<3 {
            channel.stream(
                Rig.watch, Blob(), onItem: { (_: Blob) in counts[at] += 1 }, onEnd: { _ in })
            rig.turns { rig.sinks.count == at + 1 }
        }
        let item = Blob(noise(1_000))
        for sink in rig.sinks {
            let push = { while sink.offer(item) == .taken {} }
            sink.onRoom(push)
            push()
        }
        rig.turns { counts.reduce(0, +) > 3_000 }
        #expect((counts.max() ?? 0) < 2 * (counts.min() ?? 0), "\(counts)")
    }

    @Test("an item too large for a frame ends its stream with a clear failure")
    func largeItem() throws {
        let rig = try Rig()
        let channel = rig.channel()
        var end: RPCError??
        channel.stream(
            Rig.watch, Blob(), onItem: { (_: Blob) in }, onEnd: { end = .some($0) })
        rig.turns { rig.sinks.count == 1 }
        #expect(rig.sinks[0].offer(Blob(noise(70_000))) == .closed)
        rig.turns { end != nil }
        #expect(end??.code == .resourceExhausted)
        #expect(channel.state == .ready)
    }

    @Test("requests and replies too large for a frame fail alone, before they are sent")
    func largeMessages() throws {
        let rig = try Rig()
        let channel = rig.channel()
        guard case .failure(let error) = rig.result(channel, Rig.echo, Blob(noise(70_000))) else {
            Issue.record("sent")
            return
        }
        #expect(error.code == .resourceExhausted && rig.ran == 0)
        channel.call(Rig.slow, Blob()) { (_: Result<Blob, RPCError>) in }
        rig.turns { rig.owed.count == 1 }
        let large = rig.result(channel, Rig.echo, Blob(noise(60_000)))
        #expect((try? large.get()) == Blob(noise(60_000)))
        rig.owed[0].send(Blob(noise(70_000)))
        _ = try rig.result(channel, Rig.echo, Blob()).get()
    }
}

/// Keeps items without giving their credit back.
final class Hoarder: CallReceiver {
    var credits: [ItemCredit] = []

    func callItem(_ item: RawItem, tag: Int) { credits.append(item.credit) }

    func callEnded(_ end: RawEnd, tag: Int) {}

    func giveBack() {
        for credit in credits { credit.giveBack() }
        credits = []
    }
}
