/// One kind of local time a zone keeps: its distance from UTC and its name.
public struct ZoneOffset: Hashable, Sendable {
    /// Seconds to add to UTC to get local time; positive east of Greenwich. -89,999...93,599.
    public let seconds: Int32

    /// Whether the zone calls this daylight saving time. Dublin's is in winter.
    public let isDST: Bool

    /// The abbreviation, such as "CET", "-03" or "EDT".
    public let abbreviation: String

    /// That kind of local time.
    public init(seconds: Int32, isDST: Bool, abbreviation: String) {
        self.seconds = seconds
        self.isDST = isDST
        self.abbreviation = abbreviation
    }

    /// What RFC 9636 section 3.2 recommends as the limits of an offset, exclusive of both ends.
    static let secondsAllowed: ClosedRange<Int32> = -89_999...93_599
}

/// A stretch of time in which a zone keeps one offset, as Unix seconds: `start` included, `end` not.
struct ZonePeriod {
    var start: Int64
    var end: Int64
    /// Index into the zone's offsets.
    var kind: Int

    /// Before every time there is; far enough from the end of Int64 that offsets can be added.
    static let distantPast: Int64 = -(1 << 61)

    /// After every time there is.
    static let distantFuture: Int64 = 1 << 61
}
