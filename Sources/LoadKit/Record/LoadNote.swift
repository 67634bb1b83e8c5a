/// The words of the load's reminders: each can be told from its number and the seed alone, and tells
/// its number, so that whatever arrives can be compared with what was sent.
public enum LoadNote {
    private static let words = [
        "water", "the", "garden", "ring", "Oma", "Küche", "naïve", "façade", "песня", "мост", "花",
        "夕方", "tea", "at", "six", "☕", "walk", "together", "write", "back", "soon", "🎬",
    ]

    /// The note of creation `number`: 24 to about 120 bytes.
    public static func text(seed: UInt64, number: UInt64) -> String {
        var random = SplitMix(seed ^ number &* 0x9E37_79B9_7F4A_7C15)
        var text = "load \(number) \(String(random.next() & 0xFFFF_FFFF, radix: 16))"
        for _ in 0..<random.next() % 16 + 2 {
            text += " " + words[Int(random.next() % UInt64(words.count))]
        }
        return text
    }

    /// The number that a note tells; nil when it is none of ours.
    public static func number(of text: String) -> UInt64? {
        guard text.hasPrefix("load ") else { return nil }
        return UInt64(text.dropFirst(5).prefix { $0 != " " })
    }

    /// FNV-1a of 64 bits (Fowler, Noll, Vo, draft-eastlake-fnv).
    public static func hash(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): one seed, one sequence.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
