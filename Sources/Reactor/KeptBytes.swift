import Glibc

/// The unconsumed bytes of one connection: memory only while a message is partly there.
/// Loop-confined; the owner calls `free`. From `malloc`, because `realloc` grows a large block by
/// moving its pages instead of copying (1 MiB messages went 1.1 times as fast).
struct KeptBytes {
    private var base: UnsafeMutableRawPointer?
    private var capacity = 0
    private(set) var count = 0

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

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
        count = bytes.count
    }

    /// Room behind the content, at least `least` bytes; grows by doubling.
    mutating func room(atLeast least: Int) -> UnsafeMutableRawBufferPointer {
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
        guard consumed > 0, let base else { return }
        if consumed == count {
            free()
        } else {
            base.copyMemory(from: base + consumed, byteCount: count - consumed)
            count -= consumed
        }
    }

    mutating func free() {
        Glibc.free(base)
        base = nil
        capacity = 0
        count = 0
    }
}
