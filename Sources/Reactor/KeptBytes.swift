import Glibc

/// The unconsumed bytes of one connection: memory only while a message is partly there.
/// Loop-confined; the owner calls `free`. From `malloc`, because `realloc` grows a large block by
/// moving its pages instead of copying (1 MiB messages went 1.1 times as fast).
struct KeptBytes {
    private var base: UnsafeMutableRawPointer?
    private var capacity = 0
    /// Bytes at the front that were consumed; moving the rest each time would cost a handler that
    /// pauses after every message the square of what is kept.
    private var start = 0
    private(set) var count = 0

    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base.map { $0 + start }, count: count)
    }

    /// Makes these bytes, which may not be its own, the content.
    mutating func replace(with bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, bytes.count > 0 else {
            free()
            return
        }
        if capacity < bytes.count || capacity > 8 * bytes.count {
            Glibc.free(base)
            base = malloc(bytes.count)
            capacity = bytes.count
        }
        base?.copyMemory(from: source, byteCount: bytes.count)
        (start, count) = (0, bytes.count)
    }

    /// Room behind the content, at least `least` bytes; grows by doubling.
    mutating func room(atLeast least: Int) -> UnsafeMutableRawBufferPointer {
        if start > 0, let base {
            base.copyMemory(from: base + start, byteCount: count)
            start = 0
        }
        if capacity - count < least || base == nil {
            let larger = max(capacity * 2, count + least)
            base = realloc(base, larger)
            capacity = larger
        }
        return UnsafeMutableRawBufferPointer(
            start: base.map { $0 + count }, count: capacity - count)
    }

    mutating func grew(by more: Int) { count += more }

    /// Drops the first bytes, and the memory when none are left.
    mutating func consume(_ consumed: Int) {
        start += consumed
        count -= consumed
        if count == 0 { free() }
    }

    mutating func free() {
        Glibc.free(base)
        base = nil
        (capacity, start, count) = (0, 0, 0)
    }
}
