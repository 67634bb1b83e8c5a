/// The calls of a channel: one slot each, with the place where its end goes. Loop-confined value.
struct CallTable {
    struct Call {
        var generation: UInt32 = 0
        var nextFree: Int32 = -1
        var tag = 0
        var receiver: (any CallReceiver)?
        /// Where it is open; nil while it waits or once it has failed.
        var connection: ClientConnection?
        var slot = 0
        /// What to send, while it waits for a connection.
        var waiting: WaitingRequest?
    }

    private var calls: [Call] = []
    private var free: Int32 = -1
    private(set) var count = 0

    mutating func insert(_ receiver: any CallReceiver, _ tag: Int) -> CallID {
        count &+= 1
        if free >= 0 {
            let index = free
            let at = Int(index)
            free = calls[at].nextFree
            calls[at].receiver = receiver
            calls[at].tag = tag
            return CallID(index: index, generation: calls[at].generation)
        }
        calls.append(Call(tag: tag, receiver: receiver))
        return CallID(index: Int32(truncatingIfNeeded: calls.count &- 1), generation: 0)
    }

    /// Whether the call has not ended.
    func holds(_ id: CallID) -> Bool {
        let at = Int(id.index)
        return at >= 0 && at < calls.count && calls[at].generation == id.generation
            && calls[at].receiver != nil
    }

    /// Frees the slot and returns where the end goes.
    mutating func remove(_ id: CallID) -> (receiver: any CallReceiver, tag: Int)? {
        guard holds(id) else { return nil }
        let at = Int(id.index)
        guard let receiver = calls[at].receiver else { return nil }
        let tag = calls[at].tag
        calls[at].receiver = nil
        calls[at].connection = nil
        calls[at].waiting = nil
        calls[at].generation &+= 1
        calls[at].nextFree = free
        free = id.index
        count &-= 1
        return (receiver, tag)
    }

    /// The slot of a call that has not ended.
    subscript(id: CallID) -> Call {
        get { calls[Int(id.index)] }
        _modify { yield &calls[Int(id.index)] }
    }
}

/// A request that waits for a connection or a free stream.
final class WaitingRequest {
    let meta: Meta
    let body: [UInt8]
    let isCompressed: Bool
    let compress: Bool
    let deadlineUs: Int64

    init(_ meta: Meta, _ body: [UInt8], isCompressed: Bool, compress: Bool, deadlineUs: Int64) {
        self.meta = meta
        self.body = body
        self.isCompressed = isCompressed
        self.compress = compress
        self.deadlineUs = deadlineUs
    }
}
