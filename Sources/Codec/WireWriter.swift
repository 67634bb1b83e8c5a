import Glibc

/// Writes the canonical bytes of a message into memory of any size, or finds that they do not fit.
///
/// Loop-confined. Every write is checked against the end, so that a message may be written into
/// whatever room there is without being sized first; once something did not fit, nothing more is
/// written. Lengths of nested messages and packed lists are written afterwards into the one byte
/// kept for them, and a longer body is moved up, which costs less than sizing every level again.
@frozen public struct WireWriter: ~Copyable {
    /// Where the next byte goes.
    @usableFromInline var cursor: UnsafeMutableRawPointer
    /// The end of what may be written; `cursor` once something did not fit.
    @usableFromInline var end: UnsafeMutableRawPointer
    /// Whether something did not fit.
    @usableFromInline var overflowed = false

    /// A writer of at most `count` bytes at `start`.
    init(_ start: UnsafeMutableRawPointer, count: Int) {
        cursor = start
        end = start + count
    }

    /// Whether `count` bytes fit; when not, nothing fits any more.
    @usableFromInline @inline(__always) mutating func fits(_ count: Int) -> Bool {
        if count <= end - cursor { return true }
        overflowed = true
        end = cursor
        return false
    }

    /// Bytes in little-endian order, without a check.
    @inlinable @inline(__always) mutating func store<T: FixedWidthInteger & BitwiseCopyable>(
        _ value: T
    ) {
        cursor.storeBytes(of: value.littleEndian, as: T.self)
        cursor += MemoryLayout<T>.size
    }

    /// A tag and a number; both of one byte is the case worth inlining.
    @inlinable @inline(__always) mutating func scalar(_ tag: UInt32, _ value: UInt64) {
        if tag < 0x80, value < 0x80, end - cursor >= 2 {
            store(UInt16(truncatingIfNeeded: tag) | UInt16(truncatingIfNeeded: value) &<< 8)
        } else {
            longScalar(tag, value)
        }
    }

    @usableFromInline @inline(never) mutating func longScalar(_ tag: UInt32, _ value: UInt64) {
        guard fits(Sizer.varint(UInt64(tag)) &+ Sizer.varint(value)) else { return }
        varint(UInt64(tag))
        varint(value)
    }

    /// A varint, for which there is room. From three bytes up, up to 56 bits are spread into sevens
    /// in three steps and stored at once, where eight bytes may be written.
    @inline(__always) private mutating func varint(_ value: UInt64) {
        if value < 0x80 {
            store(UInt8(truncatingIfNeeded: value))
        } else if value < 0x4000 {
            store(UInt16(truncatingIfNeeded: value & 0x7F | value &<< 1 & 0x7F00 | 0x80))
        } else if value < 1 &<< 56, end - cursor >= 8 {
            var bits = value & 0x0FFF_FFFF | (value & 0x00FF_FFFF_F000_0000) &<< 4
            bits = bits & 0x0000_3FFF_0000_3FFF | (bits & 0x0FFF_C000_0FFF_C000) &<< 2
            bits = bits & 0x007F_007F_007F_007F | (bits & 0x3F80_3F80_3F80_3F80) &<< 1
            let count = Sizer.varint(value)
            let more: UInt64 = 1 &<< UInt64(truncatingIfNeeded: count &* 8 &- 8) &- 1
            bits |= 0x8080_8080_8080_8080 & more
            cursor.storeBytes(of: bits.littleEndian, as: UInt64.self)
            cursor += count
        } else {
            var value = value
            while value >= 0x80 {
                store(UInt8(truncatingIfNeeded: value) | 0x80)
                value &>>= 7
            }
            store(UInt8(truncatingIfNeeded: value))
        }
    }

    @usableFromInline @inline(never) mutating func number(_ value: UInt64) {
        guard fits(Sizer.varint(value)) else { return }
        varint(value)
    }

    @usableFromInline @inline(never) mutating func fixed32(_ tag: UInt32, _ value: UInt32) {
        guard fits(Sizer.varint(UInt64(tag)) &+ 4) else { return }
        varint(UInt64(tag))
        store(value)
    }

    @usableFromInline @inline(never) mutating func fixed64(_ tag: UInt32, _ value: UInt64) {
        guard fits(Sizer.varint(UInt64(tag)) &+ 8) else { return }
        varint(UInt64(tag))
        store(value)
    }

