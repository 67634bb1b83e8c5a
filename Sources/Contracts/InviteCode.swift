/// A code to join with: ten characters of Crockford's base32, 50 random bits.
///
/// Read aloud and typed by people, so case, spaces and dashes do not matter and the letters that
/// look like digits stand for them. Source: Douglas Crockford, "Base 32", crockford.com.
public enum InviteCode {
    /// Characters in a code.
    public static let length = 10
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// A new code from a cryptographic generator.
    public static func make(_ random: inout some RandomNumberGenerator) -> String {
        var bits = random.next()
        var bytes: [UInt8] = []
        for _ in 0..<length {
            bytes.append(alphabet[Int(bits & 31)])
            bits >>= 5
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The one spelling that is hashed and compared, or nil when `typed` is no code.
    public static func canonical(_ typed: String) -> String? {
        var bytes: [UInt8] = []
        for byte in typed.utf8 {
            var letter = byte >= 0x61 && byte <= 0x7A ? byte &- 32 : byte
            if letter == UInt8(ascii: "-") || letter == UInt8(ascii: " ") { continue }
            if letter == UInt8(ascii: "O") { letter = UInt8(ascii: "0") }
            if letter == UInt8(ascii: "I") || letter == UInt8(ascii: "L") {
                letter = UInt8(ascii: "1")
            }
            guard alphabet.contains(letter), bytes.count < length else { return nil }
            bytes.append(letter)
        }
        return bytes.count == length ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// The code in two halves, as it is shown to people.
    public static func spoken(_ code: String) -> String {
        let half = code.index(code.startIndex, offsetBy: min(5, code.count))
        return code[..<half] + "-" + code[half...]
    }
}
