/// The header of a `FloorEcho` frame: 16 bytes, little-endian, laid out as told there.
struct FloorHeader {
    var length: UInt32
    var method: UInt16
    var flags: UInt16 = 0
    var id: UInt64

    /// Reads the header of a frame that is there as a whole; nil when it is not.
    @inline(__always)
    init?(frameAt offset: Int, in bytes: UnsafeRawBufferPointer) {
        let left = bytes.count - offset
        guard left >= FloorEcho.headerBytes else { return nil }
        length = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
        guard left - FloorEcho.headerBytes >= Int(length) else { return nil }
        method = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt16.self)
        flags = bytes.loadUnaligned(fromByteOffset: offset + 6, as: UInt16.self)
        id = bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
    }

    init(length: Int, method: UInt16, flags: UInt16 = 0, id: UInt64) {
        self.length = UInt32(truncatingIfNeeded: length)
        self.method = method
        self.flags = flags
        self.id = id
    }
}

/// Bytes waiting to leave: one block that grows by doubling and starts over when it is empty.
/// Owned by one handler, which frees it.
struct FloorOutput {
    private var base: UnsafeMutableRawPointer?
    private var capacity = 0
    private var sent = 0
    private var end = 0

    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base.map { $0 + sent }, count: end - sent)
    }

    var count: Int { end - sent }

    @inline(__always)
    mutating func put(_ header: FloorHeader, _ payload: UnsafeRawBufferPointer) {
        let frame = FloorEcho.headerBytes + payload.count
        if capacity - end < frame { grow(by: frame) }
        guard let base else { return }
        let at = base + end
        at.storeBytes(of: header.length, as: UInt32.self)
        at.storeBytes(of: header.method, toByteOffset: 4, as: UInt16.self)
        at.storeBytes(of: header.flags, toByteOffset: 6, as: UInt16.self)
        at.storeBytes(of: header.id, toByteOffset: 8, as: UInt64.self)
        if let source = payload.baseAddress {
            (at + FloorEcho.headerBytes).copyMemory(from: source, byteCount: payload.count)
        }
        end += frame
    }

    mutating func consume(_ count: Int) {
        sent += count
        if sent == end { (sent, end) = (0, 0) }
    }

    @inline(never)
    private mutating func grow(by more: Int) {
        let needed = end - sent + more
        if let base, sent > 0 { base.copyMemory(from: base + sent, byteCount: end - sent) }
        end -= sent
        sent = 0
        guard needed > capacity else { return }
        let larger = max(capacity * 2, needed, 4096)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        if let base {
            moved.copyMemory(from: base, byteCount: end)
            base.deallocate()
        }
        base = moved
        capacity = larger
    }

    mutating func free() {
        base?.deallocate()
        base = nil
        (capacity, sent, end) = (0, 0, 0)
    }
}
