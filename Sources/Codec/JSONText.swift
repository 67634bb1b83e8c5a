/// The values of JSON as text.
enum JSONText {
    /// A string with quotes. Besides what JSON demands, the control characters of DEL to U+009F and
    /// the two line separators are escaped, so that no message can steer a terminal.
    static func quote(_ value: String, into text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                text.append(UInt8(ascii: "\\"))
                text.append(UInt8(truncatingIfNeeded: scalar.value))
            case "\n": text.append(contentsOf: "\\n".utf8)
            case "\r": text.append(contentsOf: "\\r".utf8)
            case "\t": text.append(contentsOf: "\\t".utf8)
            case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}"..."\u{2029}":
                let digits = String(scalar.value, radix: 16)
                text.append(contentsOf: "\\u".utf8)
                text.append(contentsOf: String(repeating: "0", count: 4 - digits.count).utf8)
                text.append(contentsOf: digits.utf8)
            default:
                text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        text.append(UInt8(ascii: "\""))
    }

    /// A flag or a number; 64 bits in quotes.
    static func integer<T: WireInteger>(_ value: T, into text: inout [UInt8]) {
        switch T.kind {
        case .int64, .uint64: text.append(contentsOf: "\"\(value)\"".utf8)
        default: text.append(contentsOf: "\(value)".utf8)
        }
    }

    /// A number; the three values JSON has no number for are strings.
    static func double(_ value: Double, into text: inout [UInt8]) {
        if value.isFinite {
            text.append(contentsOf: "\(value)".utf8)
        } else {
            let name = value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
            quote(name, into: &text)
        }
    }

    /// A name, or the number where there is none.
    static func enumeration<E: WireEnum>(_ value: E, into text: inout [UInt8]) {
        if E.allCases.contains(value) {
            quote(value.jsonName, into: &text)
        } else {
            text.append(contentsOf: "\(value.rawValue)".utf8)
        }
    }
}

extension WireEnum {
    /// The name of the value in JSON: the case's in snake case.
    public var jsonName: String {
        var name = ""
        for character in caseName {
            if character.isUppercase { name += "_" }
            name += character.lowercased()
        }
        return name
    }
}

extension Message {
    /// The message as JSON: compact, keys as declared, defaults left out, numbers of 64 bits as
    /// strings, bytes in base64, enumerations by name.
    public func json() -> String {
        var text: [UInt8] = []
        JSONWriter.write(self, into: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// The message that JSON text describes, validated. Throws for a key the message does not have,
    /// a key given twice, a value of another type, and everything over a limit, naming the key.
    public init(json text: String) throws(CodecError) {
        self.init()
        var reader = try JSONReader(text)
        try reader.read(&self)
        try reader.finish()
        try validate()
    }

    /// The message for a log line: private words as `<private n bytes>`, identifiers shortened.
    public func redacted() -> String { Redactor.print(self) }

    /// A message with values within its limits, the same from the same random numbers. It may still
    /// break the rules of `validate()`.
    public static func sample(_ random: inout some RandomNumberGenerator) -> Self {
        var sampler = Sampler(random)
        var message = Self()
        do { try message.fields(&sampler) } catch {}
        random = sampler.random
        return message
    }
}
