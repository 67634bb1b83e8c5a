import Seams

/// How much a client may repeat: a tenth of its calls and one a second, so that a service in trouble
/// is not asked more than 1.2 times as often (Google SRE book, "Addressing Cascading Failures").
struct RetryBudget {
    private static let perCall = 0.1
    private static let perUs = 1.0 / 1_000_000
    private static let most = 10.0

    private var tokens = RetryBudget.most
    private var filledUs: Int64

    init(nowUs: Int64) { filledUs = nowUs }

    /// A call was made for the first time.
    mutating func deposit() { tokens = min(RetryBudget.most, tokens + RetryBudget.perCall) }

    /// Takes one retry, if there is one.
    mutating func withdraw(_ nowUs: Int64) -> Bool {
        tokens = min(RetryBudget.most, tokens + Double(nowUs &- filledUs) * RetryBudget.perUs)
        filledUs = nowUs
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }

    /// How long to wait before retry `attempt`, 1 or 2: full jitter over a bound that doubles,
    /// between the limits, and never less than the server asked for.
    static func waitUs(
        attempt: Int, error: RPCError, limits: Limits, random: inout RandomSource
    ) -> Int64 {
        let bound = min(limits.backoffMaxUs, limits.backoffMinUs << Int64(2 * attempt))
        let spread = UInt64(max(1, bound &- limits.backoffMinUs))
        let jittered = limits.backoffMinUs &+ Int64(random.next() % spread)
        let asked = min(max(error.retryAfterMs ?? 0, 0), 30_000) &* 1000
        return max(jittered, asked)
    }
}
