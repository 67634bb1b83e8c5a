import Codec
import Reactor

/// One accepted connection: its session, its caller, and the calls its handlers work on.
///
/// Loop-confined; the server holds it until the connection has closed, handles a little longer.
final class ServerConnection: ConnectionHandler {
    let server: Server
    let connection: Connection
    /// Place in the server's list, with the generation that makes it unique.
    let index: Int
    let generation: UInt32

    var session: Session
    var caller = Caller.anonymous
    /// Whether it is known who calls: their HELLO was taken.
    private(set) var isKnown = false
    var apps: [StreamApp] = []
    /// Streams waiting for room, in the order they ran out.
    var room = SlotQueue()
    var isServingRoom = false
    var isSeekingRoom = false
    /// Bytes of this connection among the held replies.
    var heldBytes = 0
    var handlers = 0
    var isHalfClosed = false
    /// Whether the raw call being forwarded was begun or failed.
    var rawAnswered = false
    var isClosed = false

    init(_ server: Server, _ connection: Connection, index: Int, generation: UInt32) {
        self.server = server
        self.connection = connection
        self.index = index
        self.generation = generation
        session = Session(.server, server.limits, server.zip, server.loop.nowUs, firstID: 1)
    }

    var maxBuffered: Int { session.limits.frameBytesMax + FrameHeader.size }

    func received(_ bytes: UnsafeRawBufferPointer) -> Int {
        session.begin(server.loop.nowUs)
        var offset = 0
        taking: while true {
            switch session.next(bytes, &offset) {
            case .call(let frame): serve(frame)
            case .more: break taking
            case .hello: authenticate()
            case .cancel(let slot): endEarly(slot, .cancelled)
            case .fault(let slot, let code, let text):
                endEarly(slot, RPCError(code, text.description))
            case .credit(let slot):
                wantRoom(slot)
                serveRoom()
            case .connectionCredit: serveRoom()
            case .failed(let code, let text): failed(code, text)
            case .goAway: finishIfDone()
            case .ready, .data, .end, .expired, .idle: break
            }
        }
        if session.isPaused { connection.pauseReading() }
        afterWork()
        return offset
    }

    func output() -> UnsafeRawBufferPointer { session.output() }

    func didSend(_ count: Int) {
        session.begin(server.loop.nowUs)
        let wasPaused = session.isPaused
        session.didSend(count)
        if !room.isEmpty { serveRoom() }
        if wasPaused && !session.staysPaused() { connection.resumeReading() }
    }

    func peerFinished() -> Bool {
        isHalfClosed = true
        session.peerFinished()
        return session.isReady && session.openCount > 0
    }

    func closed(_ reason: CloseReason) {
        isClosed = true
        server.forget(self)
        for slot in apps.indices where apps[slot].state != .none {
            let act = apps[slot].onCancel
            leave(slot)
            act?()
        }
        server.onClosed?(caller, reason)
    }

    /// Lets bytes go and deadlines be watched, after anything was done to the session.
    @inline(__always)
    func afterWork() {
        connection.wantsFlush()
        server.watch(deadlineUs: session.nearestDeadlineUs)
    }

    /// What the time means for this connection.
    func tick() {
        session.begin(server.loop.nowUs)
        while true {
            switch session.tick() {
            case .expired(let slot): endEarly(slot, .expired)
            case .fault(let slot, let code, let text):
                endEarly(slot, RPCError(code, text.description))
            case .failed(let code, let text): failed(code, text)
            case .idle: drain(retryAfterMs: 0)
            default:
                afterWork()
                return
            }
        }
    }

    func failed(_ code: StatusCode, _ text: StaticString) {
        server.onFault?(connection.peer, code, text)
        connection.close(afterFlush: true)
    }

    /// No new calls, no more items; closes once the open calls are answered.
    func drain(retryAfterMs: Int64) {
        guard session.isReady else {
            connection.close()
            return
        }
        session.drain(retryAfterMs: retryAfterMs)
        // A watch has no end of its own to wait for; its client resumes elsewhere.
        for slot in apps.indices where apps[slot].state == .streaming {
            endEarly(slot, .draining)
        }
        afterWork()
        finishIfDone()
    }

    /// Hears no new call, ends what is open but the calls of `spared`, and closes once these are
    /// answered. Whether there are any.
    func shutOut(sparing spared: UInt32?) -> Bool {
        session.drain()
        var isAnswering = false
        for slot in apps.indices where apps[slot].state != .none {
            guard session.isOpen(slot: slot, generation: session.generation(of: slot)) else {
                continue
            }
            if apps[slot].method == spared && apps[slot].state != .streaming {
                isAnswering = true
            } else {
                endEarly(slot, .draining)
            }
        }
        if !isAnswering { connection.close(afterFlush: true) }
        afterWork()
        return isAnswering
    }

    /// Ends what is still open, after the grace of a drain, and closes.
    func cutOff() {
        if isClosed { return }
        for slot in apps.indices where apps[slot].state != .none {
            let generation = session.generation(of: slot)
            if session.isOpen(slot: slot, generation: generation) { endEarly(slot, .draining) }
        }
        connection.close(afterFlush: true)
    }

    func finishIfDone() {
        guard isHalfClosed || session.isDraining || session.goAway != nil else { return }
        if session.openCount == 0 { connection.close(afterFlush: true) }
    }

    // MARK: Who it is

    private func authenticate() {
        var isAnswered = false
        server.authenticate(session.peerHello, connection.peer) { [self] result in
            if isAnswered || isClosed { return }
            isAnswered = true
            switch result {
            case .success(let caller) where !server.hasRoom(for: caller):
                session.refuse(
                    RPCError(.resourceExhausted, "too many connections", retryAfterMs: 1000))
                connection.close(afterFlush: true)
            case .success(let caller):
                self.caller = caller
                isKnown = true
                session.accept(limits: server.limits(for: caller))
                connection.resumeReading()
            case .failure(let error):
                session.refuse(error)
                connection.close(afterFlush: true)
            }
            afterWork()
        }
        if !isAnswered { connection.pauseReading() }
    }
}

/// What a server keeps about one call beside its stream.
struct StreamApp {
    enum State: UInt8 {
        case none
        /// A handler will answer; it holds a slot.
        case handling
        /// A sink is open.
        case streaming
        /// The END waits among the held replies.
        case ending
    }

    var state = State.none
    var method: UInt32 = 0
    /// Whether the slot stands in `room`.
    var isWaiting = false
    /// Bytes taken since it last got its turn.
    var turnBytes = 0
    var onRoom: (() -> Void)?
    var onCancel: (() -> Void)?
}

/// Slots in a row, first in first out.
struct SlotQueue {
    private var ring: [Int32] = []
    private var head = 0
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    mutating func append(_ slot: Int) {
        if count == ring.count {
            var bigger = [Int32](repeating: 0, count: max(8, count * 2))
            for at in 0..<count { bigger[at] = ring[(head + at) & (ring.count - 1)] }
            ring = bigger
            head = 0
        }
        ring[(head &+ count) & (ring.count &- 1)] = Int32(truncatingIfNeeded: slot)
        count &+= 1
    }

    mutating func removeFirst() -> Int {
        let slot = Int(ring[head])
        head = (head &+ 1) & (ring.count &- 1)
        count &-= 1
        return slot
    }
}
