/// Profile's limits.
public enum Limits {
    /// How long a code is good for, milliseconds.
    public static let codeMs: Int64 = 24 * 3600 * 1000
    /// How long a yes to an invitation holds, milliseconds: whoever invited confirms within it, or
    /// both would have to ask each other again.
    public static let confirmMs: Int64 = 7 * 24 * 3600 * 1000
    /// Codes of the operator that may be open at once.
    public static let operatorCodesMax = 1000
    /// Codes remembered after their end, give or take the operator's open ones, so that a used or
    /// expired one can be told from a wrong one, before the oldest tenth is forgotten.
    public static let endedCodesMax = 10_000
    /// People on one installation.
    public static let peopleMax = 10_000
    /// New people who may join with invitations of one person. Nobody fills the house alone.
    public static let invitedMax = 64
    /// Devices of one person that are not revoked.
    public static let devicesPerPersonMax = 32
    /// Wrong codes accepted from everybody together in one second before all must wait: with 50
    /// bits in a code, guessing at this rate finds one open code in over a million years.
    public static let wrongCodesPerSecondMax = 10
    /// How far its owner goes with a new tie, in every topic but `physical`.
    public static let firstCeiling: Int32 = 2
    /// Overtaken facts kept in their order before they are swept out, beside one for each thing.
    public static let deadFactsMax = 64
    /// Terms remembered in which facts were numbered. A follower whose newest fact is older than all of
    /// them is not known any more.
    public static let termsMax = 4096
    /// Lowerings of the last two seconds whose times are known each; with more, the oldest count as
    /// told of.
    public static let latelyLoweredMax = 10_000
}
