/// Reads a message from JSON (RFC 8259) that anybody may have written: total, without a tree.
///
/// Like the wire reader it stands before the value of a key and lets the fields of the message look
/// for theirs; a pass over all fields that took nothing means the key is unknown. It descends at
/// most `Limits.depthMax` levels and keeps no more of a value than its label allows.
struct JSONReader: ~Copyable {
    let text: [UInt8]
    var at = 0
    /// The key whose value stands next; nil behind the last.
    private(set) var key: String?
    /// The numbers of the fields of this message that were given.
    private var given: [UInt32] = []
    /// The keys that lead to this message, each with a dot, for the sentences.
    private(set) var path = ""
    private var depth = 0

    init(_ text: String) throws(CodecError) {
        guard text.utf8.count <= Limits.jsonBytesMax else {
            throw .tooLarge(bytesMax: Limits.jsonBytesMax)
        }
        self.text = Array(text.utf8)
    }

    /// Reads an object into `message`.
    mutating func read<M: Message>(_ message: inout M) throws(CodecError) {
        guard depth <= Limits.depthMax else { throw .tooDeep(at: at) }
        depth += 1
        guard take("{") else { throw wrong("an object") }
        if !take("}") { try readKey() }
        while let before = key {
            let fields = given.count
            try message.fields(&self)
            if given.count == fields { throw .unknownKey(JSONReader.shown(path + before)) }
        }
        depth -= 1
    }

    /// Nothing but white space may follow.
    mutating func finish() throws(CodecError) {
        skipSpace()
        if at < text.count { throw .badJSON(at: at, "something follows the end") }
    }

    /// Whether the value that stands next is for this field, which is refused the second time.
    mutating func isNext(_ number: UInt32, _ name: StaticString) throws(CodecError) -> Bool {
        guard let key, key.utf8.count == name.utf8CodeUnitCount, key == "\(name)" else {
            return false
        }
        if given.contains(number) { throw .duplicateKey(path + key) }
        given.append(number)
        return true
    }

    /// Goes to the next key of the object, if there is one.
    mutating func next() throws(CodecError) {
        key = nil
        if take("}") { return }
        guard take(",") else { throw .badJSON(at: at, "a comma or } is missing") }
        try readKey()
    }

    private mutating func readKey() throws(CodecError) {
        let name = try quoted(bytesMax: Limits.fieldBytesMax)
        guard let name else { throw .badJSON(at: at, "a key is too long") }
        guard take(":") else { throw .badJSON(at: at, "a colon is missing") }
        key = name
    }

    /// A nested object.
    mutating func message<M: Message>(_ name: StaticString) throws(CodecError) -> M {
        let outer = (key, given, path)
        (key, given, path) = (nil, [], path + "\(name).")
        var message = M()
        try read(&message)
        (key, given, path) = outer
        return message
    }

    /// An array, whose items `read` takes one by one.
    mutating func list<T>(
        _ name: StaticString, _ label: Label,
        _ read: (inout JSONReader) throws(CodecError) -> T
    ) throws(CodecError) -> [T] {
        guard take("[") else { throw wrong("a list") }
        var items: [T] = []
        if take("]") { return items }
        repeat {
            guard items.count < label.itemsMax else {
                throw .tooMany(field: path + "\(name)", itemsMax: Int(label.itemsMax))
            }
            items.append(try read(&self))
        } while take(",")
        guard take("]") else { throw .badJSON(at: at, "a comma or ] is missing") }
        return items
    }

    mutating func takeNull() -> Bool { word("null") }

    /// A key that somebody typed, with nothing in it that could steer a terminal or fake a log line.
    private static func shown(_ key: String) -> String {
        String(
            String.UnicodeScalarView(
                key.unicodeScalars.map { $0.isASCII && $0.value > 32 && $0.value < 127 ? $0 : "?" })
        )
    }
}
