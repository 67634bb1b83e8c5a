/// The Host's limits. Each is printed at start-up or stands in a reply that it causes.
public enum Limits {
    /// Keyed calls remembered for each device.
    public static let keysPerDeviceMax = 64
    /// How long after keys were forgotten an older one is refused, milliseconds.
    public static let keyAgeMsMax: Int64 = 24 * 3600 * 1000
    /// How long a drain may take before what is left is cut, microseconds.
    public static let drainUs: Int64 = 10_000_000
    /// Idle time after which the journal is sealed, microseconds.
    public static let sealAfterUs: Int64 = 200_000
    /// A sync that takes longer is logged, microseconds.
    public static let slowSyncUs: Int64 = 1_000_000
    /// A sync that takes longer makes writes unavailable, microseconds.
    public static let stuckSyncUs: Int64 = 5_000_000
    /// Lines a minute about connections that broke the protocol.
    public static let faultLinesMax = 10
    /// Records that one decision may write unless it says otherwise.
    public static let recordsPerDecision = 8
    /// Bytes of payload that one decision may write unless it says otherwise.
    public static let bytesPerDecision = 16 << 10

    /// How long a lease on Profile's facts holds, milliseconds. Also the longest that a lowered
    /// ceiling waits for a service that does not answer.
    public static let leaseMs: Int64 = 2000
    /// A longer lease than this is not believed, milliseconds.
    public static let leaseMsMax: Int64 = 10_000
    /// How much earlier a lease ends where it is used, for clocks that run apart, microseconds.
    public static let leaseSpareUs: Int64 = 50_000
    /// How often a lease is renewed, microseconds.
    public static let renewEveryUs: Int64 = 500_000
    /// How long a renewal may take, microseconds.
    public static let renewUs: Int64 = 1_000_000
    /// How long after a break the stream of facts is asked for again, microseconds.
    public static let followAgainUs: Int64 = 100_000
    /// How long a call waits for a lease or for facts that its caller has seen, microseconds.
    public static let confirmWaitUs: Int64 = 1_500_000
    /// Time kept of a call's deadline to answer it, microseconds.
    public static let confirmSpareUs: Int64 = 100_000
    /// A link that has not worked for so long was frozen with its process, microseconds.
    public static let frozenUs: Int64 = 1_500_000
    /// Calls that may wait for that at once; more are told no.
    public static let confirmWaitingMax = 10_000

    /// While something is due within this time the wall clock is read again every
    /// `clockCheckNearUs`, milliseconds.
    public static let clockNearMs: Int64 = 60_000
    /// How often the wall clock is read while something is nearly due, microseconds.
    public static let clockCheckNearUs: Int64 = 1_000_000
    /// How often it is read while anything is pending at all, microseconds.
    public static let clockCheckFarUs: Int64 = 30_000_000
}

extension FactGate {
    /// How long a lease holds, milliseconds: for Profile, which gives it.
    public static let leaseMs = Limits.leaseMs
}
