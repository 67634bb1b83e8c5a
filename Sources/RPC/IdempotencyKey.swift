/// Names one intended change, so that repeating the call does not repeat the change.
///
/// 128 bits: 48 of Unix milliseconds, so that keys sort by age, then 80 random ones.
public struct IdempotencyKey: Hashable, Sendable, Comparable {
    /// The time in milliseconds and 16 random bits.
    public var hi: UInt64
    /// 64 random bits.
    public var lo: UInt64

    /// The key of these bits.
    public init(hi: UInt64, lo: UInt64) {
        self.hi = hi
        self.lo = lo
    }

    /// A new key. Made once per intended change and kept over retries.
    public init(wallMs: Int64, random: inout some RandomNumberGenerator) {
        let time = UInt64(truncatingIfNeeded: wallMs) &<< 16
        hi = time | (random.next() & 0xFFFF)
        lo = random.next()
    }

    /// When it was made by its maker's clock, in Unix milliseconds.
    public var madeAtMs: Int64 { Int64(hi &>> 16) }

    /// The older key first.
    public static func < (a: IdempotencyKey, b: IdempotencyKey) -> Bool {
        a.hi != b.hi ? a.hi < b.hi : a.lo < b.lo
    }
}
