import Codec
import Reactor

extension ServerConnection {
    /// One call: finds its handler and runs it, or says why not.
    func serve(_ frame: CallFrame) {
        let meta = frame.meta
        let route = server.router.route(meta.method)
        if route == nil && server.router.onUnknown != nil {
            serveRaw(frame)
            return
        }
        let caller = actor(meta)
        guard let route, caller.mayCall(route.exposure) else {
            let isPerson = route?.info.exposure == .person
            blame(frame.id, isPerson ? ServerConnection.signIn : .unknownMethod)
            return
        }
        guard let deadlineUs = session.deadline(meta, isWatch: route.isWatch) else {
            session.end(frame.id, .expired)
            return
        }
        if route.needsKey && meta.key == nil {
            blame(frame.id, ServerConnection.keyMissing)
            return
        }
        if server.isFull(isBulk: meta.priority != 0) {
            session.end(frame.id, ServerConnection.busy)
            return
        }
        var context = CallContext(
            method: meta.method, caller: caller, key: meta.key, deadlineUs: deadlineUs,
            streamID: frame.id, attempt: meta.attempt, isBulk: meta.priority != 0,
            newestFact: meta.newestFact)
        if route.needsKey { context.bodyHash = bodyHash(frame.body) }
        guard frame.isCompressed || frame.body.count > session.limits.messageBytesMax else {
            route.run(self, context, frame.body)
            return
        }
        do throws(RPCError) {
            route.run(self, context, try session.plain(frame.body, frame.isCompressed))
        } catch {
            blame(frame.id, error)
        }
    }

    static let signIn = RPCError(.unauthenticated, "sign in first")
    static let keyMissing = RPCError(.invalidArgument, "this method needs an idempotency key")
    static let busy = RPCError(.resourceExhausted, "too busy, try again", retryAfterMs: 200)

    /// Who a call is for: a trusted service may name somebody, anybody else is who they are.
    @inline(__always)
    func actor(_ meta: Meta) -> Caller {
        if case .service = caller, meta.actorPerson != 0 {
            return .device(person: meta.actorPerson, device: meta.actorDevice)
        }
        return caller
    }

    /// Ends a call for its caller's fault.
    func blame(_ id: UInt32, _ error: RPCError) {
        if case .failed(let code, let text) = session.blame(id, error) { failed(code, text) }
    }

    /// The request, or nil after having answered that it is none.
    func decode<Q: Message>(_ body: UnsafeRawBufferPointer, _ context: CallContext) -> Q? {
        do throws(CodecError) {
            return try Q(decoding: body)
        } catch {
            blame(context.streamID, server.router.refuseMalformed(error))
            return nil
        }
    }

    // MARK: Answers in place

    func answer<R: Message>(_ context: CallContext, _ reply: R, compress: Bool) {
        if server.mustHold {
            let id = context.streamID
            hold(context) { out, rules in
                let flags = FrameFlags.endStream
                if !out.frame(FrameType.end, id, flags, reply, compress: compress, rules) {
                    out.end(id, .tooLarge, rules)
                }
            }
        } else {
            session.reply(context.streamID, reply, compress: compress)
        }
    }

    func answer(_ context: CallContext, _ error: RPCError) {
        if server.mustHold {
            hold(context) { $0.end(context.streamID, error, $1) }
        } else {
            session.end(context.streamID, error)
        }
    }

    /// Keeps the END of a call that was answered in place until the journal has what it says.
    private func hold(
        _ context: CallContext, _ write: (inout OutBuffer, WriteRules) -> Void
    ) {
        let slot = session.openStream(context.streamID, deadlineUs: context.deadlineUs)
        take(slot, .ending, context.method)
        holdFrame(slot, isEnd: true) { out, rules in
            write(&out, rules)
            return true
        }
    }

    /// Writes a frame to the held replies; its size, or nil when it is too large.
    @discardableResult
    func holdFrame(_ slot: Int, isEnd: Bool, _ write: (inout OutBuffer, WriteRules) -> Bool)
        -> Int?
    {
        let before = server.held.frames.count
        guard write(&server.held.frames, session.rules) else { return nil }
        let size = server.held.frames.count &- before
        server.held.append(
            HeldReplies.Entry(
                position: server.decidedPosition,
                connection: Int32(truncatingIfNeeded: index), connectionGeneration: generation,
                slot: Int32(truncatingIfNeeded: slot),
                slotGeneration: session.generation(of: slot),
                bytes: Int32(truncatingIfNeeded: size), isEnd: isEnd))
        heldBytes &+= size
        return size
    }

