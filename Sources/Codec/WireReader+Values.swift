/// The values of more than one word, out of line so that messages stay small and compile fast.
extension WireReader {
    /// Enters the nested message that stands next, reads it into `value`, and leaves it.
    @inlinable @inline(never) mutating func message<M: Message>(_ value: inout M)
        throws(CodecError)
    {
        let outer = try enter()
        try value.read(&self)
        end = outer
        depth &-= 1
        try next()
    }

    /// Sets the end to the nested message's and returns the one to come back to.
    @usableFromInline @inline(never) mutating func enter() throws(CodecError) -> UnsafeRawPointer {
        let count = try length()
        guard depth < Limits.depthMax else { throw .tooDeep(at: offset) }
        let outer = end
        end = cursor + count
        depth &+= 1
        try next()
        return outer
    }

    @inlinable @inline(never) mutating func messages<M: Message>(
        _ value: inout [M], _ name: StaticString, _ label: Label
    ) throws(CodecError) {
        let own = tag
        let count = try run(name, label, value.count)
        if value.isEmpty { value.reserveCapacity(count) }
        while tag == own {
            var item = M()
            try message(&item)
            value.append(item)
        }
    }

    @usableFromInline @inline(never) mutating func string(
        _ value: inout String, _ name: StaticString, _ label: Label
    ) throws(CodecError) {
        value = try text(name, label)
        try next()
    }

    @usableFromInline @inline(never) mutating func strings(
        _ value: inout [String], _ name: StaticString, _ label: Label
    ) throws(CodecError) {
        let own = tag
        let count = try run(name, label, value.count)
        if value.isEmpty { value.reserveCapacity(count) }
        while tag == own {
            value.append(try text(name, label))
            try next()
        }
    }

    @usableFromInline @inline(never) mutating func bytes(
        _ value: inout [UInt8], _ name: StaticString, _ label: Label
    ) throws(CodecError) {
        let count = try length(name, label)
        value = [UInt8](UnsafeRawBufferPointer(start: cursor, count: count))
        cursor += count
        try next()
    }

    @usableFromInline @inline(never) mutating func byteStrings(
        _ value: inout [[UInt8]], _ name: StaticString, _ label: Label
    ) throws(CodecError) {
        let own = tag
        let count = try run(name, label, value.count)
        if value.isEmpty { value.reserveCapacity(count) }
        while tag == own {
            var item: [UInt8] = []
            try bytes(&item, name, label)
            value.append(item)
        }
    }

    /// One element of a list of numbers, or a packed chunk of them, whole elements only.
    @inlinable @inline(never) mutating func integers<T: WireInteger>(
        _ value: inout [T], _ name: StaticString, _ label: Label
    ) throws(CodecError) {
        if tag & 7 == 0 {
            guard value.count < label.itemsMax else { throw tooMany(name, label) }
            value.append(T(varint: try scalar()))
            return
        }
        let outer = end
        let bytes = try length()
        end = cursor + bytes
        let count = try packedCount(name, label, value.count)
        if value.isEmpty { value.reserveCapacity(count) }
        while cursor < end { value.append(T(varint: try varint())) }
        end = outer
        try next()
    }

    /// How many varints end in what is left.
    @usableFromInline @inline(never) func packedCount(
        _ name: StaticString, _ label: Label, _ had: Int
    ) throws(CodecError) -> Int {
        var count = 0
        var at = cursor
        while at < end {
            count &+= at.load(as: UInt8.self) < 0x80 ? 1 : 0
            at += 1
        }
        guard had &+ count <= label.itemsMax else { throw tooMany(name, label) }
        return count
    }

    /// How many fields with this tag follow each other, so that a list is allocated once.
    @usableFromInline @inline(never) mutating func run(
        _ name: StaticString, _ label: Label, _ had: Int
    ) throws(CodecError) -> Int {
        let here = cursor
        let own = tag
        var count = 0
        repeat {
            let bytes = try length()
            cursor += bytes
            count &+= 1
            try next()
        } while tag == own
        guard had &+ count <= label.itemsMax else { throw tooMany(name, label) }
        cursor = here
        tag = own
        return count
    }

    private mutating func text(_ name: StaticString, _ label: Label) throws(CodecError) -> String {
        let count = try length(name, label)
        let bytes = UnsafeBufferPointer(
            start: cursor.assumingMemoryBound(to: UInt8.self), count: count)
        guard let span = try? UTF8Span(validating: bytes.span) else {
            throw .notText(field: "\(name)", at: offset)
        }
        cursor += count
        return String(copying: span)
    }

    private mutating func length(_ name: StaticString, _ label: Label) throws(CodecError) -> Int {
        let count = try length()
        guard count <= label.bytesMax else {
            throw .tooLong(field: "\(name)", bytesMax: Int(label.bytesMax))
        }
        return count
    }

    @usableFromInline func tooMany(_ name: StaticString, _ label: Label) -> CodecError {
        .tooMany(field: "\(name)", itemsMax: Int(label.itemsMax))
    }
}
