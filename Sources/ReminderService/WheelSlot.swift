/// The row numbers of one slot of a `Wheel`, in no order, with the generation each had when it was
/// put there. An entry whose row has another generation since is stale and counts for nothing.
struct WheelSlot {
    /// A row below 2^28 and its generation of four bits, in four bytes.
    struct Entry {
        private let bits: UInt32

        init(row: UInt32, generation: UInt16) {
            bits = UInt32(generation) << 28 | row
        }

        var row: UInt32 { bits & 0xFFF_FFFF }
        var generation: UInt16 { UInt16(truncatingIfNeeded: bits >> 28) }
    }

    private(set) var entries: [Entry] = []
    private var stale = 0
    /// Where the next look for stale entries begins.
    private var scan = 0

    var isEmpty: Bool { entries.isEmpty }

    mutating func append(_ entry: Entry) {
        entries.append(entry)
    }

    /// Takes any entry that is not stale, dropping stale ones; each taken or dropped costs one move.
    mutating func takeLive(
        _ rows: borrowing WheelRows, at place: WheelRows.Place, _ moves: inout Int
    ) -> Entry? {
        while moves > 0, let entry = entries.popLast() {
            moves -= 1
            if rows.isLive(entry, at: place) { return entry }
            stale -= 1
        }
        return nil
    }

    /// Gives the memory of an empty slot back.
    mutating func release() {
        self = WheelSlot()
    }

    /// Called when an entry here became stale. While more than half are, two entries are looked at
    /// each time and dropped when stale, round and round, so that a slot's memory follows the rows
    /// that wait in it and no call is ever long.
    mutating func noteStale(_ rows: borrowing WheelRows, at place: WheelRows.Place) {
        stale += 1
        guard stale * 2 > entries.count else { return }
        for _ in 0..<min(2, entries.count) {
            if scan >= entries.count { scan = 0 }
            let entry = entries[scan]
            if rows.isLive(entry, at: place) {
                scan += 1
            } else {
                stale -= 1
                let last = entries.removeLast()
                if scan < entries.count { entries[scan] = last }
            }
            if entries.isEmpty { break }
        }
    }
}

/// Which of a fixed number of slots are in use, a bit each.
struct SlotBits {
    private var words: [UInt64]

    init(count: Int) {
        words = [UInt64](repeating: 0, count: (count + 63) / 64)
    }

    mutating func set(_ index: Int) { words[index >> 6] |= 1 << UInt64(index & 63) }

    mutating func clear(_ index: Int) { words[index >> 6] &= ~(1 << UInt64(index & 63)) }

    /// The first set bit in a range, looking at 64 at a time.
    func first(in range: Range<Int>) -> Int? {
        guard !range.isEmpty else { return nil }
        var word = range.lowerBound >> 6
        var bits = words[word] & (~0 << UInt64(range.lowerBound & 63))
        while bits == 0 {
            word += 1
            guard word << 6 < range.upperBound else { return nil }
            bits = words[word]
        }
        let found = word << 6 + bits.trailingZeroBitCount
        return found < range.upperBound ? found : nil
    }

    /// The first set bit of a ring of bits, beginning anywhere in it: how many steps away it is.
    func firstStep(inRing ring: Range<Int>, from start: Int) -> Int? {
        if let ahead = first(in: start..<ring.upperBound) { return ahead - start }
        return first(in: ring.lowerBound..<start).map { $0 - start + ring.count }
    }
}
