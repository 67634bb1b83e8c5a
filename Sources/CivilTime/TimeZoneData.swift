/// What one time zone does: its offset from UTC at every instant, and the instant of every local
/// date-time. Read from a TZif file (RFC 9636); immutable, shared freely between threads.
///
/// Times are Unix seconds. Every question has an answer: before the first listed transition the
/// file's first offset holds, after the last one the footer's rule does, and without a footer the
/// last offset. No question allocates.
public final class TimeZoneData: Sendable {
    /// The identifier it was loaded under, as given: aliases are kept.
    public let id: String

    /// A 64-bit FNV-1a hash of the file, to notice a zone whose rules changed.
    public let fingerprint: UInt64

    /// When the offset changes, ascending.
    let transitions: [Int64]

    /// For each transition the index of the offset that begins there.
    let transitionKinds: [UInt8]

    /// The offsets of the file, then the footer's standard and daylight saving time.
    let offsets: [ZoneOffset]

    /// Where the footer's two offsets begin in `offsets`, and its rule.
    let footer: (kind: Int, rule: PosixZone)?

    /// The smallest and the largest offset the zone ever has.
    let offsetBounds: ClosedRange<Int64>

    /// The forward jumps of a day or more: only a time skipped by one of these may fall on the same
    /// instant as that time on a later date (Apia 2011, Kwajalein 1993). Local seconds, ascending,
    /// disjoint.
    let longGaps: [Range<Int64>]

    /// Coordinated Universal Time, which needs no file.
    public static let utc = TimeZoneData(
        id: "UTC", fingerprint: 0,
        contents: TZifContents(
            offsets: [ZoneOffset(seconds: 0, isDST: false, abbreviation: "UTC")]))

    /// Reads a TZif file of version 2 or later, fat or slim. Refused with the fault and its place
    /// in the file: version 1 (its 32-bit times end in 2038), leap seconds ("right/"), and
    /// anything malformed.
    public convenience init(tzif bytes: [UInt8], id: String) throws(TZifError) {
        self.init(
            id: id, fingerprint: fnv1a(bytes), contents: try TZifContents(reading: bytes))
    }

    init(id: String, fingerprint: UInt64, contents: TZifContents) {
        self.id = id
        self.fingerprint = fingerprint
        transitions = contents.transitions
        transitionKinds = contents.transitionKinds
        var offsets = contents.offsets
        if let rule = contents.rule {
            footer = (offsets.count, rule)
            offsets.append(rule.standard)
            if let daylight = rule.daylight { offsets.append(daylight.offset) }
        } else {
            footer = nil
        }
        self.offsets = offsets
        let seconds = offsets.map { Int64($0.seconds) }
        offsetBounds = (seconds.min() ?? 0)...(seconds.max() ?? 0)
        longGaps = TimeZoneData.longGaps(in: contents)
    }

    /// The offset in force at an instant.
    public func offset(atUnixSeconds unixSeconds: Int64) -> ZoneOffset {
        offsets[period(at: unixSeconds).kind]
    }

    /// What a clock on the wall shows at an instant, held within the years 1...9999.
    public func localDateTime(atUnixSeconds unixSeconds: Int64) -> CivilDateTime {
        let within = min(max(unixSeconds, ZonePeriod.distantPast), ZonePeriod.distantFuture)
        return CivilDateTime(clampingSecondNumber: within + seconds(of: period(at: within)))
    }

    /// The stretch around an instant in which the offset stays the same: a binary search in the
    /// file's transitions, then the footer. Two neighbours may have the same offset.
    func period(at unixSeconds: Int64) -> ZonePeriod {
        let index = transitionCount(through: unixSeconds)
        if index == transitions.count, let footer {
            let (start, end, isDaylight) = footer.rule.period(at: unixSeconds)
            return ZonePeriod(
                start: max(start, transitions.last ?? ZonePeriod.distantPast), end: end,
                kind: footer.kind + (isDaylight ? 1 : 0))
        }
        return ZonePeriod(
            start: index == 0 ? ZonePeriod.distantPast : transitions[index - 1],
            end: index == transitions.count ? ZonePeriod.distantFuture : transitions[index],
            kind: index == 0 ? 0 : Int(transitionKinds[index - 1]))
    }

    func seconds(of period: ZonePeriod) -> Int64 {
        Int64(offsets[period.kind].seconds)
    }

    /// How many transitions lie at or before an instant.
    private func transitionCount(through unixSeconds: Int64) -> Int {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= unixSeconds { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func longGaps(in contents: TZifContents) -> [Range<Int64>] {
        var seconds = contents.transitionKinds.map { Int64(contents.offsets[Int($0)].seconds) }
        let times = contents.transitions
        if let last = times.last, let rule = contents.rule {
            seconds[seconds.count - 1] = Int64(rule.offset(at: last).seconds)
        }
        var gaps: [Range<Int64>] = []
        var before = Int64(contents.offsets[0].seconds)
        for index in times.indices {
            // Several jumps in a day add up.
            let gap = times[index] + before..<times[index] + max(before, seconds[index])
            let ahead = times[index...].prefix { $0 + before <= gap.upperBound }.indices
            if ahead.contains(where: { seconds[$0] - before >= 86_400 }) {
                if let last = gaps.last, last.upperBound >= gap.lowerBound {
                    let both = min(last.lowerBound, gap.lowerBound)
                    gaps[gaps.count - 1] = both..<max(last.upperBound, gap.upperBound)
                } else {
                    gaps.append(gap)
                }
            }
            before = seconds[index]
        }
        return gaps
    }
}

/// The 64-bit FNV-1a hash (Fowler, Noll, Vo).
func fnv1a(_ bytes: [UInt8], seed: UInt64 = 0xCBF2_9CE4_8422_2325) -> UInt64 {
    bytes.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}
