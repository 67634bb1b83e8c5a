import Seams

/// Codes to join with: ten characters of Crockford's base32 (https://www.crockford.com/base32.html)
/// without its check character, 50 random bits.
package enum JoinCode {
    /// Crockford's alphabet: no I, L, O, U.
    package static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    /// Characters in a code.
    package static let length = 10

    /// A new code from the system's generator, written in two halves: `7K3MQ-9TX2A`.
    package static func new(_ random: RandomSource) -> String {
        let bits = random.next()
        let characters = (0..<length).map { alphabet[Int(bits >> UInt64($0 * 5) & 31)] }
        return String(characters[..<5]) + "-" + String(characters[5...])
    }

    /// The canonical spelling: capitals, no spaces or dashes, I and L read as 1, O as 0.
    package static func canonical(_ text: String) -> String {
        String(
            text.uppercased().compactMap { character in
                switch character {
                case " ", "-": nil
                case "I", "L": "1"
                case "O": "0"
                default: character
                }
            })
    }
}
