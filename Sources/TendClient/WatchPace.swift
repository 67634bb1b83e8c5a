/// How long a watch waits before it tries again: full jitter over a bound that doubles from 0.2 to
/// 30 s, never less than 50 ms.
///
/// The bound begins anew with each item, and behind a stream that lasted as long as the longest
/// wait: a watch runs for weeks, and a few restarts of the gateway in them are not one long outage.
/// A gateway that says it is well does not begin it anew, because it may still refuse the stream, and
/// would then be asked several times a second by everybody who watches.
package struct WatchPace: Sendable {
    /// The longest wait, but for the least.
    package static let boundMaxUs: Int64 = 30_000_000
    private static let boundMinUs: Int64 = 200_000
    private static let leastUs: Int64 = 50_000

    private var failures = 0

    package init() {}

    /// An item came.
    package mutating func heard() { failures = 0 }

    /// A stream ended that had been called so long ago.
    package mutating func ended(afterUs us: Int64) {
        if us >= WatchPace.boundMaxUs { failures = 0 }
    }

    /// The wait before the next attempt; `draw` is a random number.
    package mutating func nextWaitUs(draw: UInt64) -> Int64 {
        let bound = min(WatchPace.boundMinUs << Int64(min(failures, 10)), WatchPace.boundMaxUs)
        failures += 1
        return WatchPace.leastUs + Int64(draw % UInt64(bound))
    }
}
