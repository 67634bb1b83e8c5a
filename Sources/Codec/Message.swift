/// A value that travels: its fields are declared once, in `fields`, and every use of the
/// declaration (wire, JSON, schema, samples, redaction) is a visitor.
///
/// Fields are `var` with defaults; what must be there stands in `validate()`. `size`, `write` and
/// `read` are requirements with inlinable defaults so that each message is specialised once, in its
/// own module: a generic visitor across modules is not (127 ns against 58 for eight fields).
public protocol Message: Sendable {
    /// The message with every field at its default.
    init()
    /// Its name in `.proto` text; the Swift type's unless declared.
    static var typeName: String { get }
    /// Field numbers that were used once and never will be again.
    static var retired: [UInt32] { get }
    /// Names every field to the visitor, in ascending order of number.
    mutating func fields<V: FieldVisitor & ~Copyable>(_ visitor: inout V) throws(CodecError)
    /// Refuses values that the message's own rules forbid. Called after every decode.
    func validate() throws(CodecError)

    /// Adds the encoded size; do not declare.
    func size(_ sizer: inout Sizer)
    /// Writes the canonical form; do not declare.
    func write(_ writer: inout WireWriter)
    /// Reads up to the end of the reader, merging into self; do not declare.
    mutating func read(_ reader: inout WireReader) throws(CodecError)
}

extension Message {
    /// The Swift type's name.
    public static var typeName: String { String(describing: Self.self) }
    /// None.
    public static var retired: [UInt32] { [] }
    /// Accepts every value.
    public func validate() throws(CodecError) {}

    /// Visits the fields; the writer and the sizer never change them, so nothing is copied.
    @inlinable public func size(_ sizer: inout Sizer) {
        withUnsafePointer(to: self) { pointer in
            do { try UnsafeMutablePointer(mutating: pointer).pointee.fields(&sizer) } catch {}
        }
    }

    /// Visits the fields.
    @inlinable public func write(_ writer: inout WireWriter) {
        withUnsafePointer(to: self) { pointer in
            do { try UnsafeMutablePointer(mutating: pointer).pointee.fields(&writer) } catch {}
        }
    }

    /// One pass over canonical input; a pass that consumed nothing stands at an unknown field.
    @inlinable public mutating func read(_ reader: inout WireReader) throws(CodecError) {
        while !reader.atEnd {
            let before = reader.cursor
            try fields(&reader)
            if reader.cursor == before { try reader.skip() }
        }
    }
}

extension Message {
    /// The size of the encoded message in bytes.
    public var encodedSize: Int {
        var sizer = Sizer()
        dispatchSize(&sizer)
        return sizer.total
    }

    /// The canonical bytes: ascending numbers, minimal varints, defaults left out, lists packed.
    public func encoded() -> [UInt8] {
        // Most messages fit in a kilobyte of stack and need no sizing. An array made from bytes
        // costs half of one made uninitialised (26 against 49 ns for 217 bytes).
        let small: [UInt8]? = withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 8) {
            guard let count = encode(into: $0) else { return nil }
            return [UInt8](UnsafeBufferPointer(rebasing: $0.bindMemory(to: UInt8.self)[..<count]))
        }
        if let small { return small }
        let size = encodedSize
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = encode(into: UnsafeMutableRawBufferPointer(buffer)) ?? 0
            precondition(count == size, "a message's size and bytes differ")
        }
    }

    /// Writes the canonical bytes to the start of `buffer` and returns how many they are, or nil
    /// when they do not fit; `encodedSize` bytes always do. Needs no sizing before.
    public func encode(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        guard let start = buffer.baseAddress else { return encodedSize == 0 ? 0 : nil }
        var writer = WireWriter(start, count: buffer.count)
        dispatchWrite(&writer)
        return writer.overflowed ? nil : writer.cursor - start
    }

    /// Writes the canonical bytes to `start`, where `size` bytes, its `encodedSize`, are writable.
    public func encode(into start: UnsafeMutableRawPointer, size: Int) {
        let written = encode(into: UnsafeMutableRawBufferPointer(start: start, count: size))
        precondition(written == size, "a message's size and bytes differ")
    }

    /// The message in `bytes`, validated. Bytes may come from anybody; nothing in them traps.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(CodecError) {
        self.init()
        try merge(bytes)
        try validate()
    }

    /// The message in `bytes`, validated.
    public init(decoding bytes: [UInt8]) throws(CodecError) {
        self.init()
        do {
            try bytes.withUnsafeBytes { raw in try merge(raw) }
        } catch let error as CodecError { throw error } catch {}
        try validate()
    }

    /// Reads `bytes` over self, as protobuf merges: scalars are replaced, lists grow, messages
    /// merge. Does not validate.
    public mutating func merge(_ bytes: UnsafeRawBufferPointer) throws(CodecError) {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return }
        var reader = try WireReader(start, count: bytes.count)
        try dispatchRead(&reader)
    }
}

// Calls through the witness table, where the specialisation of the message's own module stands.
// Without the attribute a caller in a third module would specialise this code, inline the default
// above, and arrive at an unspecialised `fields` (encode 560 ns against 90).
extension Message {
    @_semantics("optimize.sil.specialize.generic.never") @inline(never)
    func dispatchSize(_ sizer: inout Sizer) { size(&sizer) }

    @_semantics("optimize.sil.specialize.generic.never") @inline(never)
    func dispatchWrite(_ writer: inout WireWriter) { write(&writer) }

    @_semantics("optimize.sil.specialize.generic.never") @inline(never)
    mutating func dispatchRead(_ reader: inout WireReader) throws(CodecError) {
        try read(&reader)
    }
}
