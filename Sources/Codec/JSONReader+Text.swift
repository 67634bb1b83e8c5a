/// The characters of JSON: white space, words, quoted text.
extension JSONReader {
    mutating func skipSpace() {
        while at < text.count, [0x20, 0x0A, 0x0D, 0x09].contains(text[at]) { at += 1 }
    }

    /// The next byte that is not white space.
    mutating func peek() -> UInt8? {
        skipSpace()
        return at < text.count ? text[at] : nil
    }

    /// Takes one character of punctuation if it stands next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    /// Takes `word` if it stands next.
    mutating func word(_ word: StaticString) -> Bool {
        skipSpace()
        let end = at + word.utf8CodeUnitCount
        guard end <= text.count, String(decoding: text[at..<end], as: UTF8.self) == "\(word)"
        else { return false }
        at = end
        return true
    }

    /// The error for the value that stands next: not JSON at the end, else of another type.
    func wrong(_ expected: String) -> CodecError {
        let field = key.map { path + $0 } ?? (path.isEmpty ? "the message" : "\(path.dropLast())")
        return at >= text.count
            ? .badJSON(at: at, "the text ends too early")
            : .wrongType(field: field, expected: expected)
    }

    /// A text in quotes; nil, and the reader stays where it was, when it has more bytes than that.
    mutating func quoted(bytesMax: Int) throws(CodecError) -> String? {
        guard take("\"") else { throw .badJSON(at: at, "a quote is missing") }
        let start = at
        var bytes: [UInt8] = []
        while true {
            guard at < text.count else { throw .badJSON(at: at, "the text ends too early") }
            let byte = text[at]
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"): bytes.append(contentsOf: try escaped())
            case 0..<0x20: throw .badJSON(at: at - 1, "a control character in a text")
            default: bytes.append(byte)
            }
            if bytes.count > bytesMax {
                at = start - 1
                return nil
            }
        }
    }

    /// What stands for a character behind a backslash, two halves of a pair together.
    private mutating func escaped() throws(CodecError) -> [UInt8] {
        guard at < text.count else { throw .badJSON(at: at, "the text ends too early") }
        let byte = text[at]
        at += 1
        switch byte {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "u"):
            var code = try fourDigits()
            if code >> 10 == 0x36 {
                guard at + 1 < text.count, text[at] == UInt8(ascii: "\\"),
                    text[at + 1] == UInt8(ascii: "u")
                else { throw .badJSON(at: at, "half a character") }
                at += 2
                let low = try fourDigits()
                guard low >> 10 == 0x37 else { throw .badJSON(at: at, "half a character") }
                code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
            }
            guard let scalar = Unicode.Scalar(code) else {
                throw .badJSON(at: at, "half a character")
            }
            return Array(String(Character(scalar)).utf8)
        default: throw .badJSON(at: at - 1, "an unknown escape")
        }
    }

    private mutating func fourDigits() throws(CodecError) -> UInt32 {
        guard at + 4 <= text.count else { throw .badJSON(at: at, "the text ends too early") }
        var code: UInt32 = 0
        for _ in 0..<4 {
            let digit = text[at]
            switch digit {
            case 0x30...0x39: code = code << 4 | UInt32(digit - 0x30)
            case 0x41...0x46, 0x61...0x66: code = code << 4 | UInt32(digit & 0x0F + 9)
            default: throw .badJSON(at: at, "four hexadecimal digits are missing")
            }
            at += 1
        }
        return code
    }
}
