import Glibc

extension TimeSource {
    /// The kernel's own clocks: CLOCK_REALTIME and CLOCK_MONOTONIC.
    public static let system = TimeSource(
        wallMs: {
            var now = timespec()
            clock_gettime(CLOCK_REALTIME, &now)
            return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
        },
        monotonicUs: {
            var now = timespec()
            clock_gettime(CLOCK_MONOTONIC, &now)
            return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
        })
}
