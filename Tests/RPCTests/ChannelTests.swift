import Codec
import RPC
import Reactor
import Seams
import Testing

/// Unary calls of asynchronous code: they suspend, come back, and are repeated or not.
@Suite struct ChannelTests {
    @Test("a suspended call comes back with its reply, and so do a hundred at once")
    func suspends() throws {
        let rig = try Rig()
        let channel = rig.face()
        let slow = rig.start { try await channel.call(Rig.slow, Blob([7])) }
        rig.turns { rig.owed.count == 1 }
        rig.settle()
        #expect(slow.result == nil)
        rig.owed[0].send(Blob([8]))
        rig.finish(slow)
        #expect(try slow.result?.get() == Blob([8]))
        let many = (0..<100).map { number in
            rig.start { try await channel.call(Rig.echo, Blob([UInt8(number)])) }
        }
        rig.turns { many.allSatisfy { $0.result != nil } }
        #expect(try many.map { try $0.result?.get() } == (0..<100).map { Blob([UInt8($0)]) })
    }

    @Test("calls of tasks that run on another thread come back, from a server and from none")
    func fromAnotherThread() throws {
        let rig = try Rig()
        let elsewhere = try Loop(time: .system)
        let thread = try Worker(loop: rig.loop)
        thread.submit({ elsewhere.run() }, then: {})
        defer {
            elsewhere.stop()
            thread.stop()
        }
        let dials = Dials()
        let (there, nowhere) = (rig.face(), rig.face(refusing: dials))
        let (replies, refusals) = (Dials(), Dials())
        let count = 100
        for _ in 0..<count {
            Task(executorPreference: elsewhere) {
                if try await there.call(Rig.echo, Blob([7])) == Blob([7]) { replies.add() }
            }
            Task(executorPreference: elsewhere) {
                do {
                    _ = try await nowhere.call(Rig.echo, Blob([7]), timeoutUs: 1000)
                } catch {
                    refusals.add()
                }
            }
        }
        rig.turns { replies.count == count && refusals.count == count }
        #expect(replies.count == count)
        #expect(refusals.count == count)
    }

    struct Row: CustomTestStringConvertible {
        let testDescription: String
        var code = StatusCode.unavailable
        var isSafe = false
        var isKeyed = false
        let attempts: Int
    }

    @Test(
        "what failed is repeated at most twice, and only when repeating is safe",
        arguments: [
            Row(testDescription: "neither safe nor keyed", attempts: 1),
            Row(testDescription: "safe", isSafe: true, attempts: 3),
            Row(testDescription: "keyed", isKeyed: true, attempts: 3),
            Row(testDescription: "busy", code: .resourceExhausted, isSafe: true, attempts: 1),
            Row(testDescription: "too late", code: .deadlineExceeded, isSafe: true, attempts: 1),
            Row(testDescription: "cancelled", code: .cancelled, isSafe: true, attempts: 1),
            Row(testDescription: "a stranger", code: .unauthenticated, isSafe: true, attempts: 1),
            Row(testDescription: "refused", code: .failedPrecondition, isKeyed: true, attempts: 1),
        ])
    func repeats(_ row: Row) throws {
        let rig = try Rig()
        let channel = rig.face()
        rig.failures = .max
        rig.failure = RPCError(row.code, "no")
        let key = row.isKeyed ? IdempotencyKey(hi: 5, lo: 6) : nil
        let call = rig.start {
            try await channel.call(Rig.flaky, Blob(), key: key, isSafe: row.isSafe)
        }
        rig.finish(call)
        #expect(call.error?.code == row.code)
        #expect(rig.contexts.map(\.attempt) == (0..<UInt32(row.attempts)).map { $0 })
        #expect(rig.contexts.allSatisfy { $0.key == key })
    }

    @Test("a repeated call that succeeds is a success")
    func succeedsLater() throws {
        let rig = try Rig()
        let channel = rig.face()
        rig.failures = 2
        let call = rig.start { try await channel.call(Rig.flaky, Blob([3]), isSafe: true) }
        rig.finish(call)
        #expect(try call.result?.get() == Blob([3]))
        #expect(rig.contexts.count == 3)
    }

    @Test("what certainly never ran is repeated, safe or not")
    func neverSent() throws {
        let rig = try Rig()
        let dials = Dials()
        let channel = rig.face(refusing: dials)
        let call = rig.start { try await channel.call(Rig.slow, Blob()) }
        rig.finish(call)
        #expect(call.error?.code == .unavailable && call.error?.neverSent == true)
        #expect(dials.count == 3)
    }

    @Test("a server that takes the connection and says nothing is waited for once")
    func silentServer() throws {
        let rig = try Rig()
        var peers: [RawPeer] = []
        let listener = try Listener.listen(on: rig.loop, .loopback(port: 0)) { _ in
            peers.append(RawPeer())
            return peers.last
        }
        let core = ChannelCore(loop: rig.loop, to: listener.address, auth: nil, random: seeded(7))
        let channel = Channel(core, random: seeded(8))
        let startUs = rig.clock.nowUs
        let call = rig.start { try await channel.call(Rig.echo, Blob(), isSafe: true) }
        rig.finish(call)
        #expect(call.error?.code == .unavailable && call.error?.neverSent == true)
        #expect(peers.count == 1)
        #expect(rig.clock.nowUs - startUs < 6_500_000)
    }

