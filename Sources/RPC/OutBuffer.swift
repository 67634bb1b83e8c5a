import Glibc

/// Bytes in a row: frames are written at the end, the socket takes them from the front.
///
/// Owned by one session or one queue. Memory is there only while bytes are, give or take a tick.
struct OutBuffer: ~Copyable {
    private var base: UnsafeMutableRawPointer?
    private var capacity = 0
    private var head = 0
    private var tail = 0

    deinit { free(base) }

    /// Bytes waiting.
    var count: Int { tail &- head }

    /// What waits, valid until the next write.
    var bytes: UnsafeRawBufferPointer {
        guard let base else { return .nothing }
        return UnsafeRawBufferPointer(start: base + head, count: count)
    }

    /// Room for `size` bytes behind the last; `commit` makes them count.
    @inline(__always)
    mutating func reserve(_ size: Int) -> UnsafeMutableRawPointer {
        if let base, capacity &- tail >= size { return base + tail }
        return makeRoom(size)
    }

    /// Room behind the last byte.
    var spare: Int { capacity &- tail }

    /// Counts `size` written bytes.
    @inline(__always)
    mutating func commit(_ size: Int) { tail &+= size }

    /// Removes bytes from the front.
    mutating func consume(_ size: Int) {
        head = min(head &+ size, tail)
        if head == tail {
            head = 0
            tail = 0
            if capacity > OutBuffer.keptBytes { release() }
        }
    }

    /// Takes back bytes from the end.
    mutating func truncate(to size: Int) { tail = head &+ min(size, count) }

    /// Appends `bytes`.
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return }
        reserve(bytes.count).copyMemory(from: start, byteCount: bytes.count)
        commit(bytes.count)
    }

    /// Gives memory back when nothing waits; called once in a while.
    mutating func relax() {
        if count == 0 { release() }
    }

    private static let keptBytes = 1 << 20

    private mutating func release() {
        free(base)
        base = nil
        capacity = 0
        head = 0
        tail = 0
    }

    @inline(never)
    private mutating func makeRoom(_ size: Int) -> UnsafeMutableRawPointer {
        let waiting = count
        if let base, head >= waiting, capacity &- waiting >= size {
            base.copyMemory(from: base + head, byteCount: waiting)
            head = 0
            tail = waiting
            return base + tail
        }
        var wanted = max(capacity, 4096)
        while wanted &- waiting < size { wanted &*= 2 }
        guard let fresh = malloc(wanted) else { preconditionFailure("out of memory") }
        if let base { fresh.copyMemory(from: base + head, byteCount: waiting) }
        free(base)
        base = fresh
        capacity = wanted
        head = 0
        tail = waiting
        return fresh + tail
    }
}
