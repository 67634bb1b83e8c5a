/// The words and rules of all reminders, packed into pages of 64 KiB: a pending reminder costs its
/// note and some fifteen bytes, no allocation of its own.
///
/// A body is its head, five bytes with the row in the lower 28 bits and the size above, and its
/// bytes, padded to an even count; its reference is its offset divided by two. A page half of which
/// was freed is emptied at once into the current one, so that at most about half of the arena is
/// ever dead.
struct BodyArena: Sendable {
    private static let pageBytes = 65_536
    private static let headBytes = 5
    /// In the head of a body that was freed.
    private static let dead: UInt32 = 0xFFF_FFFF
    /// As many as references of 32 bits reach, with some to spare for moving.
    private static let pagesMax = 131_072 - 16

    private var pages: ContiguousArray<ContiguousArray<UInt8>> = []
    private var liveBytes: ContiguousArray<Int> = []
    private var freePages: ContiguousArray<Int> = []
    private var current = -1
    private var moves: [(row: UInt32, reference: UInt32)] = []

    /// Whether there is no room left for bodies that references could reach.
    var isFull: Bool { pages.count >= BodyArena.pagesMax }

    /// Stores a body of less than 4 KiB for a row below 2^28 - 1 and answers its reference. Others
    /// may move: see `takeMoves`.
    mutating func add(_ bytes: [UInt8], row: UInt32) -> UInt32 {
        bytes.withUnsafeBytes { add($0, row: row) }
    }

    /// Rows whose bodies have moved since the last call, with the new references, in order.
    mutating func takeMoves() -> [(row: UInt32, reference: UInt32)] {
        guard !moves.isEmpty else { return [] }
        let taken = moves
        moves = []
        return taken
    }

    /// The body of a reference, readable during `read`.
    func read<R>(_ reference: UInt32, _ read: (UnsafeRawBufferPointer) -> R) -> R {
        let (page, offset) = BodyArena.place(of: reference)
        return pages[page].withUnsafeBytes { raw in
            let size = BodyArena.head(raw, offset).size
            let start = offset + BodyArena.headBytes
            return read(UnsafeRawBufferPointer(rebasing: raw[start..<start + size]))
        }
    }

    /// Frees a body. Others may move, as in `add`.
    mutating func remove(_ reference: UInt32) {
        let (page, offset) = BodyArena.place(of: reference)
        let size = pages[page].withUnsafeMutableBytes { raw in
            // Erased for good, and no row any more.
            let size = BodyArena.head(UnsafeRawBufferPointer(raw), offset).size
            BodyArena.writeHead(row: BodyArena.dead, size: size) { raw[offset + $0] = $1 }
            for place in 0..<size { raw[offset + BodyArena.headBytes + place] = 0 }
            return BodyArena.padded(size)
        }
        liveBytes[page] -= size
        guard page != current else { return }
        if liveBytes[page] * 2 <= pages[page].count { empty(page) }
    }

    private mutating func add(_ bytes: UnsafeRawBufferPointer, row: UInt32) -> UInt32 {
        let size = BodyArena.padded(bytes.count)
        precondition(bytes.count < 4096, "a body of \(bytes.count) bytes")
        if current < 0 || pages[current].count + size > BodyArena.pageBytes {
            startPage()
        }
        let offset = pages[current].count
        BodyArena.writeHead(row: row, size: bytes.count) { pages[current].append($1) }
        pages[current].append(contentsOf: bytes)
        for _ in BodyArena.headBytes + bytes.count..<size { pages[current].append(0) }
        liveBytes[current] += size
        return UInt32(truncatingIfNeeded: (current * BodyArena.pageBytes + offset) / 2)
    }

    private mutating func startPage() {
        let full = current
        if let page = freePages.popLast() {
            current = page
        } else {
            current = pages.count
            pages.append([])
            liveBytes.append(0)
        }
        pages[current].reserveCapacity(BodyArena.pageBytes)
        // What was freed in a page while it was the current one.
        if full >= 0, liveBytes[full] * 2 <= pages[full].count { empty(full) }
    }

    private mutating func empty(_ page: Int) {
        let old = pages[page]
        pages[page] = []
        liveBytes[page] = 0
        old.withUnsafeBytes { raw in
            var offset = 0
            while offset < raw.count {
                let (row, size) = BodyArena.head(raw, offset)
                if row != BodyArena.dead {
                    let start = offset + BodyArena.headBytes
                    let body = UnsafeRawBufferPointer(rebasing: raw[start..<start + size])
                    moves.append((row, add(body, row: row)))
                }
                offset += BodyArena.padded(size)
            }
        }
        freePages.append(page)
    }

    private static func padded(_ size: Int) -> Int { (headBytes + size + 1) & ~1 }

    private static func head(
        _ raw: UnsafeRawBufferPointer, _ offset: Int
    ) -> (row: UInt32, size: Int) {
        let low = UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        return (low & dead, Int(low >> 28) | Int(raw[offset + 4]) << 4)
    }

    private static func writeHead(row: UInt32, size: Int, _ put: (Int, UInt8) -> Void) {
        let head = UInt64(row) | UInt64(size) << 28
        for place in 0..<headBytes {
            put(place, UInt8(truncatingIfNeeded: head >> UInt64(8 * place)))
        }
    }

    private static func place(of reference: UInt32) -> (page: Int, offset: Int) {
        let byte = Int(reference) * 2
        return (byte / pageBytes, byte % pageBytes)
    }
}
