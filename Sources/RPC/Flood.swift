/// How often something may happen: `max` at once, refilled evenly over `windowUs` (token bucket).
struct RateBucket {
    private var tokens: Double
    private var filledUs: Int64 = 0
    private let max: Double
    private let perUs: Double

    init(max: Int, windowUs: Int64) {
        self.max = Double(max)
        tokens = self.max
        perUs = windowUs > 0 ? self.max / Double(windowUs) : self.max
    }

    /// Counts one; false when it is one too many.
    mutating func take(_ nowUs: Int64) -> Bool {
        if nowUs > filledUs {
            tokens = min(max, tokens + Double(nowUs &- filledUs) * perUs)
            filledUs = nowUs
        }
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}

/// Judges the peer's pings, as gRPC does: too close together is a strike, a call forgives.
struct PingGuard {
    private var lastUs = Int64.min / 2
    private var strikes = 0

    /// A ping came; false when it is one strike too many.
    mutating func ping(_ nowUs: Int64, busy: Bool, _ limits: Limits) -> Bool {
        let gap = busy ? limits.pingGapBusyUs : limits.pingGapIdleUs
        if nowUs &- lastUs < gap { strikes &+= 1 }
        lastUs = nowUs
        return strikes <= limits.pingStrikesMax
    }

    /// A call came.
    mutating func forgive() { strikes = 0 }
}
