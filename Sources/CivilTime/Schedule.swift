/// When something happens, stored as the person meant it: a wall-clock time in a zone, or an
/// instant, and how it repeats. Instants are always computed from it, never the other way round.
///
/// A plain value; `validated()` says whether it makes sense. A schedule that was not validated never
/// traps, but then an impossible number is read as the nearest possible one.
public struct Schedule: Hashable, Sendable {
    /// What the first occurrence is fixed to.
    public enum Start: Hashable, Sendable {
        /// An instant, in Unix milliseconds ("in 20 minutes"). Cannot repeat by calendar.
        case instant(ms: Int64)
        /// A wall-clock time in one zone, wherever the person is.
        case zoned(CivilDateTime, zone: String)
        /// A wall-clock time in whatever zone the person is in.
        case floating(CivilDateTime)
    }

    /// How it repeats. The wall-clock time is that of the start, each time.
    public enum Rule: Hashable, Sendable {
        /// Never again.
        case once
        /// Every `interval` days, counted from the start.
        case daily(interval: Int)
        /// On those days of every `interval`-th week, counted from the week of the start; weeks
        /// begin on `weekStart`, which matters from interval 2 on (RFC 5545's WKST).
        case weekly(interval: Int, on: WeekdaySet, weekStart: Weekday = .monday)
    }

    /// When it stops repeating.
    public enum End: Hashable, Sendable {
        /// Not at all.
        case never
        /// After that many occurrences. One that a change of clocks moved counts; two that fall on
        /// one instant count once.
        case count(Int)
        /// No occurrence after that instant, in Unix milliseconds; one at it still happens.
        case until(ms: Int64)
        /// No occurrence of a later date; those of that day still happen.
        case through(CivilDate)
    }

    /// What the first occurrence is fixed to.
    public var start: Start

    /// How it repeats.
    public var rule: Rule

    /// When it stops repeating.
    public var end: End

    /// That start, rule and end, not yet checked.
    public init(start: Start, rule: Rule = .once, end: End = .never) {
        self.start = start
        self.rule = rule
        self.end = end
    }

    /// The wall-clock start, nil for an instant.
    public var startLocal: CivilDateTime? {
        switch start {
        case .instant: nil
        case .zoned(let local, _), .floating(let local): local
        }
    }

    /// The zone it is fixed to, nil for an instant and for a floating time.
    public var zoneID: String? {
        if case .zoned(_, let zone) = start { zone } else { nil }
    }
}

/// One time a schedule happens.
public struct Occurrence: Hashable, Sendable {
    /// The nominal wall-clock time, which names the occurrence for good: 02:30 even on the day when
    /// the clock skips it. UTC for a schedule fixed to an instant (without its milliseconds).
    public let localDateTime: CivilDateTime

    /// When that is, in Unix milliseconds.
    public let instantMs: Int64

    /// That wall-clock time at that instant.
    public init(localDateTime: CivilDateTime, instantMs: Int64) {
        self.localDateTime = localDateTime
        self.instantMs = instantMs
    }
}