    @usableFromInline @inline(never) mutating func string(_ tag: UInt32, _ value: String) {
        value.utf8.withContiguousStorageIfAvailable { delimited(tag, UnsafeRawBufferPointer($0)) }
    }

    @usableFromInline @inline(never) mutating func strings(_ tag: UInt32, _ items: [String]) {
        items.withUnsafeBufferPointer { items in
            for index in items.indices {
                items[index].utf8.withContiguousStorageIfAvailable {
                    delimited(tag, UnsafeRawBufferPointer($0))
                }
            }
        }
    }

    @usableFromInline @inline(never) mutating func bytes(_ tag: UInt32, _ value: [UInt8]) {
        value.withUnsafeBytes { delimited(tag, $0) }
    }

    @inline(__always) private mutating func delimited(
        _ tag: UInt32, _ bytes: UnsafeRawBufferPointer
    ) {
        let count = UInt64(truncatingIfNeeded: bytes.count)
        if tag < 0x80, count < 0x80, end - cursor >= bytes.count &+ 2 {
            store(UInt16(truncatingIfNeeded: tag) | UInt16(truncatingIfNeeded: count) &<< 8)
        } else {
            let head = Sizer.varint(UInt64(tag)) &+ Sizer.varint(count)
            guard fits(head &+ bytes.count) else { return }
            varint(UInt64(tag))
            varint(count)
        }
        guard let start = bytes.baseAddress else { return }
        if bytes.count >= 8, bytes.count <= 16 {
            let last = bytes.count &- 8
            let (head, tail) = (
                start.loadUnaligned(as: UInt64.self),
                start.loadUnaligned(fromByteOffset: last, as: UInt64.self)
            )
            cursor.storeBytes(of: head, as: UInt64.self)
            cursor.storeBytes(of: tail, toByteOffset: last, as: UInt64.self)
        } else {
            memcpy(cursor, start, bytes.count)
        }
        cursor += bytes.count
    }

    /// Numbers one behind the other, with their length in front.
    @inlinable @inline(never) mutating func packed<T: WireInteger>(
        _ tag: UInt32, _ items: [T]
    ) {
        guard let body = open(tag) else { return }
        for item in items {
            let value = item.varint
            if value < 0x80, cursor < end {
                store(UInt8(truncatingIfNeeded: value))
            } else {
                number(value)
            }
        }
        close(body)
    }

    @usableFromInline @inline(never) mutating func message<M: Message>(_ tag: UInt32, _ item: M) {
        guard let body = open(tag) else { return }
        item.dispatchWrite(&self)
        close(body)
    }

    @usableFromInline @inline(never) mutating func messageUnlessEmpty<M: Message>(
        _ tag: UInt32, _ item: M
    ) {
        let before = cursor
        if end - cursor < 16, item.encodedSize == 0 { return }
        message(tag, item)
        let head = Sizer.varint(UInt64(tag)) &+ 1
        if !overflowed, cursor - before == head { cursor = before }
    }

    /// Writes the tag, keeps one byte for the length, and returns where the body starts.
    @inlinable @inline(__always) mutating func open(_ tag: UInt32) -> UnsafeMutableRawPointer? {
        scalar(tag, 0)
        return overflowed ? nil : cursor
    }

    /// Writes the length in front of `body`, moving it up when one byte is too short for it.
    @inlinable @inline(__always) mutating func close(_ body: UnsafeMutableRawPointer) {
        let count = cursor - body
        if overflowed { return }
        if count < 0x80 {
            (body - 1).storeBytes(of: UInt8(truncatingIfNeeded: count), as: UInt8.self)
        } else {
            closeLong(body, count)
        }
    }

    @usableFromInline @inline(never) mutating func closeLong(
        _ body: UnsafeMutableRawPointer, _ count: Int
    ) {
        let bits = UInt64(truncatingIfNeeded: count)
        let more = Sizer.varint(bits) &- 1
        guard fits(more) else { return }
        memmove(body + more, body, count)
        cursor = body - 1
        // Byte by byte: storing eight at once would write over the body.
        var value = bits
        while value >= 0x80 {
            store(UInt8(truncatingIfNeeded: value) | 0x80)
            value &>>= 7
        }
        store(UInt8(truncatingIfNeeded: value))
        cursor += count
    }
}
