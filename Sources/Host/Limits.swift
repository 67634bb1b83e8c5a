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
    /// Records that one decision may write unless it says otherwise.
    public static let recordsPerDecision = 8
    /// Bytes of payload that one decision may write unless it says otherwise.
    public static let bytesPerDecision = 16 << 10
}
