import Glibc

/// Writes the canonical bytes of a message into memory of exactly its `encodedSize`.
///
/// Loop-confined, unchecked: the sizer has visited the same fields just before. Lengths of nested
/// messages and packed lists are written afterwards into the one byte kept for them, and a longer
/// body is moved up, which is cheaper than sizing every level again.
@frozen public struct WireWriter: ~Copyable {
    /// Where the next byte goes.
    @usableFromInline var cursor: UnsafeMutableRawPointer

    /// A writer at `start`.
    @inlinable init(_ start: UnsafeMutableRawPointer) { cursor = start }

    @inlinable @inline(__always) mutating func byte(_ value: UInt8) {
        cursor.storeBytes(of: value, as: UInt8.self)
        cursor += 1
    }

    /// Eight or four bytes, little-endian.
    @inlinable @inline(__always) mutating func store<T: FixedWidthInteger & BitwiseCopyable>(
        _ value: T
    ) {
        cursor.storeBytes(of: value.littleEndian, as: T.self)
        cursor += MemoryLayout<T>.size
    }

    /// A tag; numbers up to 15 are one byte, which inlining makes one store.
    @inlinable @inline(__always) mutating func tag(_ value: UInt32) {
        if value < 0x80 {
            byte(UInt8(truncatingIfNeeded: value))
        } else {
            longVarint(UInt64(value))
        }
    }

    @inlinable @inline(__always) mutating func varint(_ value: UInt64) {
        if value < 0x80 {
            byte(UInt8(truncatingIfNeeded: value))
        } else {
            longVarint(value)
        }
    }

    @usableFromInline @inline(never) mutating func longVarint(_ value: UInt64) {
        var value = value
        while value >= 0x80 {
            byte(UInt8(truncatingIfNeeded: value) | 0x80)
            value &>>= 7
        }
        byte(UInt8(truncatingIfNeeded: value))
    }

    @usableFromInline @inline(never) mutating func string(_ tag: UInt32, _ value: String) {
        self.tag(tag)
        let text = value.utf8.span
        varint(UInt64(truncatingIfNeeded: text.count))
        text.withUnsafeBytes { copy($0) }
    }

    @usableFromInline @inline(never) mutating func bytes(_ tag: UInt32, _ value: [UInt8]) {
        self.tag(tag)
        varint(UInt64(truncatingIfNeeded: value.count))
        value.withUnsafeBytes { copy($0) }
    }

    @inline(__always) mutating func copy(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        cursor.copyMemory(from: start, byteCount: bytes.count)
        cursor += bytes.count
    }

    @inlinable @inline(never) mutating func packed<T: WireInteger>(_ tag: UInt32, _ items: [T]) {
        self.tag(tag)
        let length = cursor
        cursor += 1
        for item in items { varint(item.varint) }
        close(length)
    }

    @inlinable @inline(never) mutating func message<M: Message>(_ tag: UInt32, _ item: M) {
        self.tag(tag)
        let length = cursor
        cursor += 1
        item.write(&self)
        close(length)
    }

    /// Writes the length of what follows the byte at `length`, moving it up when that is too short.
    @inlinable @inline(__always) mutating func close(_ length: UnsafeMutableRawPointer) {
        let count = cursor - length - 1
        if count < 0x80 {
            length.storeBytes(of: UInt8(truncatingIfNeeded: count), as: UInt8.self)
        } else {
            closeLong(length, count)
        }
    }

    @usableFromInline @inline(never) mutating func closeLong(
        _ length: UnsafeMutableRawPointer, _ count: Int
    ) {
        let bits = UInt64(truncatingIfNeeded: count)
        let body = length + Sizer.varint(bits)
        memmove(body, length + 1, count)
        cursor = length
        longVarint(bits)
        cursor = body + count
    }
}
