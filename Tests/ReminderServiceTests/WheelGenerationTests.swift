import ReminderService
import TestSupport
import Testing

@Test("rows set anew far more often than there are generations come once, at their last time")
func generationsComeAgain() {
    let start: Int64 = 1_795_403_400_000
    // Few times, so that rows come back to the slots where their stale entries lie.
    let spans: [Int64] = [
        5, 5000, 40 * 60_000, 5 * hour, 3 * day, 3 * day + 1, 60 * day, 500 * day,
    ]
    for seed: UInt64 in 1...30 {
        var random = SeededRandom(seed: seed)
        var wheel = Wheel(startMs: start)
        var due: [UInt32: Int64] = [:]
        for _ in 0..<5000 {
            let row = UInt32(random.next(upperBound: 4 as UInt64))
            if random.next(upperBound: 5 as UInt64) == 0 {
                #expect(wheel.cancel(row) == (due.removeValue(forKey: row) != nil))
            } else {
                let at = start + spans[Int(random.next(upperBound: UInt64(spans.count)))]
                wheel.insert(row, dueMs: at)
                due[row] = at
            }
        }
        #expect(wheel.count == due.count)
        var now = start
        while let next = wheel.nextWakeMs, now <= start + 501 * day {
            now = next
            var rows: [UInt32] = []
            while wheel.advance(toMs: now, limit: 2, into: &rows) {}
            for row in rows { #expect(due.removeValue(forKey: row) == now) }
        }
        #expect(due.isEmpty)
        #expect(wheel.count == 0)
    }
}
