/// Rows ordered by due time, then by number: a binary heap (Williams 1964).
struct DueHeap {
    struct Item {
        var dueMs: Int64
        var entry: WheelSlot.Entry

        /// Whether its row waits no more, or elsewhere, or until another time.
        func isStale(_ rows: borrowing WheelRows) -> Bool {
            !rows.isLive(entry, at: WheelRows.inFront) || rows.dueMs(entry.row) != dueMs
        }

        func isBefore(_ other: Item) -> Bool {
            dueMs != other.dueMs ? dueMs < other.dueMs : entry.row < other.entry.row
        }
    }

    private var items: [Item] = []
    private var stale = 0

    var first: Item? { items.first }

    mutating func insert(_ item: Item) {
        items.append(item)
        var index = items.count - 1
        while index > 0 {
            let parent = (index - 1) / 2
            guard item.isBefore(items[parent]) else { break }
            items[index] = items[parent]
            index = parent
        }
        items[index] = item
    }

    mutating func removeFirst(isStale: Bool) {
        if isStale { stale -= 1 }
        guard let last = items.popLast() else { return }
        if !items.isEmpty {
            sink(last, from: 0)
        } else if items.capacity > 4096 {
            // What a crowded second needed is not kept for the quiet ones.
            items = []
        }
    }

    /// Called when an item here became stale. Past one half the heap is built anew without them,
    /// which costs each of them a constant on average.
    mutating func noteStale(_ rows: borrowing WheelRows) {
        stale += 1
        guard stale * 2 > items.count else { return }
        stale = 0
        items = items.filter { !$0.isStale(rows) }
        for index in stride(from: items.count / 2 - 1, through: 0, by: -1) {
            sink(items[index], from: index)
        }
    }

    private mutating func sink(_ item: Item, from start: Int) {
        var index = start
        while true {
            var child = index * 2 + 1
            guard child < items.count else { break }
            if child + 1 < items.count, items[child + 1].isBefore(items[child]) { child += 1 }
            guard items[child].isBefore(item) else { break }
            items[index] = items[child]
            index = child
        }
        items[index] = item
    }
}
