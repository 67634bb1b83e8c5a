/// A 64-bit hash that choices are made by: the same parts give the same number on every machine and
/// for ever.
///
/// FNV-1a (Fowler, Noll, Vo) over the parts, finished as SplitMix64 does (Steele, Lea, Flood 2014),
/// so that parts that differ in one bit are far apart. Not a signature: nobody can foresee a choice
/// because the seed, its first part, is random and never leaves the service.
struct ChoiceHash {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    /// The hash of these numbers.
    init(_ parts: UInt64...) {
        for part in parts { add(part) }
    }

    /// Adds a number.
    mutating func add(_ part: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            add(UInt8(truncatingIfNeeded: part >> shift))
        }
    }

    /// Adds a text.
    mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte) }
    }

    /// The number.
    var value: UInt64 {
        var mixed = state &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    private mutating func add(_ byte: UInt8) {
        state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
}
