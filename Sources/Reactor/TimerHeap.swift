/// Names one timer of a loop. Using it after the timer fired or was cancelled does nothing.
public struct TimerID: Hashable, Sendable {
    let slot: UInt32
    let generation: UInt32
}

/// Timers ordered by deadline, then by the order they were set. Loop-confined value.
///
/// A binary heap of plain entries over a slab of closures; a slot knows its place in the heap, so
/// that cancelling is O(log n) and frees the closure at once.
struct TimerHeap {
    private struct Entry {
        var deadlineUs: Int64
        var order: UInt64
        var slot: UInt32

        func before(_ other: Entry) -> Bool {
            deadlineUs != other.deadlineUs
                ? deadlineUs < other.deadlineUs : order < other.order
        }
    }

    private struct Slot {
        var fire: (() -> Void)?
        var place: UInt32
        var generation: UInt32
    }

    private var heap: ContiguousArray<Entry> = []
    private var slots: ContiguousArray<Slot> = []
    private var free: ContiguousArray<UInt32> = []

    /// How many timers were ever set; the order of the next.
    private(set) var order: UInt64 = 0

    /// Timers waiting.
    var count: Int { heap.count }

    /// The earliest deadline.
    var nextUs: Int64? { heap.first?.deadlineUs }

    mutating func insert(atUs deadlineUs: Int64, _ fire: @escaping () -> Void) -> TimerID {
        let slot: UInt32
        if let reused = free.popLast() {
            slot = reused
            slots[Int(slot)].fire = fire
        } else {
            slot = UInt32(slots.count)
            slots.append(Slot(fire: fire, place: 0, generation: 0))
        }
        heap.append(Entry(deadlineUs: deadlineUs, order: order, slot: slot))
        order &+= 1
        rise(heap.count - 1)
        return TimerID(slot: slot, generation: slots[Int(slot)].generation)
    }

    /// Removes a timer and hands its closure out; nil when it is not waiting any more. Let go of a
    /// closure only when the heap is not being changed: what it held may cancel another timer.
    mutating func cancel(_ id: TimerID) -> (() -> Void)? {
        guard id.slot < slots.count, slots[Int(id.slot)].generation == id.generation,
            slots[Int(id.slot)].fire != nil
        else { return nil }
        remove(Int(slots[Int(id.slot)].place))
        return release(id.slot)
    }

    /// Takes the earliest timer that is due and was set before `limit`.
    mutating func popDue(nowUs: Int64, before limit: UInt64) -> (() -> Void)? {
        guard let first = heap.first, first.deadlineUs <= nowUs, first.order < limit else {
            return nil
        }
        remove(0)
        return release(first.slot)
    }

    /// Removes every timer and hands the closures out.
    mutating func removeAll() -> [() -> Void] {
        heap.removeAll()
        return slots.indices.compactMap { release(UInt32($0)) }
    }

    private mutating func release(_ slot: UInt32) -> (() -> Void)? {
        guard let fire = slots[Int(slot)].fire else { return nil }
        slots[Int(slot)].fire = nil
        slots[Int(slot)].generation &+= 1
        free.append(slot)
        return fire
    }

    private mutating func remove(_ place: Int) {
        let last = heap.removeLast()
        guard place < heap.count else { return }
        heap[place] = last
        slots[Int(last.slot)].place = UInt32(place)
        if place > 0, last.before(heap[(place - 1) / 2]) { rise(place) } else { sink(place) }
    }

    private mutating func rise(_ start: Int) {
        var place = start
        let entry = heap[place]
        while place > 0 {
            let parent = (place - 1) / 2
            guard entry.before(heap[parent]) else { break }
            put(heap[parent], at: place)
            place = parent
        }
        put(entry, at: place)
    }

    private mutating func sink(_ start: Int) {
        var place = start
        let entry = heap[place]
        while true {
            var child = 2 * place + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1].before(heap[child]) { child += 1 }
            guard heap[child].before(entry) else { break }
            put(heap[child], at: place)
            place = child
        }
        put(entry, at: place)
    }

    private mutating func put(_ entry: Entry, at place: Int) {
        heap[place] = entry
        slots[Int(entry.slot)].place = UInt32(place)
    }
}
