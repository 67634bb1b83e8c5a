import Seams
import Synchronization

/// SplitMix64 (Steele, Lea, Flood 2014): one seed, one sequence.
public struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator that always gives the same numbers for `seed`.
    public init(seed: UInt64) { state = seed }

    /// The next number, uniform over all 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension RandomSource {
    /// A source that always gives the same numbers for `seed`.
    public static func seeded(_ seed: UInt64) -> RandomSource {
        let generator = SeededState(SeededRandom(seed: seed))
        return RandomSource { generator.next() }
    }
}

private final class SeededState: Sendable {
    private let generator: Mutex<SeededRandom>

    init(_ generator: SeededRandom) { self.generator = Mutex(generator) }

    func next() -> UInt64 { generator.withLock { $0.next() } }
}
