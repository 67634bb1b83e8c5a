import ReminderService
import TestSupport
import Testing

@Suite("The wheel of due times")
struct WheelTests {
    /// 2026-11-23T03:10:00Z, a Monday.
    private static let start: Int64 = 1_795_403_400_000
    private static let minute: Int64 = 60_000
    private static let hour: Int64 = 3_600_000
    private static let day: Int64 = 86_400_000

    @Test(
        "a row is due at its millisecond and not before",
        arguments: [
            1, 999, 59_999, 3_599_999, 86_399_999, 40 * 86_400_000, 399 * 86_400_000,
            401 * 86_400_000, 30 * 365 * 86_400_000, 5000 * 365 * 86_400_000,
        ] as [Int64])
    func oneRow(after: Int64) {
        let wheel = Subject(startMs: Self.start)
        wheel.insert(7, dueMs: Self.start + after)
        #expect(wheel.drain(toMs: Self.start + after - 1).rows == [])
        #expect(wheel.count == 1 && wheel.contains(7))
        #expect(wheel.drain(toMs: Self.start + after).rows == [7])
        #expect(wheel.count == 0 && !wheel.contains(7))
        #expect(wheel.dueMs(of: 7) == Self.start + after)
        #expect(wheel.drain(toMs: Self.start + after).rows == [])
    }

    @Test("rows come in the order of their due times, those of one millisecond by number")
    func order() {
        let wheel = Subject(startMs: Self.start)
        wheel.insert(5, dueMs: Self.start + 2500)
        wheel.insert(9, dueMs: Self.start + 2500)
        wheel.insert(1, dueMs: Self.start + 2501)
        wheel.insert(2, dueMs: Self.start - Self.day)
        wheel.insert(8, dueMs: Self.start + 1000)
        #expect(wheel.drain(toMs: Self.start + 5000).rows == [2, 8, 5, 9, 1])
    }

    @Test("inserting again moves the row, cancelling takes it out")
    func reschedule() {
        let wheel = Subject(startMs: Self.start)
        wheel.insert(1, dueMs: Self.start + 1000)
        wheel.insert(1, dueMs: Self.start + 3000)
        wheel.insert(2, dueMs: Self.start + 1000)
        #expect(wheel.count == 2)
        #expect(wheel.cancel(2))
        #expect(!wheel.cancel(2))
        #expect(!wheel.cancel(3))
        #expect(wheel.drain(toMs: Self.start + 2000).rows == [])
        wheel.insert(1, dueMs: Self.start + 1000)
        wheel.insert(2, dueMs: Self.start + 9000)
        #expect(wheel.drain(toMs: Self.start + 3000).rows == [1])
        #expect(wheel.drain(toMs: Self.start + 9000).rows == [2])
        #expect(wheel.nextWakeMs == nil)
    }

    @Test("a clock that steps back neither repeats nor loses, and what is new keeps its time")
    func stepBack() {
        let wheel = Subject(startMs: Self.start)
        wheel.insert(1, dueMs: Self.start + 10_000)
        wheel.insert(2, dueMs: Self.start + 30_000)
        #expect(wheel.drain(toMs: Self.start + 20_000).rows == [1])
        #expect(wheel.drain(toMs: Self.start - Self.hour).rows == [])
        wheel.insert(3, dueMs: Self.start - 1000)
        wheel.insert(4, dueMs: Self.start + 15_000)
        #expect(wheel.nextWakeMs == Self.start - 1000)
        #expect(wheel.drain(toMs: Self.start - 1001).rows == [])
        #expect(wheel.drain(toMs: Self.start - 1000).rows == [3])
        #expect(wheel.drain(toMs: Self.start + 14_999).rows == [])
        #expect(wheel.drain(toMs: Self.start + 20_000).rows == [4])
        #expect(wheel.drain(toMs: Self.start + 30_000).rows == [2])
    }

    @Test("a step forward is spread over calls, each short, in the order of due times")
    func stepForward() {
        let wheel = Subject(startMs: Self.start)
        var random = SeededRandom(seed: 1)
        var dues: [(Int64, UInt32)] = []
        for row in UInt32(0)..<20_000 {
            let due = Self.start + Int64.random(in: 0..<(40 * Self.day), using: &random)
            wheel.insert(row, dueMs: due)
            dues.append((due, row))
        }
        let (rows, calls) = wheel.drain(toMs: Self.start + 40 * Self.day, limit: 256)
        #expect(rows == dues.sorted { $0 < $1 }.map(\.1))
        #expect(calls >= 20_000 / 256)
    }

    @Test("a step over many empty years takes few calls")
    func stepOverNothing() {
        let wheel = Subject(startMs: 0)
        wheel.insert(1, dueMs: 56 * 365 * Self.day)
        #expect(wheel.drain(toMs: 56 * 365 * Self.day - 1).calls < 5)
        #expect(wheel.drain(toMs: 56 * 365 * Self.day).rows == [1])
        #expect(wheel.drain(toMs: .max).calls < 5)
        #expect(wheel.drain(toMs: .min).calls < 5)
    }

