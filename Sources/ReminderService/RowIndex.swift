/// Finds a reminder's row by its id: open addressing with linear probing (Knuth, volume 3, 6.4,
/// with his deletion algorithm R) over row numbers alone, the ids being in the rows.
///
/// A slot is a row of 28 bits and four bits of the hash, so that fifteen of sixteen wrong rows are
/// passed over without a look at them. Costs 5 to 7 bytes per reminder. A thousand shards grow each on its own, by half, so that no
/// single insertion rehashes everything. A hash is brought into the range of a shard's slots by
/// multiplication (Lemire, "Fast random integer generation in an interval").
struct RowIndex: Sendable {
    private struct Shard: Sendable {
        var slots: ContiguousArray<UInt32> = []
        var used = 0
    }

    private static let shardCount = 1024
    private var shards = ContiguousArray(repeating: Shard(), count: shardCount)

    /// The row with that id.
    func find(_ id: UInt64, in rows: borrowing PagedTable<ReminderRow>) -> UInt32? {
        let hash = RowIndex.hash(id)
        let shard = Int(hash >> 54)
        guard !shards[shard].slots.isEmpty else { return nil }
        let size = shards[shard].slots.count
        let tag = RowIndex.tag(hash)
        var slot = RowIndex.home(hash, size)
        while true {
            let entry = shards[shard].slots[slot]
            if entry == noRow { return nil }
            let row = entry & RowIndex.rowBits
            if entry & ~RowIndex.rowBits == tag, rows[row].id == id { return row }
            slot = slot + 1 == size ? 0 : slot + 1
        }
    }

    /// Adds a row whose id is not in the index.
    mutating func insert(_ row: UInt32, in rows: borrowing PagedTable<ReminderRow>) {
        let hash = RowIndex.hash(rows[row].id)
        let shard = Int(hash >> 54)
        // At most seven eighths full.
        if (shards[shard].used + 1) * 8 > shards[shard].slots.count * 7 {
            grow(shard, in: rows)
        }
        RowIndex.place(row, hash: hash, in: &shards[shard].slots)
        shards[shard].used += 1
    }

    /// Removes a row that is in the index and still has its id.
    mutating func remove(_ row: UInt32, in rows: borrowing PagedTable<ReminderRow>) {
        let hash = RowIndex.hash(rows[row].id)
        let shard = Int(hash >> 54)
        let size = shards[shard].slots.count
        let entry = RowIndex.tag(hash) | row
        var hole = RowIndex.home(hash, size)
        while shards[shard].slots[hole] != entry {
            precondition(shards[shard].slots[hole] != noRow, "a row is missing from the index")
            hole = hole + 1 == size ? 0 : hole + 1
        }
        var next = hole + 1 == size ? 0 : hole + 1
        while shards[shard].slots[next] != noRow {
            let other = shards[shard].slots[next]
            let home = RowIndex.home(
                RowIndex.hash(rows[other & RowIndex.rowBits].id), size)
            // Moves back unless its home lies cyclically after the hole.
            let fromHome = next >= home ? next - home : next - home + size
            let fromHole = next >= hole ? next - hole : next - hole + size
            if fromHome >= fromHole {
                shards[shard].slots[hole] = other
                hole = next
            }
            next = next + 1 == size ? 0 : next + 1
        }
        shards[shard].slots[hole] = noRow
        shards[shard].used -= 1
    }

    private mutating func grow(_ shard: Int, in rows: borrowing PagedTable<ReminderRow>) {
        let old = shards[shard].slots
        var slots = ContiguousArray(repeating: noRow, count: max(8, old.count / 2 * 3))
        for entry in old where entry != noRow {
            let row = entry & RowIndex.rowBits
            RowIndex.place(row, hash: RowIndex.hash(rows[row].id), in: &slots)
        }
        shards[shard].slots = slots
    }

    private static func place(_ row: UInt32, hash: UInt64, in slots: inout ContiguousArray<UInt32>)
    {
        var slot = home(hash, slots.count)
        while slots[slot] != noRow { slot = slot + 1 == slots.count ? 0 : slot + 1 }
        slots[slot] = tag(hash) | row
    }

    private static let rowBits: UInt32 = 0xFFF_FFFF

    /// Bits of the hash that the slot does not follow from. No row is all ones, so that no slot in
    /// use looks empty.
    private static func tag(_ hash: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: hash) << 28
    }

    /// Where an id of that hash belongs, by the bits below those that chose the shard.
    private static func home(_ hash: UInt64, _ size: Int) -> Int {
        Int((((hash >> 22) & 0xFFFF_FFFF) &* UInt64(size)) >> 32)
    }

    /// Ids are random already; the multiplication (Fibonacci hashing) is for those of tests.
    private static func hash(_ id: UInt64) -> UInt64 {
        let mixed = id &* 0x9E37_79B9_7F4A_7C15
        return mixed ^ (mixed >> 32)
    }
}
