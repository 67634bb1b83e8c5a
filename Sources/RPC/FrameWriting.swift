import Codec

/// What the peer can take, for whoever writes frames to it.
struct WriteRules {
    var frameBytesMax: Int
    var messageBytesMax: Int
    /// Set when both sides know zlib.
    var zip: MessageZip?
    var sendsCRC: Bool
    var compressMin: Int

    init(_ limits: Limits) {
        frameBytesMax = limits.frameBytesMax
        messageBytesMax = limits.messageBytesMax
        sendsCRC = limits.sendsCRC
        compressMin = limits.compressMin
    }
}

extension OutBuffer {
    /// Appends a frame whose Meta and message `write` puts down; false, and nothing, when it is too
    /// large for the peer.
    @inline(__always)
    mutating func frame(
        _ type: UInt8, _ id: UInt32, _ flags: UInt8, metaSize: Int, bodySize: Int, compress: Bool,
        _ rules: WriteRules, _ write: (UnsafeMutableRawPointer) -> Void
    ) -> Bool {
        guard bodySize <= rules.messageBytesMax, metaSize <= 0xFFFF else { return false }
        let plain = FrameHeader.size &+ metaSize &+ bodySize
        let start = reserve(plain &+ 4)
        write(start + FrameHeader.size)
        var flags = flags
        var size = plain
        if compress, bodySize >= rules.compressMin, let zip = rules.zip {
            let body = start + FrameHeader.size + metaSize
            if let packed = zip.compress(UnsafeRawBufferPointer(start: body, count: bodySize)),
                let from = packed.baseAddress
            {
                body.copyMemory(from: from, byteCount: packed.count)
                size = plain &- bodySize &+ packed.count
                flags |= FrameFlags.compressed
            }
        }
        if rules.sendsCRC { OutBuffer.seal(start, &size, &flags) }
        guard size &- FrameHeader.size <= rules.frameBytesMax else { return false }
        FrameHeader(
            length: UInt32(truncatingIfNeeded: size &- FrameHeader.size), type: type, flags: flags,
            metaLength: UInt16(truncatingIfNeeded: metaSize), streamID: id
        ).encode(to: start)
        commit(size)
        return true
    }

    private static func seal(
        _ start: UnsafeMutableRawPointer, _ size: inout Int, _ flags: inout UInt8
    ) {
        let payload = UnsafeRawBufferPointer(
            start: start + FrameHeader.size, count: size &- FrameHeader.size)
        start.storeBytes(of: crc32(0, payload).bigEndian, toByteOffset: size, as: UInt32.self)
        size &+= 4
        flags |= FrameFlags.crc
    }

    /// Appends a frame with a message.
    mutating func frame<M: Message>(
        _ type: UInt8, _ id: UInt32, _ flags: UInt8, _ message: M, compress: Bool,
        _ rules: WriteRules
    ) -> Bool {
        let size = message.encodedSize
        return frame(
            type, id, flags, metaSize: 0, bodySize: size, compress: compress, rules
        ) { message.encode(into: $0, size: size) }
    }

    /// Appends a frame with a message that is encoded, and maybe compressed, already.
    mutating func frame(
        _ type: UInt8, _ id: UInt32, _ flags: UInt8, _ body: UnsafeRawBufferPointer,
        _ rules: WriteRules
    ) -> Bool {
        frame(type, id, flags, metaSize: 0, bodySize: body.count, compress: false, rules) {
            if let from = body.baseAddress { $0.copyMemory(from: from, byteCount: body.count) }
        }
    }

    /// Appends a frame that is all Meta.
    mutating func metaFrame<M: Message>(
        _ type: UInt8, _ id: UInt32, _ flags: UInt8, _ meta: M, _ rules: WriteRules
    ) {
        let size = meta.encodedSize
        _ = frame(type, id, flags, metaSize: size, bodySize: 0, compress: false, rules) {
            meta.encode(into: $0, size: size)
        }
    }

    /// Appends the END of a failure.
    mutating func end(_ id: UInt32, _ error: RPCError, _ rules: WriteRules) {
        metaFrame(
            FrameType.end, id, FrameFlags.endStream | FrameFlags.noMessage, EndMeta(error), rules)
    }

    /// Appends a frame of four bytes.
    mutating func word(_ type: UInt8, _ id: UInt32, _ value: UInt32) {
        let start = reserve(FrameHeader.size + 4)
        FrameHeader(length: 4, type: type, streamID: id).encode(to: start)
        start.storeBytes(of: value.bigEndian, toByteOffset: FrameHeader.size, as: UInt32.self)
        commit(FrameHeader.size + 4)
    }

    /// Appends a frame of eight bytes on stream 0.
    mutating func long(_ type: UInt8, _ value: UInt64) {
        let start = reserve(FrameHeader.size + 8)
        FrameHeader(length: 8, type: type).encode(to: start)
        start.storeBytes(of: value.bigEndian, toByteOffset: FrameHeader.size, as: UInt64.self)
        commit(FrameHeader.size + 8)
    }
}

extension OutBuffer {
    /// Appends the END of a stream that finished well.
    mutating func finish(_ id: UInt32, _ rules: WriteRules) {
        _ = frame(
            FrameType.end, id, FrameFlags.endStream | FrameFlags.noMessage,
            UnsafeRawBufferPointer(start: nil, count: 0), rules)
    }
}
