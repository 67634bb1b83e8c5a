/// One open call of a session: plain numbers in a slab, addressed by slot and generation.
struct StreamState {
    enum Phase: UInt8 {
        /// The slot waits in the free list.
        case free
        /// The call is open.
        case open
        /// Client: given up, its END has not come yet. Server: ended, its handler still runs.
        case left
    }

    var id: UInt32 = 0
    var generation: UInt32 = 0
    var phase = Phase.free
    /// Has an item to send and no credit.
    var isStarved = false
    var emptyData = 0
    /// What we may still send.
    var sendCredit = 0
    /// What the peer may still send.
    var receiveCredit = 0
    /// Consumed, and not yet given back to the peer.
    var owed = 0
    /// What the peer was granted in all.
    var window = 0
    var deadlineUs = Int64.max
    /// Since when it is starved.
    var starvedUs: Int64 = 0
    var nextFree: Int32 = -1
}

extension Session {
    /// Opens a stream and returns its slot. Servers call it for a call they do not answer at once;
    /// clients open streams by making calls.
    public mutating func openStream(_ id: UInt32, deadlineUs: Int64) -> Int {
        let slot: Int
        if freeSlot >= 0 {
            slot = Int(freeSlot)
            freeSlot = streams[slot].nextFree
        } else {
            slot = streams.count
            streams.append(StreamState())
        }
        let generation = streams[slot].generation
        var stream = StreamState()
        stream.id = id
        stream.generation = generation
        stream.phase = .open
        stream.sendCredit = peerStreamWindow
        stream.receiveCredit = limits.streamWindow
        stream.window = limits.streamWindow
        stream.deadlineUs = deadlineUs
        streams[slot] = stream
        if deadlineUs < nearestDeadlineUs { nearestDeadlineUs = deadlineUs }
        table.insert(id, slot)
        openCount &+= 1
        return slot
    }

    /// Frees a slot; handles to it are dead from now on.
    public mutating func closeStream(_ slot: Int) {
        if streams[slot].phase == .open || role == .client { forgetID(slot) }
        streams[slot].phase = .free
        streams[slot].generation &+= 1
        streams[slot].nextFree = freeSlot
        freeSlot = Int32(truncatingIfNeeded: slot)
    }

    /// Server: the call has ended and its handler still runs; the slot stays taken.
    mutating func detachStream(_ slot: Int) {
        forgetID(slot)
        streams[slot].phase = .left
        streams[slot].deadlineUs = .max
    }

    /// Client: nobody waits for the call any more; the slot stays taken until its END.
    public mutating func abandonStream(_ slot: Int) {
        streams[slot].phase = .left
        streams[slot].deadlineUs = .max
    }

    private mutating func forgetID(_ slot: Int) {
        table.remove(streams[slot].id)
        openCount &-= 1
        streamBudgetUsed &-= streams[slot].window &- limits.streamWindow
    }

    /// Whether a handle still names an open call.
    public func isOpen(slot: Int, generation: UInt32) -> Bool {
        slot >= 0 && slot < streams.count && streams[slot].generation == generation
            && streams[slot].phase == .open
    }

    /// Whether a handle still names its slot, open or left.
    func holds(slot: Int, generation: UInt32) -> Bool {
        slot >= 0 && slot < streams.count && streams[slot].generation == generation
            && streams[slot].phase != .free
    }

    /// The generation of a slot, for a handle.
    public func generation(of slot: Int) -> UInt32 { streams[slot].generation }

    /// The stream in a slot.
    public func streamID(of slot: Int) -> UInt32 { streams[slot].id }
}
