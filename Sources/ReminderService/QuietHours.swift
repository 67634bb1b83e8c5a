import CivilTime
import Contracts
import Host

/// When a person's quiet hours end. Pure.
///
/// A moment is quiet when the clock on the person's wall stands inside a window, its start included
/// and its end not. So a window that the clocks jump into begins late, one they jump out of ends at
/// the jump, and where they go back what they show twice is quiet twice.
package enum QuietHours {
    /// When the quiet around a moment ends, over windows that touch or overlap; nil when the moment
    /// is not quiet. Where windows cover the whole day there is no end: the answer is a day later,
    /// when the question is to be asked again. All in Unix milliseconds.
    package static func end(atMs: Int64, windows: [QuietWindow], zone: TimeZoneData) -> Int64? {
        let start = atMs.flooredSeconds
        var second = start
        while second &- start < secondsPerDay,
            let left = secondsLeft(at: second, windows, zone)
        {
            let end = second &+ left
            second = firstChange(after: second, through: end, zone) ?? end
        }
        return second == start ? nil : second &* 1000
    }

    private static let secondsPerDay: Int64 = 86_400

    /// How long, by the clock as it runs at that moment, until a window around it ends; of several
    /// the longest. Windows that are none are passed over.
    private static func secondsLeft(
        at second: Int64, _ windows: [QuietWindow], _ zone: TimeZoneData
    ) -> Int64? {
        let local = second &+ Int64(zone.offset(atUnixSeconds: second).seconds)
        let shown = remainder(local)
        var longest: Int64?
        for window in windows {
            let (start, end) = (Int64(window.startMinute) * 60, Int64(window.endMinute) * 60)
            guard 0..<secondsPerDay ~= start, 0..<secondsPerDay ~= end, start != end else {
                continue
            }
            guard remainder(shown - start) < remainder(end - start) else { continue }
            longest = max(longest ?? 0, remainder(end - shown))
        }
        return longest
    }

    /// The first moment at which the clocks are changed, of a stretch of at most a day.
    private static func firstChange(
        after first: Int64, through last: Int64, _ zone: TimeZoneData
    ) -> Int64? {
        let offset = zone.offset(atUnixSeconds: first).seconds
        guard zone.offset(atUnixSeconds: last).seconds != offset else { return nil }
        var (before, after) = (first, last)
        while after - before > 1 {
            let middle = before + (after - before) / 2
            if zone.offset(atUnixSeconds: middle).seconds == offset {
                before = middle
            } else {
                after = middle
            }
        }
        return after
    }

    private static func remainder(_ seconds: Int64) -> Int64 {
        let rest = seconds % secondsPerDay
        return rest < 0 ? rest + secondsPerDay : rest
    }
}

extension ReminderBook {
    /// When the quiet hours of a person around a moment end; nil when it is not quiet, which it is
    /// never for a person whose zone this machine does not know.
    func quietEnd(for person: UInt64, atMs: Int64, zones: ZoneDatabase) -> Int64? {
        guard let fact = facts.people[person], !fact.quiet.isEmpty,
            let zone = try? zones.zone(fact.zone)
        else { return nil }
        return QuietHours.end(atMs: atMs, windows: fact.quiet, zone: zone)
    }
}
