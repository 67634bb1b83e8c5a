import CivilTime
import Contracts

/// When a reminder's rule comes due, by the zone's data of today.
struct RuleClock {
    /// One occurrence: its instant, and the seconds from UTC to its nominal local time.
    struct Moment: Equatable {
        var dueMs: Int64
        var shift: Int32
    }

    /// What a reminder has come to by some instant.
    struct Opening: Equatable {
        /// The newest occurrence that is due.
        var due: Moment
        /// How many came due before it and are not sent.
        var missed: Int
        /// The nominal local times of the newest of those, oldest first.
        var missedLocals: [Int64] = []
        /// The occurrence after it.
        var next: Moment?
    }

    private let schedule: Schedule
    private let zone: TimeZoneData
    /// 0, or what makes up for a zone that this machine no longer has: its last known offset.
    private let lostShiftMs: Int64

    /// The clock of a rule. When the machine no longer knows the zone, `lastShift`, seconds, stands
    /// for it: firing goes on, an hour off at worst.
    init(_ rule: StoredRule, zoneID: String, zones: ZoneDatabase, lastShift: Int32) {
        schedule = rule.schedule(zoneID: zoneID)
        if rule.kind == .absolute {
            zone = .utc
            lostShiftMs = 0
        } else if let known = try? zones.zone(zoneID) {
            zone = known
            lostShiftMs = 0
        } else {
            zone = .utc
            lostShiftMs = Int64(lastShift) * 1000
        }
    }

    /// The first occurrence after an instant.
    func next(afterMs: Int64) -> Moment? {
        schedule.next(afterMs: afterMs &+ lostShiftMs, in: zone).map(moment)
    }

    /// What has come due from the occurrence at `firstMs`, through `nowMs`. Nil when nothing has.
    func opening(_ first: Moment, nowMs: Int64) -> Opening? {
        guard first.dueMs <= nowMs else { return nil }
        let next = next(afterMs: first.dueMs)
        guard let after = next, after.dueMs <= nowMs else {
            return Opening(due: first, missed: 0, next: next)
        }
        // The data of the zone may have changed since `first` was computed; it happened all the same.
        let since = schedule.occurrences(
            afterMs: first.dueMs &+ lostShiftMs, throughMs: nowMs &+ lostShiftMs, in: zone)
        guard let newest = since.newest.map(moment) else {
            return Opening(due: first, missed: 0, next: next)
        }
        var missed: [Int64] = []
        var before = newest.dueMs
        while missed.count < Limits.ledgerLinesMax - 2,
            let earlier = schedule.last(throughMs: before &+ lostShiftMs &- 1, in: zone)
                .map(moment), earlier.dueMs > first.dueMs
        {
            missed.append(OpenOccurrence.local(earlier.dueMs, earlier.shift))
            before = earlier.dueMs
        }
        missed.append(OpenOccurrence.local(first.dueMs, first.shift))
        return Opening(
            due: newest, missed: since.count, missedLocals: missed.reversed(),
            next: self.next(afterMs: nowMs))
    }

    private func moment(_ occurrence: Occurrence) -> Moment {
        let dueMs = occurrence.instantMs &- lostShiftMs
        let shift = occurrence.localDateTime.secondNumber &- dueMs.flooredSeconds
        return Moment(dueMs: dueMs, shift: Int32(truncatingIfNeeded: shift))
    }
}
