/// How long a load's creations and deliveries took, gathered from its record.
///
/// Lateness is told by the monotonic clock, tied to the wall once at the beginning, so that a wall
/// which is set on the way does not change it.
public struct LoadTimes: Sendable {
    /// From the first sending of a creation to its acknowledgement, microseconds.
    public private(set) var creation = Histogram()
    /// From the due time to the first delivery, microseconds.
    public private(set) var lateness = Histogram()
    /// Seconds from the first creation to the last acknowledgement.
    public private(set) var creatingS = 0.0
    /// Seconds from the first delivery to the last.
    public private(set) var deliveringS = 0.0
    /// The most first deliveries in one second.
    public private(set) var deliveriesPerSecondMax = 0
    /// How many became due in the second in which most did.
    public private(set) var sameSecond = 0
    /// How late the last of these was, milliseconds.
    public private(set) var sameSecondLateMs: Int64 = 0
    /// How far the wall went another way than the monotonic clock, milliseconds, at worst.
    public private(set) var wallMovedMs: Int64 = 0

    private var anchorMs: Int64 = 0
    private var anchorUs: Int64 = 0
    private var firstCreatedUs: Int64?
    private var firstDeliveredUs: Int64?
    private var inSecond = 0
    private var secondUs: Int64 = 0

    mutating func begin(wallMs: Int64, monotonicUs: Int64) {
        anchorMs = wallMs
        anchorUs = monotonicUs
    }

    mutating func saw(wallMs: Int64, monotonicUs: Int64) {
        let moved = (wallMs &- anchorMs) &- (monotonicUs &- anchorUs) / 1000
        if abs(clamped(moved)) > abs(wallMovedMs) { wallMovedMs = clamped(moved) }
    }

    mutating func created(tookUs: Int64, at monotonicUs: Int64) {
        creation.add(UInt64(max(0, tookUs)))
        let first = firstCreatedUs ?? monotonicUs &- tookUs
        firstCreatedUs = first
        creatingS = Double(monotonicUs &- first) / 1e6
    }

    mutating func delivered(dueMs: Int64, at monotonicUs: Int64) {
        lateness.add(UInt64(max(0, lateUs(dueMs, monotonicUs))))
        let first = firstDeliveredUs ?? monotonicUs
        firstDeliveredUs = first
        deliveringS = Double(monotonicUs &- first) / 1e6
        if monotonicUs &- secondUs >= 1_000_000 {
            secondUs = monotonicUs
            inSecond = 0
        }
        inSecond += 1
        deliveriesPerSecondMax = max(deliveriesPerSecondMax, inSecond)
    }

    /// Finds the fullest second among all that was asked for.
    mutating func end(_ rows: some Sequence<(dueMs: Int64, deliveredUs: Int64)>) {
        var bySecond: [Int64: Int] = [:]
        for row in rows { bySecond[row.dueMs / 1000, default: 0] += 1 }
        guard let fullest = bySecond.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else {
            return
        }
        sameSecond = fullest.value
        for row in rows where row.dueMs / 1000 == fullest.key && row.deliveredUs != .max {
            sameSecondLateMs = max(sameSecondLateMs, lateUs(row.dueMs, row.deliveredUs) / 1000)
        }
    }

    private func lateUs(_ dueMs: Int64, _ monotonicUs: Int64) -> Int64 {
        clamped((monotonicUs &- anchorUs) &- clamped(dueMs &- anchorMs) &* 1000)
    }

    /// Times of a record come from a file and may be anything.
    private func clamped(_ value: Int64) -> Int64 {
        min(max(value, -1_000_000_000_000_000), 1_000_000_000_000_000)
    }
}
