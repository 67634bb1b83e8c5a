/// What becomes due, soonest first: ends of questions, and days of ties.
///
/// Value beside the state, filled from it at the start. An entry is a reminder to look, not a truth:
/// whoever takes one asks the state whether it is still so. A binary heap (Williams 1964).
struct DueQueue {
    /// What there is to look at.
    enum Kind: Int { case expiry, tick }

    /// One entry.
    struct Entry {
        let atMs: Int64
        let kind: Kind
        /// The question, or the tie.
        let id: UInt64

        func precedes(_ other: Entry) -> Bool {
            (atMs, kind.rawValue, id) < (other.atMs, other.kind.rawValue, other.id)
        }
    }

    private var heap: [Entry] = []

    /// When the first entry is due; nil when there is none.
    var nextMs: Int64? { heap.first?.atMs }

    /// Adds an entry.
    mutating func add(_ kind: Kind, _ id: UInt64, atMs: Int64) {
        heap.append(Entry(atMs: atMs, kind: kind, id: id))
        var at = heap.count - 1
        while at > 0, heap[at].precedes(heap[(at - 1) / 2]) {
            heap.swapAt(at, (at - 1) / 2)
            at = (at - 1) / 2
        }
    }

    /// The first entry, without taking it.
    var first: Entry? { heap.first }

    /// Takes the first entry away.
    mutating func removeFirst() {
        guard let last = heap.popLast(), !heap.isEmpty else { return }
        heap[0] = last
        var at = 0
        while true {
            var least = at
            for child in [2 * at + 1, 2 * at + 2] where child < heap.count {
                if heap[child].precedes(heap[least]) { least = child }
            }
            if least == at { return }
            heap.swapAt(at, least)
            at = least
        }
    }
}
