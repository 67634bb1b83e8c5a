/// The bounds of this module: what a file, an identifier or a rule may ask of it.
public enum Limits {
    /// Bytes of one TZif file. The largest in the IANA data (fat form) is under 4 KiB.
    public static let tzifBytesMax = 65_536

    /// Bytes of one text table beside the zones, such as `tzdata.zi` (108 KiB in 2025b).
    public static let zoneTextBytesMax = 1 << 20

    /// Bytes of a time zone identifier. The longest in use has 32.
    public static let zoneIDBytesMax = 64

    /// Zones a database keeps in memory; the IANA data has about 600 names. A zone beyond that is
    /// read again each time it is asked for.
    public static let zonesCachedMax = 1024

    /// Bytes of a time zone abbreviation such as "CEST". Fifteen and fewer are stored without
    /// allocation.
    public static let abbreviationBytesMax = 15

    /// Names offered for one mistyped identifier.
    public static let zoneSuggestionsMax = 5

    /// Days or weeks between two periods of a rule.
    public static let intervalMax = 1000

    /// Occurrences a rule may be limited to.
    public static let countMax = 100_000
}
