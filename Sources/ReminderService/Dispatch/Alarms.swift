/// Which reminder must be looked at when: a binary heap of instants and row numbers.
///
/// Nothing is ever removed from it. Whoever takes an alarm looks at its row again and drops what is
/// stale; every change of a row sets a new alarm.
struct Alarms {
    private struct Alarm {
        var atMs: Int64
        var row: UInt32
    }

    private var heap: ContiguousArray<Alarm> = []

    /// Alarms waiting, stale ones included.
    var count: Int { heap.count }

    /// The first instant, which may be a stale alarm's.
    var nextMs: Int64? { heap.first?.atMs }

    /// Sets an alarm.
    mutating func insert(_ row: UInt32, atMs: Int64) {
        heap.append(Alarm(atMs: atMs, row: row))
        var place = heap.count - 1
        while place > 0, heap[place].atMs < heap[(place - 1) / 2].atMs {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Takes the rows of at most `most` alarms not after `nowMs`, in the order of their instants.
    mutating func take(throughMs nowMs: Int64, most: Int) -> [UInt32] {
        var rows: [UInt32] = []
        while rows.count < most, let first = heap.first, first.atMs <= nowMs {
            rows.append(first.row)
            let last = heap.removeLast()
            guard !heap.isEmpty else { break }
            heap[0] = last
            sink()
        }
        return rows
    }

    private mutating func sink() {
        var place = 0
        while true {
            var child = 2 * place + 1
            guard child < heap.count else { return }
            if child + 1 < heap.count, heap[child + 1].atMs < heap[child].atMs { child += 1 }
            guard heap[child].atMs < heap[place].atMs else { return }
            heap.swapAt(child, place)
            place = child
        }
    }
}
