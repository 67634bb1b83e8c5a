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

/// How a payload that was written divides.
struct PayloadSizes {
    var meta = 0
    var body = 0
}

extension OutBuffer {
    /// Most messages fit this; the others are tried again with more room.
    private static let roomAtFirst = 1_024

    /// Appends a frame whose Meta and message `write` puts into the room it is given, or nothing
    /// when they do not fit; false, and nothing, when the frame is too large for the peer.
    @inline(__always)
    mutating func frame(
        _ type: UInt8, _ id: UInt32, _ flags: UInt8, compress: Bool, _ rules: WriteRules,
        _ write: (UnsafeMutableRawBufferPointer) -> PayloadSizes?
    ) -> Bool {
        var room = OutBuffer.roomAtFirst
        while true {
            let start = reserve(room) + FrameHeader.size
            let most = spare &- FrameHeader.size &- 4
            let buffer = UnsafeMutableRawBufferPointer(start: start, count: most)
            if let sizes = write(buffer) {
                return finish(type, id, flags, sizes, compress: compress, rules)
            }
            let wanted = rules.messageBytesMax &+ Limits.metaRoom
            if most >= wanted { return false }
            room = wanted &+ FrameHeader.size &+ 4
        }
    }

    /// Compresses, checks and counts a payload that was written behind the header's place.
    private mutating func finish(
        _ type: UInt8, _ id: UInt32, _ flags: UInt8, _ sizes: PayloadSizes, compress: Bool,
        _ rules: WriteRules
    ) -> Bool {
        guard sizes.body <= rules.messageBytesMax, sizes.meta <= 0xFFFF else { return false }
        let start = reserve(0)
        var flags = flags
        var length = sizes.meta &+ sizes.body
        if compress, sizes.body >= rules.compressMin, let zip = rules.zip {
            let body = start + FrameHeader.size + sizes.meta
            if let packed = zip.compress(UnsafeRawBufferPointer(start: body, count: sizes.body)),
                let from = packed.baseAddress
            {
                body.copyMemory(from: from, byteCount: packed.count)
                length = sizes.meta &+ packed.count
                flags |= FrameFlags.compressed
            }
        }
        if rules.sendsCRC {
            let payload = UnsafeRawBufferPointer(start: start + FrameHeader.size, count: length)
            (start + FrameHeader.size).storeBytes(
                of: crc32(0, payload).bigEndian, toByteOffset: length, as: UInt32.self)
            length &+= 4
            flags |= FrameFlags.crc
        }
        guard length <= rules.frameBytesMax else { return false }
        FrameHeader(
            length: UInt32(truncatingIfNeeded: length), type: type, flags: flags,
            metaLength: UInt16(truncatingIfNeeded: sizes.meta), streamID: id
        ).encode(to: start)
        commit(FrameHeader.size &+ length)
        return true
    }

    /// Appends a frame with a message of a reply. One that may not be compressed is padded instead.
    mutating func frame<M: Message>(
        _ type: UInt8, _ id: UInt32, _ flags: UInt8, _ message: M, compress: Bool,
        _ rules: WriteRules
    ) -> Bool {
        frame(type, id, flags, compress: compress, rules) { room in
            guard let size = message.encode(into: room) else { return nil }
            if compress { return PayloadSizes(body: size) }
            let most = min(rules.messageBytesMax, rules.frameBytesMax &- 4)
            let padded = Padding.size(for: size, most: most)
            guard padded <= room.count else { return nil }
            Padding.fill(room, from: size, to: padded)
            return PayloadSizes(body: padded)
        }
    }

    /// Appends a frame of Meta and message that are encoded, and maybe compressed, already.
    mutating func frame(
        _ type: UInt8, _ id: UInt32, _ flags: UInt8, meta: UnsafeRawBufferPointer = .nothing,
        _ body: UnsafeRawBufferPointer, _ rules: WriteRules
    ) -> Bool {
        frame(type, id, flags, compress: false, rules) { room in
            guard meta.count &+ body.count <= room.count else { return nil }
            room.copyMemory(from: meta)
            UnsafeMutableRawBufferPointer(rebasing: room[meta.count...]).copyMemory(from: body)
            return PayloadSizes(meta: meta.count, body: body.count)
        }
    }

    /// Appends a frame that is all Meta.
    mutating func metaFrame<M: Message>(
        _ type: UInt8, _ id: UInt32, _ flags: UInt8, _ meta: M, _ rules: WriteRules
    ) {
        _ = frame(type, id, flags, compress: false, rules) { room in
            guard let size = meta.encode(into: room) else { return nil }
            return PayloadSizes(meta: size)
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
            FrameType.end, id, FrameFlags.endStream | FrameFlags.noMessage, .nothing, rules)
    }
}

extension UnsafeRawBufferPointer {
    /// No bytes.
    static var nothing: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }
}
