/// The values of JSON. Each leaves the reader behind what it took.
extension JSONReader {
    /// A flag, or a number; numbers may stand in quotes.
    mutating func integer<T: WireInteger>(_ name: StaticString) throws(CodecError) -> T {
        switch T.kind {
        case .bool:
            if word("true") { return T(varint: 1) }
            if word("false") { return T(varint: 0) }
            throw wrong("true or false")
        case .int32: return T(varint: try whole(Int32.self).varint)
        case .uint32: return T(varint: try whole(UInt32.self).varint)
        case .int64: return T(varint: try whole(Int64.self).varint)
        default: return T(varint: try whole(UInt64.self).varint)
        }
    }

    private mutating func whole<N: FixedWidthInteger>(_ type: N.Type) throws(CodecError) -> N {
        guard let digits = try number(), let value = N(digits) else {
            throw wrong("a whole number from \(N.min) to \(N.max)")
        }
        return value
    }

    /// A number, or one of the three names of what is none.
    mutating func double(_ name: StaticString) throws(CodecError) -> Double {
        let text = try number() ?? ""
        switch text {
        case "NaN": return .nan
        case "Infinity": return .infinity
        case "-Infinity": return -.infinity
        default: break
        }
        let numeric = text.utf8.allSatisfy { $0 < 0x3A || $0 == 0x45 || $0 == 0x65 }
        guard numeric, let value = Double(text), value.isFinite else { throw wrong("a number") }
        return value
    }

    /// The name of a value, or its number.
    mutating func enumeration<E: WireEnum>(_ name: StaticString) throws(CodecError) -> E {
        let text = try number() ?? ""
        if let value = E.allCases.first(where: { $0.jsonName == text }) { return value }
        if let number = Int32(text), let value = E(rawValue: number) { return value }
        throw wrong("one of " + E.allCases.map(\.jsonName).joined(separator: ", "))
    }

    /// A text within the label's size.
    mutating func string(_ name: StaticString, _ label: Label) throws(CodecError) -> String {
        guard peek() == UInt8(ascii: "\"") else { throw wrong("a text") }
        guard let text = try quoted(bytesMax: Int(label.bytesMax)) else {
            throw .tooLong(field: path + "\(name)", bytesMax: Int(label.bytesMax))
        }
        return text
    }

    /// Base64 of bytes within the label's size.
    mutating func bytes(_ name: StaticString, _ label: Label) throws(CodecError) -> [UInt8] {
        guard peek() == UInt8(ascii: "\"") else { throw wrong("base64") }
        let characters = (Int(label.bytesMax) + 2) / 3 * 4
        guard let text = try quoted(bytesMax: characters) else {
            throw .tooLong(field: path + "\(name)", bytesMax: Int(label.bytesMax))
        }
        guard let bytes = Base64.decode(text) else { throw wrong("base64") }
        guard bytes.count <= label.bytesMax else {
            throw .tooLong(field: path + "\(name)", bytesMax: Int(label.bytesMax))
        }
        return bytes
    }

    /// The characters of a number as JSON writes them, or of a short text; nil for anything else.
    private mutating func number() throws(CodecError) -> String? {
        if peek() == UInt8(ascii: "\"") { return try quoted(bytesMax: 64) }
        let start = at
        guard takeNumber(), at - start <= 64 else {
            at = start
            return nil
        }
        return String(decoding: text[start..<at], as: UTF8.self)
    }

    /// Takes a number by the grammar of RFC 8259 section 6: no leading zero, digits after a point.
    private mutating func takeNumber() -> Bool {
        _ = takeByte("-")
        let zero = takeByte("0")
        if zero == takeDigits() { return false }
        if takeByte("."), !takeDigits() { return false }
        if takeByte("e") || takeByte("E") {
            if !takeByte("+") { _ = takeByte("-") }
            return takeDigits()
        }
        return true
    }

    private mutating func takeByte(_ character: Unicode.Scalar) -> Bool {
        guard at < text.count, text[at] == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    private mutating func takeDigits() -> Bool {
        let start = at
        while at < text.count, text[at] >= 0x30, text[at] <= 0x39 { at += 1 }
        return at > start
    }
}
