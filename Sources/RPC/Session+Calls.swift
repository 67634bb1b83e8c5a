import Codec

// What the owner of a session does: make calls, answer them, send items.
extension Session {
    /// How an attempt to make a call ended.
    public enum Opened {
        /// The call is open in this slot and its bytes are ready to leave.
        case slot(Int)
        /// No stream is free, or the session does not make calls now; nothing was sent.
        case full
        /// The request is larger than the server takes; nothing was sent.
        case tooLarge
    }

    /// Client: makes a call with a message. `deadlineUs` is when its caller stops waiting.
    public mutating func open<Q: Message>(
        _ meta: Meta, _ request: Q, compress: Bool, deadlineUs: Int64
    ) -> Opened {
        guard canOpen else { return .full }
        let sent = out.frame(
            FrameType.call, nextID, FrameFlags.endStream, compress: compress, rules
        ) { room in
            guard let metaSize = meta.encode(into: room),
                let size = request.encode(
                    into: UnsafeMutableRawBufferPointer(rebasing: room[metaSize...]))
            else { return nil }
            return PayloadSizes(meta: metaSize, body: size)
        }
        return sent ? opened(deadlineUs) : .tooLarge
    }

    /// Client: makes a call whose message is encoded, and maybe compressed, already; `compress` is
    /// for one that is not.
    public mutating func open(
        _ meta: Meta, raw body: UnsafeRawBufferPointer, isCompressed: Bool, compress: Bool = false,
        deadlineUs: Int64
    ) -> Opened {
        guard canOpen else { return .full }
        var bytes = body
        var flags = FrameFlags.endStream
        if isCompressed {
            if rules.zip != nil {
                flags |= FrameFlags.compressed
            } else {
                guard let plain = plainForPeer(body) else { return .tooLarge }
                bytes = plain
            }
        }
        let sent = out.frame(
            FrameType.call, nextID, flags, compress: compress && !isCompressed, rules
        ) { room in
            guard let metaSize = meta.encode(into: room), bytes.count <= room.count &- metaSize
            else { return nil }
            UnsafeMutableRawBufferPointer(rebasing: room[metaSize...]).copyMemory(from: bytes)
            return PayloadSizes(meta: metaSize, body: bytes.count)
        }
        return sent ? opened(deadlineUs) : .tooLarge
    }

    private mutating func opened(_ deadlineUs: Int64) -> Opened {
        let slot = openStream(nextID, deadlineUs: deadlineUs)
        nextID &+= 2
        return .slot(slot)
    }

    /// Client: gives a call up and says so. Its END still comes, and is dropped.
    public mutating func cancel(slot: Int) {
        guard streams[slot].phase == .open else { return }
        out.word(FrameType.cancel, streams[slot].id, StatusCode.cancelled.rawValue)
        abandonStream(slot)
    }

    /// Server: when a call must have been answered, or nil when its time is up already. A watch
    /// has no limit but its own.
    func deadline(_ meta: Meta, isWatch: Bool) -> Int64? {
        if meta.timeoutUs == Meta.notGiven {
            return isWatch ? .max : nowUs &+ limits.deadlineDefaultUs
        }
        guard meta.timeoutUs > 0 else { return nil }
        if !isWatch { return nowUs &+ min(meta.timeoutUs, limits.deadlineMaxUs) }
        let (sum, overflow) = nowUs.addingReportingOverflow(meta.timeoutUs)
        return overflow ? .max : sum
    }

    /// The message in a body, expanded if it is zlib's; valid until the next call here.
    public func plain(_ body: UnsafeRawBufferPointer, _ isCompressed: Bool) throws(RPCError)
        -> UnsafeRawBufferPointer
    {
        guard isCompressed else {
            if body.count > limits.messageBytesMax { throw RPCError.tooLarge }
            return body
        }
        guard rules.zip != nil else {
            throw RPCError(.unimplemented, "no compression was agreed")
        }
        do throws(MessageZip.Failure) {
            return try zip.expand(body, max: limits.messageBytesMax, limits: limits)
        } catch {
            switch error {
            case .tooLarge: throw RPCError.tooLarge
            case .damaged: throw RPCError(.internal, "the message is not whole zlib")
            }
        }
    }

    /// A compressed body expanded for a peer that does not know zlib.
    func plainForPeer(_ body: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        do throws(MessageZip.Failure) {
            return try zip.expand(body, max: rules.messageBytesMax, limits: limits)
        } catch {
            return nil
        }
    }

    /// Answers a call that succeeded. A reply larger than the caller takes becomes a failure.
    public mutating func reply<R: Message>(_ id: UInt32, _ message: R, compress: Bool) {
        if !out.frame(
            FrameType.end, id, FrameFlags.endStream, message, compress: compress, rules)
        {
            out.end(id, .tooLarge, rules)
        }
    }

    /// Sends an item of a stream, if there is credit for it.
    public mutating func item<R: Message>(slot: Int, _ message: R, compress: Bool) -> Offer {
        guard streams[slot].phase == .open else { return .closed }
        guard maySend(slot) else { return .full }
        let before = out.count
        let id = streams[slot].id
        guard out.frame(FrameType.data, id, 0, message, compress: compress, rules) else {
            return .closed
        }
        charge(slot, frameBytes: out.count &- before)
        return .taken
    }

    /// Ends a call as failed, or a stream as finished when there is no error.
    public mutating func end(_ id: UInt32, _ error: RPCError?) {
        if let error {
            out.end(id, error, rules)
        } else {
            out.finish(id, rules)
        }
    }
}