    @Test("the next hour is prepared before it begins")
    func prepared() {
        let wheel = Subject(startMs: Self.start)
        let next = (Self.start / Self.hour + 1) * Self.hour
        for row in UInt32(0)..<50_000 {
            wheel.insert(row, dueMs: next + Int64(row) * 72)
        }
        #expect(wheel.nextWakeMs == next - 5 * Self.minute)
        #expect(wheel.drain(toMs: next - 5 * Self.minute).calls >= 50_000 / Wheel.movesPerCall)
        #expect(wheel.nextWakeMs == next)
        let first = wheel.drain(toMs: next)
        #expect(first.rows == [0])
        // What was held back for the end of the hour, and no more.
        #expect(first.calls <= 50_000 / 12 / Wheel.movesPerCall + 2)
    }

    @Test("a million rows in one second are all due in it, in order, and no call moves many")
    func sameSecond() {
        let wheel = Subject(startMs: Self.start)
        let due = Self.start + 30 * Self.minute
        for row in UInt32(0)..<1_000_000 { wheel.insert(row, dueMs: due) }
        var rows: [UInt32] = []
        var largest = 0
        while true {
            let before = rows.count
            let more = wheel.advance(toMs: due, limit: 4096, into: &rows)
            largest = max(largest, rows.count - before)
            if !more { break }
        }
        #expect(rows.count == 1_000_000)
        #expect(rows.first == 0 && rows.last == 999_999)
        #expect(zip(rows, rows.dropFirst()).allSatisfy { $0 < $1 })
        #expect(largest == 4096)
    }

    @Test("times at and beyond the ends of the calendar do no harm")
    func extremes() {
        for start in [Int64.min, -1, 0, .max] {
            let wheel = Subject(startMs: start)
            wheel.insert(1, dueMs: .min)
            wheel.insert(2, dueMs: .max)
            wheel.insert(3, dueMs: 0)
            _ = wheel.nextWakeMs
            _ = wheel.nextNonEmptySecond
            #expect(wheel.drain(toMs: .max).rows == [1, 3, 2])
            wheel.insert(2, dueMs: .max)
            #expect(wheel.cancel(2))
            #expect(wheel.nextWakeMs == nil)
        }
    }

    @Test("followed from wake to wake, every row is due at its own millisecond", arguments: 0..<6)
    func followed(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let wheel = Subject(startMs: Self.start)
        var now = Self.start
        for row in UInt32(0)..<3000 { wheel.insert(row, dueMs: randomDue(now, &random)) }
        var left = wheel.count
        var wakes = 0
        while let wake = wheel.nextWakeMs, wakes < 100_000 {
            #expect(wake > now || wakes == 0)
            now = max(now, wake)
            wakes += 1
            for row in wheel.drain(toMs: now).rows {
                let due = wheel.dueMs(of: row) ?? 0
                #expect(due == now || due <= Self.start)
                left -= 1
                // Some wait again, as what recurs does.
                if row % 3 == 0, wakes < 2000 {
                    wheel.insert(row, dueMs: now + Int64.random(in: 1...Self.day, using: &random))
                    left += 1
                }
            }
        }
        #expect(left == 0 && wheel.count == 0)
    }

