/// Random 64-bit numbers: the system's in production, seeded in tests and simulation.
///
/// Loop-confined value of one closure; a seeded one replays the same run from the same seed.
public struct RandomSource: Sendable, RandomNumberGenerator {
    private let draw: @Sendable () -> UInt64

    /// A source that takes its numbers from `draw`.
    public init(_ draw: @escaping @Sendable () -> UInt64) {
        self.draw = draw
    }

    /// The kernel's cryptographic generator, right for identifiers, codes and secrets.
    public static let system = RandomSource {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }

    /// The next number, uniform over all 64 bits.
    public func next() -> UInt64 { draw() }
}
