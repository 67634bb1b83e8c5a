/// Profile's limits.
public enum Limits {
    /// How long a code is good for, milliseconds.
    public static let codeMs: Int64 = 24 * 3600 * 1000
    /// Codes of the operator that may be open at once.
    public static let operatorCodesMax = 1000
    /// Codes remembered after their end, give or take the operator's open ones, so that a used or
    /// expired one can be told from a wrong one, before the oldest tenth is forgotten.
    public static let endedCodesMax = 10_000
    /// People on one installation.
    public static let peopleMax = 10_000
    /// Devices of one person that are not revoked.
    public static let devicesPerPersonMax = 32
    /// Wrong codes accepted from everybody together in one second before all must wait: with 50
    /// bits in a code, guessing at this rate finds one open code in over a million years.
    public static let wrongCodesPerSecondMax = 10
}
