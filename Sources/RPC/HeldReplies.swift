/// Frames that wait for the journal: one bounded queue over all connections of a server, in the
/// order they were decided. Owned by the server.
///
/// An entry whose call was cancelled, expired or lost its connection is found dead by its
/// generations when its turn comes, and dropped.
struct HeldReplies: ~Copyable {
    struct Entry {
        var position: UInt64
        var connection: Int32
        var connectionGeneration: UInt32
        var slot: Int32
        var slotGeneration: UInt32
        var bytes: Int32
        /// The frame ends its call.
        var isEnd: Bool
    }

    /// The frames of all entries in a row.
    var frames = OutBuffer()
    private var ring: [Entry] = []
    private var head = 0
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    /// The oldest entry. Only when there is one.
    var first: Entry { ring[head] }

    /// Adds an entry for the frame that was just written to `frames`.
    mutating func append(_ entry: Entry) {
        if count == ring.count { grow() }
        ring[(head &+ count) & (ring.count &- 1)] = entry
        count &+= 1
    }

    /// Removes the oldest entry and its frame.
    mutating func removeFirst() {
        frames.consume(Int(ring[head].bytes))
        head = (head &+ 1) & (ring.count &- 1)
        count &-= 1
    }

    private mutating func grow() {
        let blank = Entry(
            position: 0, connection: 0, connectionGeneration: 0, slot: 0, slotGeneration: 0,
            bytes: 0, isEnd: false)
        var bigger = [Entry](repeating: blank, count: max(64, ring.count * 2))
        for at in 0..<count { bigger[at] = ring[(head + at) & (ring.count - 1)] }
        ring = bigger
        head = 0
    }
}
