import Seams
import Synchronization

/// Both clocks, moved by hand. Monotonic time starts at one second, the wall where a test says.
public final class HandTime: Sendable {
    private let us = Atomic<Int64>(1_000_000)
    private let ms: Atomic<Int64>

    /// A wall that stands at `wallMs`; by default on 1 March 2027, 09:00 UTC.
    public init(wallMs: Int64 = 1_803_978_000_000) { ms = Atomic(wallMs) }

    /// What is read through the seam.
    public var source: TimeSource {
        TimeSource(
            wallMs: { [self] in ms.load(ordering: .relaxed) },
            monotonicUs: { [self] in us.load(ordering: .relaxed) })
    }

    /// The wall.
    public var wallMs: Int64 { ms.load(ordering: .relaxed) }

    /// Lets both clocks run on by this much.
    public func advance(ms more: Int64) {
        ms.add(more, ordering: .relaxed)
        us.add(more * 1000, ordering: .relaxed)
    }

    /// Lets the monotonic clock alone run on, by less than a millisecond if need be.
    public func advanceMonotonic(us more: Int64) { us.add(more, ordering: .relaxed) }

    /// Steps the wall alone, as when somebody sets it.
    public func stepWall(toMs: Int64) { ms.store(toMs, ordering: .relaxed) }
}
