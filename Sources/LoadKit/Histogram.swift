/// Log-linear latencies: 128 buckets an octave, under 0.8 % error, as `bench.h` of the peers.
public struct Histogram: Sendable {
    private var counts = [UInt64](repeating: 0, count: 64 * 128)
    /// Values added.
    public private(set) var count: UInt64 = 0

    /// No values.
    public init() {}

    /// Adds a value, usually nanoseconds.
    public mutating func add(_ value: UInt64) {
        counts[Histogram.bucket(value)] &+= 1
        count &+= 1
    }

    /// Adds all values of another.
    public mutating func add(_ other: Histogram) {
        for at in counts.indices { counts[at] &+= other.counts[at] }
        count &+= other.count
    }

    /// The value below which the part `q` of all values lies; 0 when there are none.
    public func quantile(_ q: Double) -> Double {
        guard count > 0 else { return 0 }
        let wanted = UInt64((q * Double(count)).rounded(.up))
        var sum: UInt64 = 0
        for at in counts.indices {
            sum &+= counts[at]
            if sum >= wanted { return Histogram.middle(at) }
        }
        return 0
    }

    private static func bucket(_ value: UInt64) -> Int {
        if value < 256 { return Int(value) }
        let exponent = 63 - value.leadingZeroBitCount
        return (exponent - 7) * 128 + Int(truncatingIfNeeded: value >> UInt64(exponent - 7))
    }

    private static func middle(_ bucket: Int) -> Double {
        if bucket < 256 { return Double(bucket) }
        let exponent = bucket / 128 + 6
        let mantissa = bucket - (exponent - 7) * 128
        return (Double(mantissa) + 0.5) * Double(UInt64(1) << UInt64(exponent - 7))
    }
}
