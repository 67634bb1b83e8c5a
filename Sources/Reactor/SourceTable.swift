/// What an epoll event can belong to.
enum Source {
    case connection(Connection)
    case writeEnd(Connection)
    case listener(Listener)
    case child(ChildProcess)
    case wake
    case signals
}

/// The sources registered with epoll. Loop-confined value.
///
/// The 64 bits that epoll carries are a generation and a slot: an event that was already fetched
/// when its source was removed finds another generation and is dropped, even when the descriptor
/// number is in use again.
struct SourceTable {
    private struct Slot {
        var source: Source?
        var generation: UInt32
    }

    private var slots: ContiguousArray<Slot> = []
    private var free: ContiguousArray<UInt32> = []

    /// Registers a source and returns what epoll shall carry for it.
    mutating func insert(_ source: Source) -> UInt64 {
        if let slot = free.popLast() {
            slots[Int(slot)].source = source
            return UInt64(slots[Int(slot)].generation) << 32 | UInt64(slot)
        }
        slots.append(Slot(source: source, generation: 1))
        return 1 << 32 | UInt64(slots.count - 1)
    }

    /// The source of an event, unless it was removed since.
    subscript(_ key: UInt64) -> Source? {
        let slot = Int(key & 0xFFFF_FFFF)
        guard slot < slots.count, slots[slot].generation == UInt32(key >> 32) else { return nil }
        return slots[slot].source
    }

    mutating func remove(_ key: UInt64) {
        guard self[key] != nil else { return }
        let slot = Int(key & 0xFFFF_FFFF)
        slots[slot].source = nil
        slots[slot].generation &+= 1
        free.append(UInt32(slot))
    }

    /// All sources, in no order.
    var all: [Source] { slots.compactMap(\.source) }
}
