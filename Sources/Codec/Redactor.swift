/// Prints a message for a log: no private word, identifiers shortened, one line.
///
/// Content and secrets of any type are `<private n bytes>`, n the encoded size of the value.
struct Redactor: FieldVisitor {
    private var text = ""

    private init() {}

    static func print<M: Message>(_ message: M) -> String {
        var redactor = Redactor()
        var message = message
        do { try message.fields(&redactor) } catch {}
        return M.typeName + "(" + redactor.text + ")"
    }

    private mutating func put(_ name: StaticString, _ value: String) {
        if !text.isEmpty { text += ", " }
        text += "\(name): " + value
    }

    /// Prints a value that is `bytes` long by `show`, unless its label forbids it.
    private mutating func put(
        _ name: StaticString, _ label: Label, bytes: Int, _ show: () -> String
    ) {
        switch label.privacy {
        case .content, .secret: put(name, "<private \(bytes) bytes>")
        case .id: put(name, Redactor.short(show()))
        case .plain, .text: put(name, show())
        }
    }

    /// The last four characters of a longer identifier: enough to tell two apart in one log.
    private static func short(_ id: String) -> String {
        id.utf8.count <= 6 ? id : "…" + id.suffix(4)
    }

    private static func quote(_ value: String) -> String {
        var out: [UInt8] = []
        JSONText.quote(value, into: &out)
        return String(decoding: out, as: UTF8.self)
    }

    mutating func field<T: WireInteger>(
        _ number: UInt32, _ name: StaticString, _ value: inout T, _ label: Label,
        seenBy audience: Audience
    ) {
        if value.varint == 0 { return }
        put(name, label, bytes: MemoryLayout<T>.size) { "\(value)" }
    }

    mutating func field<T: WireInteger>(
        _ number: UInt32, _ name: StaticString, _ value: inout [T], _ label: Label,
        seenBy audience: Audience
    ) {
        if value.isEmpty { return }
        put(name, label, bytes: value.count * MemoryLayout<T>.size) {
            "[" + value.map { "\($0)" }.joined(separator: ", ") + "]"
        }
    }

    mutating func field<E: WireEnum>(
        _ number: UInt32, _ name: StaticString, _ value: inout E, _ label: Label,
        seenBy audience: Audience
    ) {
        if value.rawValue == 0 { return }
        put(name, label, bytes: 4) { value.jsonName }
    }

    mutating func field<E: WireEnum>(
        _ number: UInt32, _ name: StaticString, _ value: inout [E], _ label: Label,
        seenBy audience: Audience
    ) {
        if value.isEmpty { return }
        put(name, label, bytes: value.count * 4) {
            "[" + value.map { $0.jsonName }.joined(separator: ", ") + "]"
        }
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout Double, _ label: Label,
        seenBy audience: Audience
    ) {
        if value.bitPattern == 0 { return }
        put(name, label, bytes: 8) { "\(value)" }
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout String, _ label: Label,
        seenBy audience: Audience
    ) {
        if value.isEmpty { return }
        put(name, label, bytes: value.utf8.count) { Redactor.quote(value) }
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [String], _ label: Label,
        seenBy audience: Audience
    ) {
        if value.isEmpty { return }
        put(name, label, bytes: value.reduce(0) { $0 + $1.utf8.count }) {
            "[" + value.map { Redactor.quote($0) }.joined(separator: ", ") + "]"
        }
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [UInt8], _ label: Label,
        seenBy audience: Audience
    ) {
        if value.isEmpty { return }
        put(name, label, bytes: value.count) { Base64.encode(value) }
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [[UInt8]], _ label: Label,
        seenBy audience: Audience
    ) {
        if value.isEmpty { return }
        put(name, label, bytes: value.reduce(0) { $0 + $1.count }) {
            "[" + value.map { Base64.encode($0) }.joined(separator: ", ") + "]"
        }
    }

    mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout M, _ label: Label,
        seenBy audience: Audience
    ) {
        if value.encodedSize == 0 { return }
        put(name, label, bytes: value.encodedSize) { Redactor.print(value) }
    }

    mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout M?, _ label: Label,
        seenBy audience: Audience
    ) {
        guard let value else { return }
        put(name, label, bytes: value.encodedSize) { Redactor.print(value) }
    }

    mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout [M], _ label: Label,
        seenBy audience: Audience
    ) {
        if value.isEmpty { return }
        put(name, label, bytes: value.reduce(0) { $0 + $1.encodedSize }) {
            "[" + value.map { Redactor.print($0) }.joined(separator: ", ") + "]"
        }
    }

    mutating func fixed32(
        _ number: UInt32, _ name: StaticString, _ value: inout UInt32, _ label: Label,
        seenBy audience: Audience
    ) {
        if value == 0 { return }
        put(name, label, bytes: 4) { "\(value)" }
    }

    mutating func fixed64(
        _ number: UInt32, _ name: StaticString, _ value: inout UInt64, _ label: Label,
        seenBy audience: Audience
    ) {
        if value == 0 { return }
        put(name, label, bytes: 8) { "\(value)" }
    }

    mutating func sint64(
        _ number: UInt32, _ name: StaticString, _ value: inout Int64, _ label: Label,
        seenBy audience: Audience
    ) {
        if value == 0 { return }
        put(name, label, bytes: 8) { "\(value)" }
    }
}
