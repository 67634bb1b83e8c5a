/// The occurrences of a schedule by wall clock, as Unix seconds.
///
/// The rule gives days; each day's nominal time is at an instant that differs from it by one of the
/// zone's offsets. So of all days only those within the spread of the offsets around an instant can
/// matter to it, and only these are looked at: one or two in most zones. The series is the set of
/// those instants in order; of two nominal times at one instant the earlier names it.
struct OccurrenceSeries {
    private let zone: TimeZoneData
    private let cycle: DayCycle
    private let secondOfDay: Int64
    /// The last instant allowed, and how many instants are.
    private let until: Int64
    private let countMax: Int

    private typealias Found = (day: Int, instant: Int64)

    /// Nil for a schedule fixed to an instant.
    init?(_ schedule: Schedule, in zone: TimeZoneData) {
        guard let local = schedule.startLocal else { return nil }
        var through = CivilDate.last
        var until = Int64.max
        var countMax = Int.max
        switch schedule.end {
        case .never: break
        case .count(let count): countMax = count
        case .until(let ms): until = Int64(floorDivide(Int(ms), 1000))
        case .through(let date): through = date
        }
        self.zone = zone
        self.until = until
        self.countMax = countMax
        cycle = DayCycle(rule: schedule.rule, from: local.date, through: through)
        secondOfDay = Int64(local.time.secondOfDay)
    }

    func next(after instant: Int64) -> Occurrence? {
        let after = OccurrenceSeries.clamped(instant)
        guard let found = firstDay(after: after), found.instant <= until,
            countMax == .max || count(through: after) < countMax
        else { return nil }
        return occurrence(found)
    }

    func last(through instant: Int64) -> Occurrence? {
        let through = OccurrenceSeries.clamped(min(instant, until))
        guard countMax == .max || rawCount(through: through) <= countMax else {
            return number(countMax).map(occurrence)
        }
        return lastDay(through: through).map(occurrence)
    }

    /// How many occurrences are not after an instant.
    func count(through instant: Int64) -> Int {
        min(rawCount(through: OccurrenceSeries.clamped(min(instant, until))), max(countMax, 0))
    }

    /// The first occurrence with a nominal time after that one.
    func next(afterLocal wall: Int64) -> Occurrence? {
        var day = cycle.day(onOrAfter: dayNumber(after: wall))
        while let candidate = day {
            let found = (day: candidate, instant: instant(of: candidate))
            guard found.instant <= until,
                countMax == .max || rawCount(through: found.instant) <= countMax
            else { return nil }
            let isRepeat =
                !zone.longGaps.isEmpty && lastDay(through: found.instant)?.day != candidate
            if !isRepeat { return occurrence(found) }
            day = cycle.day(onOrAfter: candidate + 1)
        }
        return nil
    }

    /// The first day whose instant is after one, whatever the end by count or instant says.
    private func firstDay(after instant: Int64) -> Found? {
        var best: Found?
        var day = cycle.day(onOrAfter: dayNumber(after: instant + zone.offsetBounds.lowerBound))
        while let candidate = day {
            let earliest = nominal(candidate) - zone.offsetBounds.upperBound
            if let best, earliest >= best.instant { break }
            let actual = self.instant(of: candidate)
            if actual > instant, best.map({ actual < $0.instant }) ?? true {
                best = (candidate, actual)
            }
            day = cycle.day(onOrAfter: candidate + 1)
        }
        return best
    }

    /// The last day whose instant is not after one.
    private func lastDay(through instant: Int64) -> Found? {
        var best: Found?
        var day = cycle.day(
            onOrBefore: dayNumber(after: instant + zone.offsetBounds.upperBound) - 1)
        while let candidate = day {
            let latest = nominal(candidate) - zone.offsetBounds.lowerBound
            if let best, latest < best.instant { break }
            let actual = self.instant(of: candidate)
            // Of several days at one instant the earliest names it.
            if actual <= instant, best.map({ actual >= $0.instant }) ?? true {
                best = (candidate, actual)
            }
            day = cycle.day(onOrBefore: candidate - 1)
        }
        return best
    }

    /// How many instants of the series are not after one.
    private func rawCount(through instant: Int64) -> Int {
        let certain = dayNumber(after: instant + zone.offsetBounds.lowerBound) - 1
        let possible = dayNumber(after: instant + zone.offsetBounds.upperBound) - 1
        var count = cycle.count(through: certain)
        var day = cycle.day(onOrAfter: certain + 1)
        while let candidate = day, candidate <= possible {
            if self.instant(of: candidate) <= instant { count += 1 }
            day = cycle.day(onOrAfter: candidate + 1)
        }
        for gap in zone.longGaps { count -= repeats(after: gap, through: instant) }
        return count
    }

    /// How many days share their instant with an earlier day, which a long jump skipped.
    private func repeats(after gap: Range<Int64>, through instant: Int64) -> Int {
        let reach = zone.offsetBounds.upperBound - zone.offsetBounds.lowerBound
        var count = 0
        var day = cycle.day(onOrAfter: dayNumber(after: gap.lowerBound - 1))
        while let candidate = day, nominal(candidate) < gap.upperBound {
            day = cycle.day(onOrAfter: candidate + 1)
            let actual = self.instant(of: candidate)
            guard actual <= instant, lastDay(through: actual)?.day == candidate else { continue }
            var later = day
            while let other = later, nominal(other) <= nominal(candidate) + reach {
                if self.instant(of: other) == actual { count += 1 }
                later = cycle.day(onOrAfter: other + 1)
            }
        }
        return count
    }

    /// The occurrence with that number, the first being 1.
    private func number(_ number: Int) -> Found? {
        guard let day = cycle.day(number: number) else { return nil }
        var found: Found? = (day, instant(of: day))
        // Each repeat before it puts it one day later, each swap at a long jump one earlier.
        while let here = found, rawCount(through: here.instant) < number {
            found = firstDay(after: here.instant)
        }
        while let here = found, rawCount(through: here.instant) > number {
            found = lastDay(through: here.instant - 1)
        }
        return found
    }

    /// The first day whose nominal time is after a second of the wall clock.
    private func dayNumber(after wall: Int64) -> Int {
        floorDivide(Int(wall - secondOfDay), 86_400) + 1
    }

    private func nominal(_ day: Int) -> Int64 {
        Int64(day) * 86_400 + secondOfDay
    }

    private func instant(of day: Int) -> Int64 {
        zone.instant(of: localDateTime(day))
    }

    private func localDateTime(_ day: Int) -> CivilDateTime {
        CivilDateTime(
            date: CivilDate(unchecked: day),
            time: CivilTimeOfDay(unchecked: Int(secondOfDay)))
    }

    private func occurrence(_ found: Found) -> Occurrence {
        Occurrence(
            localDateTime: localDateTime(found.day), instantMs: found.instant * 1000)
    }

    /// Instants far outside the calendar are as good as its edges, and safe to add to.
    private static func clamped(_ instant: Int64) -> Int64 {
        min(max(instant, -(1 << 40)), 1 << 40)
    }
}
