import Glibc
import Reactor
import Testing

/// Blocking work off the loop.
@Suite struct WorkerTests {
    @Test("results come back on the loop, in the order of submission")
    func order() throws {
        let rig = try Rig()
        let worker = try Worker(loop: rig.loop)
        var results: [Int] = []
        for number in 0..<500 {
            worker.submit({ number * 2 }, then: { results.append($0) })
        }
        #expect(worker.pendingCount == 500)
        rig.turns(20_000) { results.count == 500 }
        #expect(results == (0..<500).map { $0 * 2 })
        #expect(worker.pendingCount == 0)
        worker.stop()
    }

    @Test("stopping finishes what was submitted")
    func stop() throws {
        let rig = try Rig()
        let worker = try Worker(loop: rig.loop)
        var done = 0
        for _ in 0..<100 { worker.submit({ 1 }, then: { done += $0 }) }
        worker.stop()
        worker.stop()
        rig.settle(2)
        #expect(done == 100)
    }

    @Test("a worker released while its work hangs does not hold up its owner")
    func released() throws {
        let rig = try Rig()
        var gate: [Int32] = [0, 0]
        #expect(pipe(&gate) == 0)
        let (read, write) = (gate[0], gate[1])
        var result: Int?
        do {
            let worker = try Worker(loop: rig.loop)
            worker.submit(
                {
                    var byte: UInt8 = 0
                    return Glibc.read(read, &byte, 1)
                }, then: { result = $0 })
        }
        rig.settle()
        #expect(result == nil)
        #expect(Glibc.write(write, "x", 1) == 1)
        rig.turns { result == 1 }
        close(read)
        close(write)
    }

    @Test("ten thousand starts and stops leave nothing behind")
    func startStop() throws {
        let rig = try Rig()
        var done = 0
        for round in 0..<10_000 {
            let worker = try Worker(loop: rig.loop)
            worker.submit({ 1 }, then: { done += $0 })
            if round % 2 == 0 { worker.stop() }
        }
        rig.turns(20_000) { done == 10_000 }
    }
}
