/// Why a schedule makes no sense.
public enum ScheduleError: Error, Equatable, Sendable {
    /// An interval outside `1...most`.
    case interval(Int, most: Int)
    /// A weekly rule with no day.
    case noWeekdays
    /// A count outside `1...most`.
    case count(Int, most: Int)
    /// Text that cannot be a zone identifier. Whether the zone exists only a database knows.
    case malformedZone
    /// An instant outside the years 1...9999.
    case instantOutOfRange
    /// A rule by calendar for a start that is an instant and so has no calendar.
    case instantCannotRepeat
    /// An end for what happens only once.
    case endWithoutRule
    /// An end before the first occurrence.
    case endsBeforeStart
}

extension Schedule {
    /// A schedule that makes sense, and what had to be moved for it.
    public struct Validated: Hashable, Sendable {
        /// The schedule, starting with its first occurrence.
        public var schedule: Schedule

        /// The start that was asked for, when the rule does not name its day. It was moved to the
        /// first day the rule names, which the person must be told.
        public var movedFrom: CivilDateTime?
    }

    /// Checks every number and moves a start that does not match its weekly rule to the first day
    /// that does (RFC 5545 leaves that case undefined). Which day that is follows from the week of
    /// the original start, also for intervals of several weeks.
    ///
    /// An end given as an instant is compared with the start in UTC, give or take a day, because
    /// only a zone could say it exactly; a schedule that slips through never happens.
    public func validated() throws(ScheduleError) -> Validated {
        try checkStart()
        try checkRule()
        guard let local = startLocal else {
            guard rule == .once else { throw .instantCannotRepeat }
            return Validated(schedule: self, movedFrom: nil)
        }
        let cycle = DayCycle(rule: rule, from: local.date, through: .last)
        guard let first = cycle.day(onOrAfter: Int(local.date.dayNumber)) else {
            throw .endsBeforeStart
        }
        let moved = CivilDateTime(date: CivilDate(unchecked: first), time: local.time)
        try checkEnd(from: moved)
        guard moved != local else { return Validated(schedule: self, movedFrom: nil) }
        return Validated(schedule: starting(at: moved), movedFrom: local)
    }

    private func checkStart() throws(ScheduleError) {
        switch start {
        case .instant(let ms):
            guard Schedule.instantsAllowedMs.contains(ms) else { throw .instantOutOfRange }
        case .zoned(_, let zone):
            guard ZoneID.isWellFormed(zone), !ZoneID.isLocal(zone) else { throw .malformedZone }
        case .floating:
            break
        }
    }

    private func checkRule() throws(ScheduleError) {
        switch rule {
        case .once:
            guard end == .never else { throw .endWithoutRule }
        case .daily(let interval):
            try check(interval: interval)
        case .weekly(let interval, let days, _):
            try check(interval: interval)
            guard !days.isEmpty else { throw .noWeekdays }
        }
    }

    private func check(interval: Int) throws(ScheduleError) {
        guard (1...Limits.intervalMax).contains(interval) else {
            throw .interval(interval, most: Limits.intervalMax)
        }
    }

    private func checkEnd(from first: CivilDateTime) throws(ScheduleError) {
        switch end {
        case .never:
            break
        case .count(let count):
            guard (1...Limits.countMax).contains(count) else {
                throw .count(count, most: Limits.countMax)
            }
        case .until(let ms):
            guard Schedule.instantsAllowedMs.contains(ms) else { throw .instantOutOfRange }
            let earliest = first.secondNumber - Int64(ZoneOffset.secondsAllowed.upperBound)
            guard ms >= earliest * 1000 else { throw .endsBeforeStart }
        case .through(let date):
            guard date >= first.date else { throw .endsBeforeStart }
        }
    }

    private func starting(at local: CivilDateTime) -> Schedule {
        var moved = self
        switch start {
        case .instant: break
        case .zoned(_, let zone): moved.start = .zoned(local, zone: zone)
        case .floating: moved.start = .floating(local)
        }
        return moved
    }

    /// The years 1...9999 in UTC.
    static let instantsAllowedMs: ClosedRange<Int64> =
        CivilDateTime.first.secondNumber * 1000...CivilDateTime.last.secondNumber * 1000 + 999
}
