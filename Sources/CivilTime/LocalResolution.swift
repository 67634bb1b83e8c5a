/// Which instant a local date-time names in a zone, as Unix seconds.
public enum LocalResolution: Hashable, Sendable {
    /// The clock shows it once.
    case unique(Int64)

    /// The clock jumped over it. The instant is the one the offset before the jump gives, so 02:30
    /// becomes 03:30 when an hour is skipped (RFC 5545 section 3.3.5, erratum 4271).
    case gap(Int64, offsetBefore: Int32, offsetAfter: Int32)

    /// The clock shows it twice (or more; then the first two).
    case overlap(first: Int64, second: Int64)

    /// The instant we act at: the only one, the first of two, or the one past the gap.
    public var unixSeconds: Int64 {
        switch self {
        case .unique(let instant), .gap(let instant, _, _), .overlap(let instant, _): instant
        }
    }
}

extension TimeZoneData {
    /// The instant of a local date-time, as Unix seconds: the first of two in an overlap, the offset
    /// before the gap in a gap.
    public func instant(of local: CivilDateTime) -> Int64 {
        resolve(local).unixSeconds
    }

    /// The instant of a local date-time, and whether the clock shows it once, never or twice.
    ///
    /// Every stretch of constant offset that could contain it is tried, in order, so that no
    /// arrangement of transitions (several in a day, jumps of more than a day) can mislead it.
    public func resolve(_ local: CivilDateTime) -> LocalResolution {
        let wall = local.secondNumber
        var first: Int64?
        var gap: (before: Int64, after: Int64)?
        // An instant that shows `wall` lies within the zone's offsets of it, so the search starts
        // at or before the first such instant and stops after the last.
        var current = period(at: wall - offsetBounds.upperBound)
        var offset = seconds(of: current)
        var before = offset
        while true {
            let instant = wall - offset
            if instant < current.start {
                gap = gap ?? (before: before, after: offset)
            } else if instant < current.end {
                if let first { return .overlap(first: first, second: instant) }
                first = instant
            }
            guard current.end <= wall - offsetBounds.lowerBound else { break }
            current = period(at: current.end)
            before = offset
            offset = seconds(of: current)
        }
        if let first { return .unique(first) }
        // No stretch shows it, so a jump passed over it; that some jump did is certain.
        let jump = gap ?? (before: offset, after: offset)
        return .gap(
            wall - jump.before, offsetBefore: Int32(truncatingIfNeeded: jump.before),
            offsetAfter: Int32(truncatingIfNeeded: jump.after))
    }
}
