import Glibc
import Reactor
import Synchronization
import TestSupport
import Testing

/// What other threads may do to a loop.
@Suite struct ThreadTests {
    @Test("posts from many threads all run, each thread's in order")
    func posts() throws {
        let rig = try Rig()
        let seen = Seen()
        let threads = (0..<4).map { thread in
            Thread { [loop = rig.loop] in
                for number in 0..<2000 { loop.post { seen.note(thread, number) } }
            }
        }
        rig.turns(20_000) { seen.count == 8000 }
        for thread in threads { thread.join() }
        #expect(seen.isInOrder)
    }

    /// Touched on the loop's thread only.
    private final class Seen: @unchecked Sendable {
        var last = [Int](repeating: -1, count: 4)
        var count = 0
        var isInOrder = true

        func note(_ thread: Int, _ number: Int) {
            if last[thread] + 1 != number { isInOrder = false }
            last[thread] = number
            count += 1
        }
    }

    @Test("a post wakes a loop that waits for ever, and stop ends it")
    func wake() throws {
        let rig = try Rig()
        let ran = Shared()
        let thread = Thread { [loop = rig.loop] in
            loop.post {
                ran.set(1)
                loop.stop()
            }
        }
        rig.loop.run()
        thread.join()
        #expect(ran.get() == 1)
    }

    private final class Shared: Sendable {
        private let value = Atomic<Int>(0)
        func set(_ new: Int) { value.store(new, ordering: .relaxed) }
        func get() -> Int { value.load(ordering: .relaxed) }
    }

    private actor Counter {
        let loop: Loop
        var count = 0
        nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

        init(_ loop: Loop) { self.loop = loop }

        func add() -> Int {
            #expect(loop.isOnLoop)
            count += 1
            return count
        }
    }

    @Test("an actor runs on the loop, and so does a task that prefers it")
    func actor() throws {
        let rig = try Rig()
        let counter = Counter(rig.loop)
        let result = Shared()
        Task(executorPreference: rig.loop) { [loop = rig.loop] in
            for _ in 0..<100 {
                result.set(await counter.add())
                #expect(loop.isOnLoop)
            }
        }
        rig.turns(20_000) { result.get() == 100 }
    }

    @Test("posted work beyond the share of a turn waits for the next, in order")
    func share() throws {
        let rig = try Rig { $0.jobsPerTurn = 10 }
        let seen = Seen()
        for number in 0..<25 { rig.loop.post { seen.note(0, number) } }
        for expected in [10, 20, 25] {
            rig.settle(1)
            #expect(seen.count == expected)
        }
        #expect(seen.isInOrder)
    }

    @Test("hooks run before bytes leave, and what they make ready leaves with them")
    func hooks() throws {
        let rig = try Rig()
        let (listener, servers) = try rig.echoServer { $0.echoes = false }
        let peer = RawSocket(connectedTo: listener.address)
        rig.turns { servers.all.count == 1 }
        let server = try #require(servers.all.first)
        var order: [String] = []
        rig.loop.atTurnEnd {
            order.append("first")
            if !server.received.isEmpty, server.sentBytes == 0 { server.send([9]) }
        }
        rig.loop.atTurnEnd { order.append("second \(server.sentBytes)") }
        peer.send([1])
        rig.turns { server.sentBytes == 1 }
        #expect(order.suffix(2) == ["first", "second 0"])
        let count = order.count
        rig.settle()
        #expect(order.count == count)
    }
}
