import Codec
import Reactor

/// A call as it came, for whoever forwards it: valid until `Router.onUnknown` returns.
public struct RawCall {
    let connection: ServerConnection
    /// The method's id.
    public let method: UInt32
    /// What the call says about itself; what only trusted services may say is cleared for others.
    public let meta: Meta
    /// The message as it came, to be passed on untouched.
    public let body: UnsafeRawBufferPointer
    /// Whether the body is zlib's.
    public let isCompressed: Bool
    /// Who calls, as `CallContext.caller`.
    public let caller: Caller
    let streamID: UInt32

    /// Microseconds the caller still waits if the call is unary, after the server's own limits; 0
    /// when its time is up.
    public func remainingUs(isWatch: Bool) -> Int64 {
        let session = connection.session.deadline(meta, isWatch: isWatch)
        guard let deadlineUs = session else { return 0 }
        return deadlineUs == .max ? .max : max(0, deadlineUs &- connection.session.nowUs)
    }

    /// Takes the call on, to be answered through the result. A watch takes no handler slot. Nil when
    /// it was answered already, because its time is up or too much is going on.
    public func begin(isWatch: Bool) -> RawReply? {
        connection.beginRaw(self, isWatch: isWatch)
    }

    /// Answers at once with a failure.
    public func fail(_ error: RPCError) { connection.failRaw(streamID, error) }

    /// Answers as if the method did not exist, which for this caller it does not.
    public func refuse() { connection.failRaw(streamID, nil) }
}

/// Answers a raw call: any number of items, then one end, in bytes that are passed on untouched.
/// Loop-confined; using it after the call has ended does nothing.
public struct RawReply {
    let handle: CallHandle

    /// Passes an item on if the caller has given credit and the connection keeps up.
    public func offer(_ body: UnsafeRawBufferPointer, isCompressed: Bool) -> Offer {
        let connection = handle.connection
        guard let (bytes, flags) = connection.fit(body, isCompressed) else {
            fail(.tooLarge)
            return .closed
        }
        return connection.offer(handle.slot, handle.generation) { out, id, rules in
            out.frame(FrameType.data, id, flags, bytes, rules)
        }
    }

    /// Passes an end on: the encoded status, empty for success, and the message if there is one.
    public func end(
        meta: UnsafeRawBufferPointer, body: UnsafeRawBufferPointer, isCompressed: Bool,
        hasMessage: Bool
    ) {
        let connection = handle.connection
        guard let (bytes, more) = connection.fit(body, isCompressed) else {
            fail(.tooLarge)
            return
        }
        let flags = FrameFlags.endStream | more | (hasMessage ? 0 : FrameFlags.noMessage)
        connection.finish(handle.slot, handle.generation) { out, id, rules in
            let sent = out.frame(FrameType.end, id, flags, meta: meta, bytes, rules)
            if !sent { out.end(id, .tooLarge, rules) }
        }
    }

    /// Ends the call as failed.
    public func fail(_ error: RPCError) {
        handle.connection.finish(handle.slot, handle.generation) { $0.end($1, error, $2) }
    }

    /// Calls `act` each time there is room again after `.full`.
    public func onRoom(_ act: @escaping () -> Void) {
        handle.connection.onRoom(handle.slot, handle.generation, act)
    }

    /// Calls `act` once if the caller gives up, its time passes or its connection closes first. End
    /// the call then too, to free its slot.
    public func onCancel(_ act: @escaping () -> Void) {
        handle.connection.onCancel(handle.slot, handle.generation, act)
    }

    /// Whether somebody still waits.
    public var isWanted: Bool {
        handle.connection.session.isOpen(slot: handle.slot, generation: handle.generation)
    }
}

extension ServerConnection {
    /// Gives a call without a handler here to whoever forwards.
    func serveRaw(_ frame: CallFrame) {
        guard let forward = server.router.onUnknown else { return }
        var meta = frame.meta
        let caller = actor(meta)
        if case .service = self.caller {
        } else {
            meta.actorPerson = 0
            meta.actorDevice = 0
            meta.newestFact = 0
        }
        rawAnswered = false
        forward(
            RawCall(
                connection: self, method: meta.method, meta: meta, body: frame.body,
                isCompressed: frame.isCompressed, caller: caller, streamID: frame.id))
        if !rawAnswered { blame(frame.id, .unknownMethod) }
    }

    func beginRaw(_ call: RawCall, isWatch: Bool) -> RawReply? {
        precondition(!rawAnswered, "a raw call was answered twice")
        rawAnswered = true
        guard let deadlineUs = session.deadline(call.meta, isWatch: isWatch) else {
            session.end(call.streamID, .expired)
            return nil
        }
        let isBulk = call.meta.priority != 0
        if server.isFull(isBulk: isBulk) {
            session.end(call.streamID, ServerConnection.busy)
            return nil
        }
        let context = CallContext(
            method: call.method, caller: call.caller, key: call.meta.key, deadlineUs: deadlineUs,
            streamID: call.streamID, attempt: call.meta.attempt, isBulk: isBulk,
            newestFact: call.meta.newestFact)
        if isWatch { return RawReply(handle: beginStream(context)) }
        return beginLater(context).map(RawReply.init)
    }

    func failRaw(_ id: UInt32, _ error: RPCError?) {
        precondition(!rawAnswered, "a raw call was answered twice")
        rawAnswered = true
        if let error { session.end(id, error) } else { blame(id, .unknownMethod) }
    }

    /// The bytes and flags of a raw body for this peer, expanded if it knows no zlib.
    func fit(_ body: UnsafeRawBufferPointer, _ isCompressed: Bool) -> (
        UnsafeRawBufferPointer, UInt8
    )? {
        if !isCompressed { return (body, 0) }
        if session.rules.zip != nil { return (body, FrameFlags.compressed) }
        return session.plainForPeer(body).map { ($0, 0) }
    }
}