    @Test("many failures at once are repeated as often as the budget allows")
    func budget() throws {
        let rig = try Rig()
        let channel = rig.face()
        rig.failures = .max
        let calls = (0..<25).map { _ in
            rig.start { try await channel.call(Rig.flaky, Blob(), isSafe: true) }
        }
        // The clock stands still: nobody's wait for the next attempt is over.
        rig.turns { calls.count { $0.result != nil } == 15 }
        rig.settle()
        #expect(calls.count { $0.result == nil } == 10)
        #expect(rig.contexts.count == 25)
        for call in calls { rig.finish(call) }
        #expect(calls.allSatisfy { $0.error?.code == .unavailable })
    }

    @Test("no attempt is made that could not begin in time")
    func noTime() throws {
        let rig = try Rig()
        let channel = rig.face()
        rig.failures = .max
        rig.failure = RPCError(.unavailable, "later", retryAfterMs: 2000)
        let call = rig.start {
            try await channel.call(Rig.flaky, Blob(), timeoutUs: 1_500_000, isSafe: true)
        }
        rig.turns { call.result != nil }
        #expect(call.error == rig.failure)
    }

    @Test("a call whose time is up ends, and its handler's answer comes to nothing")
    func deadline() throws {
        let rig = try Rig()
        let channel = rig.face()
        let call = rig.start {
            try await channel.call(Rig.slow, Blob(), timeoutUs: 1_000_000, isSafe: true)
        }
        rig.turns { rig.owed.count == 1 }
        rig.clock.advance(us: 1_000_001)
        rig.turns { call.result != nil }
        #expect(call.error?.code == .deadlineExceeded)
        rig.owed[0].send(Blob())
        rig.settle()
        #expect(rig.owed.count == 1)
    }

    @Test("a connection that is lost ends a call that must not be repeated")
    func lost() throws {
        let rig = try Rig()
        let channel = rig.face()
        let call = rig.start { try await channel.call(Rig.slow, Blob()) }
        rig.turns { rig.owed.count == 1 }
        rig.server.closeAll { _ in true }
        rig.finish(call)
        #expect(call.error?.code == .unavailable && rig.owed.count == 1)
    }

    // MARK: Cancellation

    @Test("cancelling the task ends the call, and the server hears of it")
    func cancelled() throws {
        let rig = try Rig()
        let channel = rig.face()
        let call = rig.start { try await channel.call(Rig.slow, Blob(), isSafe: true) }
        rig.turns { rig.owed.count == 1 }
        call.task?.cancel()
        rig.turns { call.result != nil }
        #expect(call.error?.code == .cancelled)
        rig.turns { !rig.owed[0].isWanted }
        #expect(rig.owed.count == 1)
    }

    @Test("a task that is cancelled already makes no call")
    func cancelledBefore() throws {
        let rig = try Rig()
        let channel = rig.face()
        let call = rig.start { try await channel.call(Rig.echo, Blob()) }
        call.task?.cancel()
        rig.turns { call.result != nil }
        rig.settle()
        #expect(call.error?.code == .cancelled && rig.ran == 0)
    }

    @Test("a task that waits for its next attempt ends as soon as it is cancelled")
    func cancelledBetween() throws {
        let rig = try Rig()
        let channel = rig.face()
        rig.failures = .max
        rig.failure = RPCError(.unavailable, "later", retryAfterMs: 20_000)
        let call = rig.start { try await channel.call(Rig.flaky, Blob(), isSafe: true) }
        rig.turns { rig.contexts.count == 1 }
        rig.settle()
        #expect(call.result == nil)
        call.task?.cancel()
        rig.turns { call.result != nil }
        #expect(call.error?.code == .cancelled && rig.contexts.count == 1)
    }

    @Test("a cancellation that comes from another thread, at any moment, ends each call once")
    func cancelledFromElsewhere() throws {
        let rig = try Rig()
        let channel = rig.face()
        for _ in 0..<20 {
            let calls = (0..<50).map { _ in
                rig.start { try await channel.call(Rig.echo, Blob([1])) }
            }
            let tasks = calls.compactMap(\.task)
            // Not this thread: the loop's own makes turns meanwhile.
            Task.detached { for task in tasks { task.cancel() } }
            rig.turns { calls.allSatisfy { $0.result != nil } }
            #expect(calls.allSatisfy { $0.error == nil || $0.error?.code == .cancelled })
        }
        let after = rig.start { try await channel.call(Rig.echo, Blob([2])) }
        rig.finish(after)
        #expect(try after.result?.get() == Blob([2]))
    }

    // MARK: The end

    @Test("closing ends what is open at once, and nothing is called any more")
    func closed() throws {
        let rig = try Rig()
        let channel = rig.face()
        let call = rig.start { try await channel.call(Rig.slow, Blob(), isSafe: true) }
        let items = rig.start { try await channel.stream(Rig.watch, Blob()).collect() }
        rig.turns { rig.owed.count == 1 && rig.sinks.count == 1 }
        let closing = rig.start { await channel.close() }
        rig.turns { call.result != nil && items.result != nil && closing.result != nil }
        #expect(call.error?.code == .cancelled && items.error?.code == .cancelled)
        let late = rig.start { try await channel.call(Rig.echo, Blob(), isSafe: true) }
        rig.turns { late.result != nil }
        #expect(late.error?.code == .cancelled && rig.ran == 0)
        rig.turns { rig.server.connectionCount == 0 }
    }
}
