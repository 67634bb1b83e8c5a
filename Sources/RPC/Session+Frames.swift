import Codec

// What each type of frame does. Every function is total: it returns an event, nothing, or the end.
extension Session {
    mutating func takeCall(
        _ header: FrameHeader, _ meta: UnsafeRawBufferPointer, _ body: UnsafeRawBufferPointer,
        _ isCompressed: Bool
    ) -> SessionEvent? {
        let id = header.streamID
        guard role == .server else { return fail(.invalidArgument, "a server made a call") }
        guard id & 1 == 1, id > lastPeerID, id <= limits.streamIDMax else {
            return fail(.invalidArgument, "a stream id is even, used or too high")
        }
        lastPeerID = id
        if let last = goAwaySentID, id > last { return nil }
        calledUs = nowUs
        pings.forgive()
        guard header.flags & FrameFlags.endStream != 0 else {
            return refuseCall(id, .unimplemented, "client streams are not supported")
        }
        guard meta.count <= limits.metaBytesMax else {
            return refuseCall(id, .resourceExhausted, "Meta is too large")
        }
        guard openCount < limits.streamsMax else {
            return refuseCall(id, .resourceExhausted, "too many calls are open")
        }
        if isCompressed && rules.zip == nil {
            return refuseCall(id, .unimplemented, "no compression was agreed")
        }
        let said: Meta
        do {
            said = try Meta(wire: meta)
        } catch {
            return refuseCall(id, .invalidArgument, "malformed Meta")
        }
        return .call(CallFrame(id: id, meta: said, body: body, isCompressed: isCompressed))
    }

    /// Answers a call that no handler will see, and counts it against the peer.
    mutating func refuseCall(_ id: UInt32, _ code: StatusCode, _ text: StaticString)
        -> SessionEvent?
    {
        blame(id, RPCError(code, text.description))
    }

    /// Ends a call for its caller's fault; a session with too many of them fails.
    mutating func blame(_ id: UInt32, _ error: RPCError) -> SessionEvent? {
        let before = out.count
        out.end(id, error, rules)
        controlFrames &+= 1
        controlBytes &+= out.count &- before
        guard streamErrors.take(nowUs) else {
            return fail(.resourceExhausted, "too many calls in error")
        }
        return nil
    }

    mutating func takeData(
        _ header: FrameHeader, _ body: UnsafeRawBufferPointer, _ isCompressed: Bool
    ) -> SessionEvent? {
        let charge = Int(header.length) &+ Limits.frameCharge
        guard receiveCredit > 0 else {
            return fail(.invalidArgument, "data beyond the connection's credit")
        }
        receiveCredit &-= charge
        oweConnection(charge)
        let slot = table[header.streamID]
        guard slot >= 0, role == .client else { return takeLate(header.streamID) }
        guard streams[slot].receiveCredit > 0 else {
            return fail(.invalidArgument, "data beyond the stream's credit")
        }
        streams[slot].receiveCredit &-= charge
        if header.flags & FrameFlags.noMessage != 0 {
            streams[slot].emptyData &+= 1
            if streams[slot].emptyData > limits.emptyDataMax {
                return fail(.resourceExhausted, "too many frames without a message")
            }
            let generation = streams[slot].generation
            consumed(slot: slot, generation: generation, charge: charge)
            return nil
        }
        if streams[slot].phase == .left { return nil }
        return .data(
            DataFrame(slot: slot, body: body, isCompressed: isCompressed, charge: charge))
    }

    /// A frame for a stream that has ended is counted and ignored; for one that never was, fatal.
    private mutating func takeLate(_ id: UInt32) -> SessionEvent? {
        let isKnown = role == .server ? id <= lastPeerID : id < nextID
        guard isKnown, id & 1 == 1 else {
            return fail(.invalidArgument, "a frame for a stream that was never opened")
        }
        guard streamErrors.take(nowUs) else {
            return fail(.resourceExhausted, "too many frames for ended streams")
        }
        return nil
    }

    mutating func takeEnd(
        _ header: FrameHeader, _ meta: UnsafeRawBufferPointer, _ body: UnsafeRawBufferPointer,
        _ isCompressed: Bool
    ) -> SessionEvent? {
        guard role == .client else { return fail(.invalidArgument, "a client ended a call") }
        let slot = table[header.streamID]
        guard slot >= 0 else { return takeLate(header.streamID) }
        let wasLeft = streams[slot].phase == .left
        closeStream(slot)
        if wasLeft {
            lateReplies &+= 1
            return nil
        }
        return .end(
            EndFrame(
                slot: slot, meta: meta, body: body, isCompressed: isCompressed,
                hasMessage: header.flags & FrameFlags.noMessage == 0))
    }

    mutating func takeCancel(_ header: FrameHeader, _ payload: UnsafeRawBufferPointer)
        -> SessionEvent?
    {
        let id = header.streamID
        guard role == .server, payload.count == 4, id & 1 == 1, id <= lastPeerID else {
            return fail(.invalidArgument, "a CANCEL out of place")
        }
        guard resets.take(nowUs) else {
            return fail(.resourceExhausted, "too many cancelled calls")
        }
        let slot = table[id]
        return slot >= 0 ? .cancel(slot: slot) : nil
    }

    mutating func takePing(_ payload: UnsafeRawBufferPointer) -> SessionEvent? {
        guard payload.count == 8 else { return fail(.invalidArgument, "a PING is not 8 bytes") }
        guard pings.ping(nowUs, busy: openCount > 0, limits) else {
            return fail(.resourceExhausted, "too many pings")
        }
        let token = payload.loadUnaligned(as: UInt64.self)
        out.long(FrameType.pong, UInt64(bigEndian: token))
        controlFrames &+= 1
        controlBytes &+= FrameHeader.size &+ 8
        return nil
    }

    mutating func takePong(_ payload: UnsafeRawBufferPointer) -> SessionEvent? {
        guard payload.count == 8 else { return fail(.invalidArgument, "a PONG is not 8 bytes") }
        let token = UInt64(bigEndian: payload.loadUnaligned(as: UInt64.self))
        if pingSentUs != .min && token == pingToken {
            pingSentUs = .min
            return nil
        }
        guard streamErrors.take(nowUs) else {
            return fail(.resourceExhausted, "too many answers to no ping")
        }
        return nil
    }

    mutating func takeGoAway(_ meta: UnsafeRawBufferPointer) -> SessionEvent? {
        do {
            goAway = try GoAway(decoding: meta)
        } catch {
            return fail(.invalidArgument, "malformed GOAWAY")
        }
        return .goAway
    }
}
