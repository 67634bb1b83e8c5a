/// The values of more than one word, out of line so that messages stay small and compile fast.
extension WireReader {
    /// Enters the nested message that stands next, reads it into `value`, and leaves it.
    @usableFromInline @inline(never) mutating func message<M: Message>(_ value: inout M)
        throws(CodecError)
    {
        let outer = try enter()
        try value.dispatchRead(&self)
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

    /// One element of a list of numbers, or a packed chunk of them, whole elements only; there are
    /// `besides` elements elsewhere already.
    @inlinable @inline(never) mutating func integers<T: WireInteger>(
        _ value: inout [T], _ name: StaticString, _ label: Label, besides: Int = 0
    ) throws(CodecError) {
        if tag & 7 == 0 {
            guard value.count &+ besides < label.itemsMax else { throw tooMany(name, label) }
            value.append(T(varint: try scalar()))
            return
        }
        let outer = end
        let bytes = try length()
        end = cursor + bytes
        let count = try packedCount(name, label, value.count &+ besides)
        if value.isEmpty { value.reserveCapacity(count) }
        while cursor < end { value.append(T(varint: try varint())) }
        end = outer
        try next()
    }

    /// How many varints end in what is left, eight bytes at a time.
    @usableFromInline @inline(never) func packedCount(
        _ name: StaticString, _ label: Label, _ had: Int
    ) throws(CodecError) -> Int {
        var count = 0
        var at = cursor
        while end - at >= 8 {
            let stops = ~at.loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080
            count &+= Int(truncatingIfNeeded: (stops &>> 7 &* 0x0101_0101_0101_0101) &>> 56)
            at += 8
        }
        while at < end {
            count &+= at.load(as: UInt8.self) < 0x80 ? 1 : 0
            at += 1
        }
        guard had &+ count <= label.itemsMax else { throw tooMany(name, label) }
        return count
    }

    /// How many fields with this tag follow each other, so that a list is allocated once. Stops
    /// counting where the bytes are wrong; reading them finds that.
    @usableFromInline @inline(never) func run(
        _ name: StaticString, _ label: Label, _ had: Int
    ) throws(CodecError) -> Int {
        var ahead = WireReader(at: self)
        var count = 0
        do {
            repeat {
                let bytes = try ahead.length()
                ahead.cursor += bytes
                count &+= 1
                try ahead.next()
            } while ahead.tag == tag
        } catch {}
        guard had &+ count <= label.itemsMax else { throw tooMany(name, label) }
        return count
    }

    private init(at other: borrowing WireReader) {
        start = other.start
        cursor = other.cursor
        end = other.end
    }

    /// Text is mostly ASCII, which one look at eight bytes at a time shows; the rest is validated.
    @inline(__always) private mutating func text(
        _ name: StaticString, _ label: Label
    ) throws(CodecError) -> String {
        let count = try length(name, label)
        let bytes = UnsafeBufferPointer(
            start: cursor.assumingMemoryBound(to: UInt8.self), count: count)
        if isASCII(count) {
            cursor += count
            return String(copying: unsafe UTF8Span(unchecked: bytes.span, isKnownASCII: true))
        }
        guard let span = try? UTF8Span(validating: bytes.span) else {
            throw .notText(field: "\(name)", at: offset)
        }
        cursor += count
        return String(copying: span)
    }

    /// Whether the next `count` bytes, which are there, are ASCII.
    @inline(__always) private func isASCII(_ count: Int) -> Bool {
        var bits: UInt64 = 0
        var at = cursor
        let stop = cursor + count
        while stop - at >= 8 {
            bits |= at.loadUnaligned(as: UInt64.self)
            at += 8
        }
        while at < stop {
            bits |= UInt64(at.load(as: UInt8.self))
            at += 1
        }
        return bits & 0x8080_8080_8080_8080 == 0
    }

    @inline(__always) private mutating func length(_ name: StaticString, _ label: Label)
        throws(CodecError) -> Int
    {
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
