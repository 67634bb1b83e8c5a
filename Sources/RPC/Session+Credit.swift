import Codec

// Credit. Only DATA is charged: its payload and 64 bytes, on the stream and on the connection. A
// sender with any credit left may send one whole frame, so that no message waits for ever for a
// window smaller than itself; the windows then go below zero by at most one frame.
extension Session {
    /// Whether a stream may send an item now, and remembers that it could not.
    mutating func maySend(_ slot: Int) -> Bool {
        if sendCredit > 0 && streams[slot].sendCredit > 0 {
            streams[slot].isStarved = false
            return true
        }
        if !streams[slot].isStarved {
            streams[slot].isStarved = true
            streams[slot].starvedUs = nowUs
            nearestDeadlineUs = min(nearestDeadlineUs, nowUs &+ limits.streamStallUs)
        }
        return false
    }

    /// Charges a stream for a DATA frame of `size` bytes with its header.
    mutating func charge(_ slot: Int, frameBytes size: Int) {
        let cost = Session.cost(frameBytes: size)
        sendCredit &-= cost
        streams[slot].sendCredit &-= cost
    }

    /// Takes back what a DATA frame was charged on the connection. It will not leave, and its stream
    /// is no more.
    mutating func unchargeConnection(frameBytes size: Int) {
        sendCredit &+= Session.cost(frameBytes: size)
    }

    private static func cost(frameBytes size: Int) -> Int {
        size &- FrameHeader.size &+ Limits.frameCharge
    }

    /// Connection credit goes back when bytes are off the socket, whatever becomes of them.
    mutating func oweConnection(_ charge: Int) {
        owed &+= charge
        if owed &* 2 >= limits.connectionWindow {
            out.word(FrameType.window, 0, UInt32(truncatingIfNeeded: owed))
            receiveCredit &+= owed
            owed = 0
        }
    }

    /// Client: the application has taken items of this charge; their credit goes back, and grows
    /// while the connection's budget lasts.
    public mutating func consumed(slot: Int, generation: UInt32, charge: Int) {
        guard isOpen(slot: slot, generation: generation) else { return }
        streams[slot].owed &+= charge
        let window = streams[slot].window
        guard streams[slot].owed &* 2 >= window else { return }
        var growth = min(window, limits.streamWindowMax &- window)
        if growth < 0 || streamBudgetUsed &+ growth > limits.streamBudget { growth = 0 }
        streamBudgetUsed &+= growth
        let grant = streams[slot].owed &+ growth
        streams[slot].window = window &+ growth
        streams[slot].owed = 0
        streams[slot].receiveCredit &+= grant
        out.word(FrameType.window, streams[slot].id, UInt32(truncatingIfNeeded: grant))
    }

    mutating func takeWindow(_ header: FrameHeader, _ payload: UnsafeRawBufferPointer)
        -> SessionEvent?
    {
        guard payload.count == 4 else { return fail(.invalidArgument, "a WINDOW is not 4 bytes") }
        let increment = Int(UInt32(bigEndian: payload.loadUnaligned(as: UInt32.self)))
        if header.streamID == 0 {
            let hadNone = sendCredit <= 0
            sendCredit &+= increment
            guard increment > 0, sendCredit <= Int(Session.creditMax) else {
                return fail(.invalidArgument, "a connection's credit of 0 or beyond 2^31-1")
            }
            return hadNone && sendCredit > 0 ? .connectionCredit : nil
        }
        let id = header.streamID
        guard id & 1 == 1, role == .server ? id <= lastPeerID : id < nextID else {
            return fail(.invalidArgument, "credit for a stream that was never opened")
        }
        let slot = table[id]
        if slot < 0 || role == .client { return nil }
        streams[slot].sendCredit &+= increment
        guard increment > 0, streams[slot].sendCredit <= Int(Session.creditMax) else {
            guard streamErrors.take(nowUs) else {
                return fail(.resourceExhausted, "too many calls in error")
            }
            return .fault(slot: slot, .invalidArgument, "a credit of 0 or beyond 2^31-1")
        }
        guard streams[slot].isStarved, streams[slot].sendCredit > 0 else { return nil }
        streams[slot].isStarved = false
        return .credit(slot: slot)
    }
}