    @Test("a random life gives what a sorted list gives", arguments: 0..<60)
    func model(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var now = Self.start + Int64.random(in: -400...400, using: &random) * Self.day
        var run = ModelRun(startMs: now)
        for _ in 0..<1500 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                let row = UInt32.random(in: 0..<400, using: &random)
                run.insert(row, dueMs: randomDue(now, &random))
            case 5: run.cancel(UInt32.random(in: 0..<400, using: &random))
            case 6: run.advance(toMs: now, limit: Int.random(in: 1...5, using: &random), calls: 1)
            default:
                now = randomStep(now, &random)
                run.advance(toMs: now, limit: .random(in: 1...50, using: &random), calls: .max)
            }
        }
        #expect(run.faults == [])
    }

    @Test("a crowd gives what a sorted list gives, also between calls", arguments: 0..<6)
    func crowd(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var now = Self.start
        var run = ModelRun(startMs: now)
        // Slots that take many calls to move, in every level.
        let places = [10 * Self.minute, Self.hour, 47 * Self.hour, 20 * Self.day, 500 * Self.day]
        for row in UInt32(0)..<30_000 {
            let place = places.randomElement(using: &random) ?? 0
            run.insert(row, dueMs: now + place + Int64.random(in: 0..<Self.hour, using: &random))
        }
        for _ in 0..<120 {
            for _ in 0..<100 {
                let row = UInt32.random(in: 0..<30_000, using: &random)
                if Bool.random(using: &random) {
                    run.cancel(row)
                } else {
                    run.insert(row, dueMs: randomDue(now, &random))
                }
            }
            let calls = Int.random(in: 1...4, using: &random)
            run.advance(toMs: now, limit: 1000, calls: calls)
            if Int.random(in: 0..<4, using: &random) == 0 { now = randomStep(now, &random) }
        }
        run.advance(toMs: now + 1000 * Self.day, limit: 5000, calls: .max)
        #expect(run.faults == [])
    }

    /// Mostly soon and often on full minutes, sometimes late, sometimes far away.
    private func randomDue(_ now: Int64, _ random: inout SeededRandom) -> Int64 {
        let spans = [
            1, 1000, Self.minute, Self.hour, 2 * Self.hour, Self.day, 3 * Self.day, 40 * Self.day,
            800 * Self.day, 20_000 * Self.day,
        ]
        let span = spans.randomElement(using: &random) ?? 1
        let due = now + Int64.random(in: -span / 8...span, using: &random)
        return Bool.random(using: &random) ? due : due / Self.minute * Self.minute
    }

    private func randomStep(_ now: Int64, _ random: inout SeededRandom) -> Int64 {
        let spans = [
            1, 1000, Self.minute, 5 * Self.minute, Self.hour, Self.day, 60 * Self.day,
            1000 * Self.day,
        ]
        let span = spans.randomElement(using: &random) ?? 1
        let back = Int.random(in: 0..<8, using: &random) == 0
        return now + Int64.random(in: 0...span, using: &random) * (back ? -1 : 1)
    }
}

/// A wheel behind a reference, because expectations copy what they look at.
private final class Subject {
    private var wheel: Wheel

    init(startMs: Int64) { wheel = Wheel(startMs: startMs) }

    var count: Int { wheel.count }
    var nextWakeMs: Int64? { wheel.nextWakeMs }
    var nextNonEmptySecond: Int64? { wheel.nextNonEmptySecond }
    func contains(_ row: UInt32) -> Bool { wheel.contains(row) }
    func dueMs(of row: UInt32) -> Int64? { wheel.dueMs(of: row) }
    func insert(_ row: UInt32, dueMs: Int64) { wheel.insert(row, dueMs: dueMs) }
    func cancel(_ row: UInt32) -> Bool { wheel.cancel(row) }

    func advance(toMs now: Int64, limit: Int, into due: inout [UInt32]) -> Bool {
        wheel.advance(toMs: now, limit: limit, into: &due)
    }

    /// Calls until there is nothing more to do; returns what was due and how many calls it took.
    func drain(toMs now: Int64, limit: Int = .max) -> (rows: [UInt32], calls: Int) {
        var due: [UInt32] = []
        var calls = 1
        while wheel.advance(toMs: now, limit: limit, into: &due) {
            calls += 1
            if calls > 100_000 {
                Issue.record("never done at \(now)")
                break
            }
        }
        return (due, calls)
    }
}

/// A wheel and a plain table side by side.
private struct ModelRun {
    var faults: [String] = []
    private let wheel: Subject
    private var waiting: [UInt32: Int64] = [:]

    init(startMs: Int64) {
        wheel = Subject(startMs: startMs)
    }

    mutating func insert(_ row: UInt32, dueMs: Int64) {
        wheel.insert(row, dueMs: dueMs)
        waiting[row] = dueMs
    }

    mutating func cancel(_ row: UInt32) {
        if wheel.cancel(row) != (waiting.removeValue(forKey: row) != nil) {
            faults.append("cancel of \(row)")
        }
    }

    /// Calls until there is no more to do, or only so often.
    mutating func advance(toMs now: Int64, limit: Int, calls: Int) {
        let expected = waiting.filter { $0.value <= now }
            .sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
        var due: [UInt32] = []
        var left = calls
        var more = true
        while more, left > 0, faults.count < 5 {
            let before = due.count
            more = wheel.advance(toMs: now, limit: limit, into: &due)
            if due.count - before > limit { faults.append("\(due.count - before) of \(limit)") }
            left -= 1
        }
        for row in due { waiting[row] = nil }
        if more ? !expected.starts(with: due) : due != expected {
            faults.append("at \(now): \(due.prefix(20)) instead of \(expected.prefix(20))")
        }
        if wheel.count != waiting.count { faults.append("\(wheel.count), not \(waiting.count)") }
        if !more { checkNext(now) }
    }

    private mutating func checkNext(_ now: Int64) {
        let soonest = waiting.values.min()
        if let wake = wheel.nextWakeMs, wake <= now { faults.append("wakes at once at \(now)") }
        guard let soonest else { return }
        if wheel.nextWakeMs.map({ $0 > soonest }) ?? true {
            faults.append("sleeps over \(soonest)")
        }
        let second = wheel.nextNonEmptySecond ?? .max
        if second * 1000 > soonest { faults.append("says \(second) for \(soonest)") }
    }
}
