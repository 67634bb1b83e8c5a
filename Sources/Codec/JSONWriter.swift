/// Writes a message as JSON, compact, keys as declared, defaults left out.
///
/// Numbers of 64 bits are strings, because readers that keep numbers as doubles would change them;
/// bytes are base64; enumerations go by name, and by number where the name is not known.
struct JSONWriter: FieldVisitor {
    private var text: [UInt8] = []

    private init() {}

    static func write(_ message: some Message, into text: inout [UInt8]) {
        var writer = JSONWriter()
        swap(&writer.text, &text)
        writer.text.append(UInt8(ascii: "{"))
        var message = message
        do { try message.fields(&writer) } catch {}
        writer.text.append(UInt8(ascii: "}"))
        swap(&writer.text, &text)
    }

    private mutating func key(_ name: StaticString) {
        if text.last != UInt8(ascii: "{") { text.append(UInt8(ascii: ",")) }
        JSONText.quote("\(name)", into: &text)
        text.append(UInt8(ascii: ":"))
    }

    private mutating func list<T>(
        _ name: StaticString, _ items: [T], _ write: (T, inout [UInt8]) -> Void
    ) {
        if items.isEmpty { return }
        key(name)
        var separator = UInt8(ascii: "[")
        for item in items {
            text.append(separator)
            write(item, &text)
            separator = UInt8(ascii: ",")
        }
        text.append(UInt8(ascii: "]"))
    }

    mutating func field<T: WireInteger>(
        _ number: UInt32, _ name: StaticString, _ value: inout T, _ label: Label,
        seenBy audience: Audience
    ) {
        if value.varint != 0 {
            key(name)
            JSONText.integer(value, into: &text)
        }
    }

    mutating func field<T: WireInteger>(
        _ number: UInt32, _ name: StaticString, _ value: inout [T], _ label: Label,
        seenBy audience: Audience
    ) {
        list(name, value) { JSONText.integer($0, into: &$1) }
    }

    mutating func field<E: WireEnum>(
        _ number: UInt32, _ name: StaticString, _ value: inout E, _ label: Label,
        seenBy audience: Audience
    ) {
        if value.rawValue != 0 {
            key(name)
            JSONText.enumeration(value, into: &text)
        }
    }

    mutating func field<E: WireEnum>(
        _ number: UInt32, _ name: StaticString, _ value: inout [E], _ label: Label,
        seenBy audience: Audience
    ) {
        list(name, value) { JSONText.enumeration($0, into: &$1) }
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout Double, _ label: Label,
        seenBy audience: Audience
    ) {
        if value.bitPattern != 0 {
            key(name)
            JSONText.double(value, into: &text)
        }
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout String, _ label: Label,
        seenBy audience: Audience
    ) {
        if !value.isEmpty {
            key(name)
            JSONText.quote(value, into: &text)
        }
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [String], _ label: Label,
        seenBy audience: Audience
    ) {
        list(name, value) { JSONText.quote($0, into: &$1) }
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [UInt8], _ label: Label,
        seenBy audience: Audience
    ) {
        if !value.isEmpty {
            key(name)
            JSONText.quote(Base64.encode(value), into: &text)
        }
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [[UInt8]], _ label: Label,
        seenBy audience: Audience
    ) {
        list(name, value) { JSONText.quote(Base64.encode($0), into: &$1) }
    }

    mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout M, _ label: Label,
        seenBy audience: Audience
    ) {
        if value.encodedSize == 0 { return }
        key(name)
        JSONWriter.write(value, into: &text)
    }

    mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout M?, _ label: Label,
        seenBy audience: Audience
    ) {
        if let value {
            key(name)
            JSONWriter.write(value, into: &text)
        }
    }

    mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout [M], _ label: Label,
        seenBy audience: Audience
    ) {
        list(name, value) { JSONWriter.write($0, into: &$1) }
    }

    mutating func fixed32(
        _ number: UInt32, _ name: StaticString, _ value: inout UInt32, _ label: Label,
        seenBy audience: Audience
    ) {
        if value != 0 {
            key(name)
            JSONText.integer(value, into: &text)
        }
    }

    mutating func fixed64(
        _ number: UInt32, _ name: StaticString, _ value: inout UInt64, _ label: Label,
        seenBy audience: Audience
    ) {
        if value != 0 {
            key(name)
            JSONText.integer(value, into: &text)
        }
    }

    mutating func sint64(
        _ number: UInt32, _ name: StaticString, _ value: inout Int64, _ label: Label,
        seenBy audience: Audience
    ) {
        if value != 0 {
            key(name)
            JSONText.integer(value, into: &text)
        }
    }
}
