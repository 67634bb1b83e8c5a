/// Whose folder this is. A folder of another service or another kind of clock is refused, because
/// its records mean something else.
public struct StoreIdentity: Equatable, Sendable {
    /// The service's number, the same for ever; one service, one number.
    public let service: UInt8
    /// Whether the service runs on a manual clock. Its times are no times of the real world.
    public let manualClock: Bool

    /// The identity a folder is made with and must have when opened again.
    public init(service: UInt8, manualClock: Bool = false) {
        self.service = service
        self.manualClock = manualClock
    }
}

/// 128 random bits that name one store, drawn when its folder is made.
public struct StoreUUID: Equatable, Sendable {
    /// The first eight bytes on disk, little endian.
    public let low: UInt64
    /// The last eight bytes on disk, little endian.
    public let high: UInt64

    /// A name made of two numbers.
    public init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }
}