    /// The journal has what a held frame says: it leaves, unless its call has ended meanwhile. An
    /// item that never leaves has cost nothing, or its credit were lost: the peer gives back only
    /// that of what it has seen. Whoever waits for credit gets a turn after the release.
    func release(_ entry: HeldReplies.Entry, _ frame: UnsafeRawBufferPointer) {
        heldBytes &-= frame.count
        let slot = Int(entry.slot)
        guard session.isOpen(slot: slot, generation: entry.slotGeneration) else {
            if !entry.isEnd { session.unchargeConnection(frameBytes: frame.count) }
            return
        }
        session.out.append(frame)
        if entry.isEnd { close(slot) }
        connection.wantsFlush()
    }

    // MARK: Answers later

    /// Takes a handler slot for a call, or answers that there is none.
    func beginLater(_ context: CallContext) -> CallHandle? {
        guard handlers < session.limits.handlersMax else {
            blame(context.streamID, ServerConnection.busy)
            return nil
        }
        handlers &+= 1
        server.handlers &+= 1
        return begin(context, .handling)
    }

    func beginStream(_ context: CallContext) -> CallHandle { begin(context, .streaming) }

    private func begin(_ context: CallContext, _ state: StreamApp.State) -> CallHandle {
        let slot = session.openStream(context.streamID, deadlineUs: context.deadlineUs)
        take(slot, state, context.method)
        return CallHandle(
            connection: self, slot: slot, generation: session.generation(of: slot))
    }

    /// The END of a call that took a slot; through the gate like everything else.
    func finish(
        _ slot: Int, _ generation: UInt32,
        _ write: (inout OutBuffer, UInt32, WriteRules) -> Void
    ) {
        guard session.holds(slot: slot, generation: generation),
            apps[slot].state == .handling || apps[slot].state == .streaming
        else { return }
        if apps[slot].state == .handling { releaseHandler() }
        guard session.isOpen(slot: slot, generation: generation) else {
            close(slot)
            return
        }
        let id = session.streamID(of: slot)
        if server.mustHold {
            apps[slot].state = .ending
            apps[slot].onCancel = nil
            apps[slot].onRoom = nil
            holdFrame(slot, isEnd: true) { out, rules in
                write(&out, id, rules)
                return true
            }
        } else {
            write(&session.out, id, session.rules)
            close(slot)
        }
        connection.wantsFlush()
    }

    /// Ends a call that its caller, its deadline or a fault cut short. A handler at work keeps its
    /// slot until it returns.
    func endEarly(_ slot: Int, _ error: RPCError) {
        session.end(session.streamID(of: slot), error)
        let act = apps[slot].onCancel
        leave(slot)
        act?()
        connection.wantsFlush()
        finishIfDone()
    }

    func leave(_ slot: Int) {
        let generation = session.generation(of: slot)
        if apps[slot].state == .handling {
            apps[slot].onCancel = nil
            apps[slot].onRoom = nil
            if session.isOpen(slot: slot, generation: generation) { session.detachStream(slot) }
        } else {
            clear(slot)
            session.closeStream(slot)
        }
    }

    func close(_ slot: Int) {
        clear(slot)
        session.closeStream(slot)
        finishIfDone()
    }

    /// Empties a slot. Its place in `room` stays its own: were it taken again for the next stream of
    /// the slot, short streams without credit would fill the row without end.
    private func clear(_ slot: Int) {
        let isWaiting = apps[slot].isWaiting
        apps[slot] = StreamApp()
        apps[slot].isWaiting = isWaiting
    }

    private func releaseHandler() {
        handlers &-= 1
        server.handlers &-= 1
    }

    /// Gives a slot to a call.
    private func take(_ slot: Int, _ state: StreamApp.State, _ method: UInt32) {
        while apps.count <= slot { apps.append(StreamApp()) }
        apps[slot].state = state
        apps[slot].method = method
    }
}
