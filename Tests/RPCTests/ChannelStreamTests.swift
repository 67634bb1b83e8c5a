import Codec
import RPC
import Reactor
import Testing

/// Streams of asynchronous code: iterated, let go, cancelled.
@Suite struct ChannelStreamTests {
    @Test("a stream's items come in order, then its end")
    func iterates() throws {
        let rig = try Rig()
        let channel = rig.face()
        let items = rig.start { try await channel.stream(Rig.watch, Blob()).collect() }
        rig.turns { rig.sinks.count == 1 }
        rig.push((0..<200).map { Blob([UInt8($0)]) }, thenEnd: true)
        rig.turns { items.result != nil }
        #expect(try items.result?.get() == (0..<200).map { Blob([UInt8($0)]) })
    }

    @Test("a stream that fails throws behind its items, once")
    func fails() throws {
        let rig = try Rig()
        let channel = rig.face()
        let ends = rig.start {
            let iterator = await channel.stream(Rig.watch, Blob()).makeAsyncIterator()
            var heard: [String] = []
            for _ in 0..<3 {
                do {
                    heard.append(try await iterator.next() == nil ? "end" : "item")
                } catch let error as RPCError {
                    heard.append("\(error.code)")
                }
            }
            return heard
        }
        rig.turns { rig.sinks.count == 1 }
        rig.push([Blob([1])], thenEnd: false)
        rig.sinks[0].end(RPCError(.aborted, "enough"))
        rig.turns { ends.result != nil }
        #expect(try ends.result?.get() == ["item", "aborted", "end"])
    }

    @Test("credit goes back as items are iterated, and not before")
    func credit() throws {
        let rig = try Rig()
        let channel = rig.face()
        let stream = rig.start { await channel.stream(Rig.watch, Blob()) }
        rig.turns { rig.sinks.count == 1 && stream.result != nil }
        let item = Blob(noise(1_000))
        var taken = 0
        while rig.sinks[0].offer(item) == .taken { taken += 1 }
        rig.settle()
        #expect(rig.sinks[0].offer(item) == .full)
        var rooms = 0
        rig.sinks[0].onRoom { rooms += 1 }
        let items = try #require(try stream.result?.get())
        let some = rig.start { [taken] in
            let iterator = items.makeAsyncIterator()
            for _ in 0..<taken { _ = try await iterator.next() }
        }
        rig.turns { some.result != nil && rooms > 0 }
        #expect(rig.sinks[0].offer(item) == .taken)
    }

    @Test("a sequence that is let go cancels its stream")
    func letGo() throws {
        let rig = try Rig()
        let channel = rig.face()
        let first = rig.start {
            for try await item in await channel.stream(Rig.watch, Blob()) { return item }
            return Blob()
        }
        rig.turns { rig.sinks.count == 1 }
        rig.push([Blob([1]), Blob([2])], thenEnd: false)
        rig.turns { first.result != nil && !rig.sinks[0].isOpen }
        #expect(try first.result?.get() == Blob([1]))
        let unused = rig.start { _ = await channel.stream(Rig.watch, Blob()) }
        rig.turns { unused.result != nil }
        rig.turns { rig.sinks.allSatisfy { !$0.isOpen } }
    }

    @Test("cancelling the task that iterates ends the stream")
    func cancelled() throws {
        let rig = try Rig()
        let channel = rig.face()
        let items = rig.start { try await channel.stream(Rig.watch, Blob()).collect() }
        rig.turns { rig.sinks.count == 1 }
        items.task?.cancel()
        rig.turns { items.result != nil && !rig.sinks[0].isOpen }
        #expect(items.error?.code == .cancelled)
    }

    @Test("two tasks that iterate one stream share its items, and neither is left waiting")
    func shared() throws {
        let rig = try Rig()
        let channel = rig.face()
        let stream = rig.start { await channel.stream(Rig.watch, Blob()) }
        rig.turns { rig.sinks.count == 1 && stream.result != nil }
        let items = try #require(try stream.result?.get())
        let halves = (0..<2).map { _ in rig.start { try await items.collect() } }
        rig.settle()
        rig.push((0..<10).map { Blob([UInt8($0)]) }, thenEnd: true)
        rig.turns { halves.allSatisfy { $0.result != nil } }
        let all = try halves.flatMap { try $0.result?.get() ?? [] }
        #expect(Set(all.map(\.payload)) == Set((0..<10).map { [UInt8($0)] }) && all.count == 10)
    }

    @Test("a stream ends when its time is up")
    func deadline() throws {
        let rig = try Rig()
        let channel = rig.face()
        let items = rig.start {
            try await channel.stream(Rig.watch, Blob(), timeoutUs: 1_000_000).collect()
        }
        rig.turns { rig.sinks.count == 1 }
        rig.clock.advance(us: 1_000_001)
        rig.turns { items.result != nil }
        #expect(items.error?.code == .deadlineExceeded)
        rig.turns { !rig.sinks[0].isOpen }
    }

    @Test("an item that is no message fails the stream behind those before it, and cancels it")
    func malformed() throws {
        let rig = try Rig()
        var reply: RawReply?
        rig.router.onUnknown = { reply = $0.begin(isWatch: true) }
        let channel = rig.face()
        let unheard = Method<Blob, Blob>("tend.v1.Test/Unheard", .open, shape: .serverStream)
        let stream = rig.start { await channel.stream(unheard, Blob()) }
        rig.turns { reply != nil && stream.result != nil }
        for bytes in [Blob([1]).encoded(), [0x0A, 0xFF], Blob([2]).encoded()] {
            let offer = bytes.withUnsafeBytes { reply?.offer($0, isCompressed: false) }
            #expect(offer == .taken)
        }
        rig.settle()
        let items = try #require(try stream.result?.get())
        let heard = rig.start {
            let iterator = items.makeAsyncIterator()
            let first = try await iterator.next()
            do {
                return [first, try await iterator.next()]
            } catch let error as RPCError {
                return error.code == .internal ? [first, nil] : []
            }
        }
        rig.turns { heard.result != nil }
        #expect(try heard.result?.get() == [Blob([1]), nil])
        rig.turns { reply?.isWanted == false }
    }
}
