/// The two clocks a process reads: the wall, which people live by and which may be set or stepped,
/// and the monotonic clock, which only timers and deadlines use and which never goes back.
///
/// A value of closures, so that production, tests and simulation pass their own. No other code in
/// the project reads a clock.
public struct TimeSource: Sendable {
    /// Milliseconds since the Unix epoch. May jump; never used to measure how long something took.
    public let wallMs: @Sendable () -> Int64

    /// Microseconds since an arbitrary start. Never goes back.
    public let monotonicUs: @Sendable () -> Int64

    /// A source made of two readings.
    public init(
        wallMs: @escaping @Sendable () -> Int64, monotonicUs: @escaping @Sendable () -> Int64
    ) {
        self.wallMs = wallMs
        self.monotonicUs = monotonicUs
    }
}
