/// Reads a message from bytes that anybody may have sent: total, one pass over canonical input.
///
/// Loop-confined. It always stands behind a tag, which it holds; a length is compared with what is
/// left before it is used, and with the field's label before anything is allocated. It accepts what
/// the protobuf specification demands: any order, the last of duplicates, packed and unpacked
/// lists, unknown fields and groups.
@frozen public struct WireReader: ~Copyable {
    /// The first byte behind `tag`.
    @usableFromInline var cursor: UnsafeRawPointer
    /// The end of the message that is being read, nested or not.
    @usableFromInline var end: UnsafeRawPointer
    /// Field number and wire type of the field that stands next; 0 at the end.
    @usableFromInline var tag: UInt32 = 0
    /// How many messages are around the one being read.
    @usableFromInline var depth: UInt32 = 0
    /// The first byte, for the offsets in errors.
    @usableFromInline let start: UnsafeRawPointer

    /// A reader of `count` bytes, standing behind the first tag.
    @inlinable init(_ start: UnsafeRawPointer, count: Int) throws(CodecError) {
        self.start = start
        cursor = start
        end = start + count
        if count > Limits.messageBytesMax {
            throw CodecError.tooLarge(bytesMax: Limits.messageBytesMax)
        }
        try next()
    }

    @inlinable var atEnd: Bool { tag == 0 }

    /// Bytes that are left.
    @inlinable var left: Int { end - cursor }

    var offset: Int { cursor - start }

    /// Reads the next tag. Tags of one byte that is neither 0 nor a longer one's start are inlined;
    /// field number 0 in 1...7 is refused when it is skipped, because no field has it.
    @inlinable @inline(__always) mutating func next() throws(CodecError) {
        if cursor < end {
            let byte = cursor.load(as: UInt8.self)
            if byte &- 1 < 0x7F {
                tag = UInt32(byte)
                cursor += 1
            } else {
                try longTag()
            }
        } else {
            tag = 0
        }
    }

    @usableFromInline @inline(never) mutating func longTag() throws(CodecError) {
        let at = offset
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 35 {
            guard cursor < end else { throw .truncated(at: at) }
            let byte = cursor.load(as: UInt8.self)
            cursor += 1
            value |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 {
                guard value >= 8, value <= UInt32.max else { throw .badTag(at: at) }
                tag = UInt32(truncatingIfNeeded: value)
                return
            }
            shift &+= 7
        }
        throw .badTag(at: at)
    }

    /// A varint of at most ten bytes; the bits of the tenth beyond 64 are dropped.
    @inlinable @inline(__always) mutating func varint() throws(CodecError) -> UInt64 {
        if cursor < end {
            let byte = cursor.load(as: UInt8.self)
            if byte < 0x80 {
                cursor += 1
                return UInt64(byte)
            }
        }
        return try longVarint()
    }

    /// Up to eight bytes at once where eight are left: the stop bit by the first byte below 0x80,
    /// then the sevens are moved together in three steps.
    @usableFromInline @inline(never) mutating func longVarint() throws(CodecError) -> UInt64 {
        if left >= 8 {
            let word = UInt64(littleEndian: cursor.loadUnaligned(as: UInt64.self))
            let stops = ~word & 0x8080_8080_8080_8080
            if stops != 0 {
                cursor += stops.trailingZeroBitCount &>> 3 &+ 1
                var bits = word & (stops ^ (stops &- 1)) & 0x7F7F_7F7F_7F7F_7F7F
                bits = bits & 0x007F_007F_007F_007F | (bits & 0x7F00_7F00_7F00_7F00) &>> 1
                bits = bits & 0x0000_3FFF_0000_3FFF | (bits & 0x3FFF_0000_3FFF_0000) &>> 2
                return bits & 0x0FFF_FFFF | (bits & 0x0FFF_FFFF_0000_0000) &>> 4
            }
        }
        return try slowVarint()
    }

    private mutating func slowVarint() throws(CodecError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        let at = offset
        while shift < 70 {
            guard cursor < end else { throw .truncated(at: at) }
            let byte = cursor.load(as: UInt8.self)
            cursor += 1
            value |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 { return value }
            shift &+= 7
        }
        throw .badNumber(at: at)
    }

    /// A varint, and the next tag.
    @usableFromInline @inline(never) mutating func scalar() throws(CodecError) -> UInt64 {
        let value = try varint()
        try next()
        return value
    }

    /// Eight or four bytes, little-endian, and the next tag.
    @inlinable mutating func fixed<T: FixedWidthInteger & BitwiseCopyable>() throws(CodecError)
        -> T
    {
        guard left >= MemoryLayout<T>.size else { throw .truncated(at: cursor - start) }
        let value = cursor.loadUnaligned(as: T.self)
        cursor += MemoryLayout<T>.size
        try next()
        return T(littleEndian: value)
    }

    /// A length that what is left can hold, in at most five bytes: more are refused by other parsers
    /// too, so that a message cannot mean two things.
    @inlinable @inline(__always) mutating func length() throws(CodecError) -> Int {
        let before = cursor
        let count = try varint()
        guard count <= UInt64(truncatingIfNeeded: left) else {
            throw .truncated(at: cursor - start)
        }
        guard cursor - before <= 5 else { throw .badNumber(at: before - start) }
        return Int(truncatingIfNeeded: count)
    }

    /// Consumes the field that stands next, which nobody knows, and reads the next tag. Groups are
    /// skipped with a stack of their numbers instead of by recursion.
    @usableFromInline @inline(never) mutating func skip() throws(CodecError) {
        var open: [UInt32] = []
        repeat {
            let at = offset
            guard tag >= 8 else { throw tag == 0 ? .badGroup(at: at) : .badTag(at: at) }
            switch tag & 7 {
            case 0: _ = try varint()
            case 1: try fixedBytes(8)
            case 2:
                let bytes = try length()
                cursor += bytes
            case 3:
                guard Int(depth) + open.count < Limits.depthMax else { throw .tooDeep(at: at) }
                open.append(tag &>> 3)
            case 4: guard open.popLast() == tag &>> 3 else { throw .badGroup(at: at) }
            case 5: try fixedBytes(4)
            default: throw .badTag(at: at)
            }
            try next()
        } while !open.isEmpty
    }

    private mutating func fixedBytes(_ count: Int) throws(CodecError) {
        guard left >= count else { throw .truncated(at: offset) }
        cursor += count
    }
}
