import Reactor
import Testing

/// Timers on a clock moved by hand.
@Suite struct TimerTests {
    @Test("timers fire in the order of deadlines, then of setting, and not before")
    func order() throws {
        let rig = try Rig()
        var fired: [Int] = []
        for (name, us) in [(0, 30), (1, 10), (2, 20), (3, 10), (4, 0)] {
            rig.loop.after(us: Int64(us)) { fired.append(name) }
        }
        rig.settle(1)
        #expect(fired == [4])
        rig.clock.advance(us: 9)
        rig.settle(1)
        #expect(fired == [4])
        rig.clock.advance(us: 1)
        rig.settle(1)
        #expect(fired == [4, 1, 3])
        rig.clock.advance(us: 100)
        rig.settle(1)
        #expect(fired == [4, 1, 3, 2, 0])
    }

    @Test("a cancelled timer frees what it held and does not fire, even in its own turn")
    func cancelled() throws {
        let rig = try Rig()
        weak var held: Script?
        var late: TimerID?
        let timer: TimerID
        do {
            let script = Script()
            held = script
            timer = rig.loop.after(us: 10) { script.finished += 1 }
        }
        #expect(held != nil)
        #expect(rig.loop.cancel(timer))
        #expect(held == nil)
        #expect(!rig.loop.cancel(timer))
        var fired = 0
        rig.loop.after(us: 10) {
            fired += 1
            if let late { #expect(rig.loop.cancel(late)) }
        }
        late = rig.loop.after(us: 10) { fired += 10 }
        rig.clock.advance(us: 10)
        rig.settle()
        #expect(fired == 1)
        #expect(rig.loop.timerCount == 0)
    }

    /// Does something when it is let go.
    private final class Parting {
        let act: () -> Void
        init(_ act: @escaping () -> Void) { self.act = act }
        deinit { act() }
    }

    @Test("what a timer, a hook or a post holds may cancel, set and post while it is let go")
    func partings() throws {
        let rig = try Rig()
        let loop = rig.loop
        var parted = 0
        func holding() -> Parting {
            let other = loop.after(us: 10) {}
            return Parting {
                parted += 1
                loop.cancel(other)
                loop.post {}
                loop.after(us: 10) {}
                loop.atTurnEnd {}
            }
        }
        do {
            let held = holding()
            loop.cancel(loop.after(us: 10) { withExtendedLifetime(held) {} })
        }
        do {
            let held = holding()
            loop.after(us: 0) { withExtendedLifetime(held) {} }
        }
        rig.settle(2)
        #expect(parted == 2)
        do {
            let (timer, hook) = (holding(), holding())
            loop.after(us: 10) { withExtendedLifetime(timer) {} }
            loop.atTurnEnd { withExtendedLifetime(hook) {} }
        }
        loop.shutDown()
        #expect(parted == 4)
    }

    @Test("an old name does not cancel the timer that took its place")
    func generations() throws {
        let rig = try Rig()
        let old = rig.loop.after(us: 5) {}
        rig.loop.cancel(old)
        var fired = false
        rig.loop.after(us: 5) { fired = true }
        #expect(!rig.loop.cancel(old))
        rig.clock.advance(us: 5)
        rig.settle()
        #expect(fired)
    }

    @Test("a timer set by a timer for now waits for the next turn")
    func chain() throws {
        let rig = try Rig()
        var fired = 0
        func again() {
            fired += 1
            rig.loop.after(us: 0, again)
        }
        rig.loop.after(us: -5, again)
        rig.settle(3)
        #expect(fired == 3)
        rig.loop.after(us: .max) { fired = -1 }
        rig.loop.at(us: .min) { fired = 100 }
        rig.settle(1)
        #expect(fired == 100 || fired == 101)
        rig.loop.shutDown()
    }

    @Test("many timers set, cancelled and due match a sorted list", arguments: 1...5)
    func many(_ seed: UInt64) throws {
        let rig = try Rig()
        var state = seed
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var fired: [Int] = []
        var expected: [(us: Int, name: Int)] = []
        var live: [(TimerID, Int)] = []
        for name in 0..<5000 {
            let us = random(1000) + 1
            live.append((rig.loop.after(us: Int64(us)) { fired.append(name) }, name))
            expected.append((us, name))
            if random(3) == 0 {
                let (timer, cancelled) = live.remove(at: random(live.count))
                #expect(rig.loop.cancel(timer))
                expected.removeAll { $0.name == cancelled }
            }
        }
        expected.sort { ($0.us, $0.name) < ($1.us, $1.name) }
        for _ in 0..<100 {
            rig.clock.advance(us: 10)
            rig.settle(1)
        }
        #expect(fired == expected.map(\.name))
        #expect(rig.loop.timerCount == 0)
    }
}
