/// Where a page of a list ended: the place of its last reminder, as text that only its owner can
/// use and nobody can read positions from.
///
/// Not a secret, only opaque: the owner could compute all of it from the reminders they were shown.
struct ListCursor: Equatable, Comparable {
    /// Active before ended.
    var isEnded: Bool
    /// For active ones when they are next due, for ended ones how long ago they ended, so that both
    /// ascend.
    var key: Int64
    /// Tells those of one time apart.
    var id: UInt64

    /// In the order of the list.
    static func < (a: ListCursor, b: ListCursor) -> Bool {
        if a.isEnded != b.isEnded { return b.isEnded }
        return a.key != b.key ? a.key < b.key : a.id < b.id
    }

    /// The text for a person: a letter and 48 hexadecimal digits.
    func text(for person: UInt64) -> String {
        var words = [isEnded ? 1 : 0, UInt64(bitPattern: key), id]
        var seal = ListCursor.mixed(person)
        for word in words { seal = ListCursor.mixed(seal ^ word) }
        words[1] ^= ListCursor.mixed(seal &+ 1)
        words[2] ^= ListCursor.mixed(seal &+ 2)
        return (isEnded ? "e" : "a")
            + ([seal] + words.dropFirst()).map { ListCursor.hex($0) }.joined()
    }

    private init?(digits: [UInt8]) {
        guard digits.count == 49, digits[0] == UInt8(ascii: "a") || digits[0] == UInt8(ascii: "e"),
            let seal = ListCursor.number(digits[1..<17]),
            let key = ListCursor.number(digits[17..<33]),
            let id = ListCursor.number(digits[33..<49])
        else { return nil }
        isEnded = digits[0] == UInt8(ascii: "e")
        self.key = Int64(bitPattern: key ^ ListCursor.mixed(seal &+ 1))
        self.id = id ^ ListCursor.mixed(seal &+ 2)
    }

    /// The cursor that was given to this person as `text`, or nil for any other text.
    init?(_ text: String, for person: UInt64) {
        guard let cursor = ListCursor(digits: Array(text.utf8.prefix(64))),
            cursor.text(for: person) == text
        else { return nil }
        self = cursor
    }

    /// A place in the list.
    init(isEnded: Bool, key: Int64, id: UInt64) {
        self.isEnded = isEnded
        self.key = key
        self.id = id
    }

    /// The finaliser of SplitMix64 (Steele, Lea and Flood).
    private static func mixed(_ word: UInt64) -> UInt64 {
        var z = word &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    private static func hex(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        UInt64(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
