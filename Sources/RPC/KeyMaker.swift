/// Makes a device's idempotency keys so that each is greater than the one before, also within one
/// millisecond and when the clock steps back: a server may then take any key that is not greater
/// than one it has forgotten for one that was used.
///
/// Value; one for everything that one process does for a device.
public struct KeyMaker: Sendable {
    /// A step within a millisecond is random, of 1 to this many.
    private static let stepMax: UInt64 = 1 << 48

    private var last: IdempotencyKey?

    /// A maker whose first key is greater than `last`.
    public init(after last: IdempotencyKey? = nil) { self.last = last }

    /// The next key.
    public mutating func next(
        wallMs: Int64, random: inout some RandomNumberGenerator
    ) -> IdempotencyKey {
        var key = IdempotencyKey(wallMs: wallMs, random: &random)
        if let last, key.madeAtMs <= last.madeAtMs {
            let step = random.next() % KeyMaker.stepMax &+ 1
            let (low, carries) = last.lo.addingReportingOverflow(step)
            key = IdempotencyKey(hi: carries ? last.hi &+ 1 : last.hi, lo: low)
        }
        last = key
        return key
    }
}
