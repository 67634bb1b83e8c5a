import Codec
import Reactor
import Seams

/// The client's end: makes calls over one connection at a time, and dials anew when it is lost.
///
/// Loop-confined and synchronous; `Channel` is its async face. A call made while the first bytes of
/// a connection are under way, or while all streams are taken, waits for its turn; while the channel
/// waits to dial again, calls fail at once as never sent. Nothing here repeats a call. It lives while
/// it has a connection: close it when it is not needed any more.
public final class ChannelCore {
    /// What the channel is doing.
    public enum State: Equatable, Sendable {
        /// No connection, and nobody wants one.
        case idle
        /// Dialling, or waiting for the server's HELLO.
        case connecting
        /// Calls go out.
        case ready
        /// Waiting before it dials again.
        case backingOff
        /// Closed for good.
        case closed
    }

    /// Makes a connection and says how that went, once, on the loop.
    public typealias Dial = (@escaping (Result<Connection, ReactorError>) -> Void) -> Void

    /// What the channel is doing.
    public private(set) var state = State.idle {
        didSet { if state != oldValue { onState?(state) } }
    }
    /// Told about every change of `state`.
    public var onState: ((State) -> Void)?
    /// Why the last connection was lost or could not be made.
    public internal(set) var lastFailure: RPCError?
    /// Whether it keeps a connection without being asked, as between the installation's processes.
    public var staysConnected = false
    /// The first stream id of a connection; changed by tests only.
    public var firstStreamID: UInt32 = 1

    /// The loop it lives on.
    public let loop: Loop
    let limits: Limits
    let zip = MessageZip()

    private let dial: Dial
    private let auth: Auth?
    private var random: RandomSource
    private var calls = CallTable()
    private var waiting: [CallID] = []
    private var current: ClientConnection?
    private var others: [ClientConnection] = []
    private var attempts = 0
    private var timer: TimerID?
    private var timerUs = Int64.max

    /// A channel that dials by `dial` and says `auth` in its HELLO.
    public init(
        loop: Loop, auth: Auth?, limits: Limits = Limits(), random: RandomSource,
        dial: @escaping Dial
    ) {
        self.loop = loop
        self.auth = auth
        self.limits = limits
        self.random = random
        self.dial = dial
    }

    deinit {
        // Its connections must not speak to what is gone.
        for connection in others + [current].compactMap({ $0 }) {
            connection.connection.handler = nil
            connection.connection.close()
        }
        if let timer { loop.cancel(timer) }
    }

    /// A channel to `address`.
    public convenience init(
        loop: Loop, to address: Address, auth: Auth?, limits: Limits = Limits(),
        random: RandomSource
    ) {
        self.init(loop: loop, auth: auth, limits: limits, random: random) { done in
            loop.connect(address, timeoutUs: limits.handshakeUs, done)
        }
    }

    /// Calls that have not ended.
    public var openCalls: Int { calls.count }

    // MARK: Calls

    /// Makes a call with a message. `deadlineUs` is on the loop's clock, `.max` for none. The time
    /// left is written into the CALL when it leaves.
    public func call<Q: Message>(
        _ meta: Meta, _ request: Q, compress: Bool, deadlineUs: Int64,
        receiver: any CallReceiver, tag: Int = 0
    ) -> CallID {
        let id = calls.insert(receiver, tag)
        guard let connection = current, connection.session.canOpen, waiting.isEmpty else {
            let body = request.encoded()
            wait(
                id,
                WaitingRequest(
                    meta, body, isCompressed: false, compress: compress, deadlineUs: deadlineUs))
            return id
        }
        connection.session.begin(loop.nowUs)
        guard let said = timed(meta, deadlineUs) else {
            failSoon(id, .expired)
            return id
        }
        let opened = connection.session.open(
            said, request, compress: compress, deadlineUs: deadlineUs)
        settle(id, connection, opened, deadlineUs)
        return id
    }

    /// Makes a call whose message is encoded, and maybe compressed, already; it is sent untouched.
    public func callRaw(
        _ meta: Meta, body: UnsafeRawBufferPointer, isCompressed: Bool, deadlineUs: Int64,
        receiver: any CallReceiver, tag: Int = 0
    ) -> CallID {
        let id = calls.insert(receiver, tag)
        guard let connection = current, connection.session.canOpen, waiting.isEmpty else {
            wait(
                id,
                WaitingRequest(
                    meta, [UInt8](body), isCompressed: isCompressed, compress: false,
                    deadlineUs: deadlineUs))
            return id
        }
        sendRaw(id, connection, meta, body, isCompressed, compress: false, deadlineUs)
        return id
    }

    /// Gives a call up: nothing more is heard of it, and the server is told.
    public func cancel(_ id: CallID) {
        guard calls.holds(id) else { return }
        if let connection = calls[id].connection {
            let slot = calls[id].slot
            _ = connection.take(slot)
            connection.session.cancel(slot: slot)
            connection.connection.wantsFlush()
        }
        _ = calls.remove(id)
    }

    /// Gives a call up like `cancel`, and ends it as cancelled.
    func giveUp(_ id: CallID) {
        guard let (receiver, tag) = calls.holds(id) ? (calls[id].receiver, calls[id].tag) : nil
        else { return }
        cancel(id)
        receiver?.callEnded(RawEnd(.cancelled), tag: tag)
    }

    private func sendRaw(
        _ id: CallID, _ connection: ClientConnection, _ meta: Meta, _ body: UnsafeRawBufferPointer,
        _ isCompressed: Bool, compress: Bool, _ deadlineUs: Int64
    ) {
        connection.session.begin(loop.nowUs)
        guard let said = timed(meta, deadlineUs) else {
            failSoon(id, .expired)
            return
        }
        let opened = connection.session.open(
            said, raw: body, isCompressed: isCompressed, compress: compress, deadlineUs: deadlineUs)
        settle(id, connection, opened, deadlineUs)
    }

    /// Meta with the time that is left; nil when there is none.
    private func timed(_ meta: Meta, _ deadlineUs: Int64) -> Meta? {
        var said = meta
        said.timeoutUs = 0
        if deadlineUs == .max { return said }
        said.timeoutUs = deadlineUs &- loop.nowUs
        return said.timeoutUs > 0 ? said : nil
    }

    private func settle(
        _ id: CallID, _ connection: ClientConnection, _ opened: Session.Opened, _ deadlineUs: Int64
    ) {
        switch opened {
        case .slot(let slot):
            connection.bind(slot, id)
            calls[id].connection = connection
            calls[id].slot = slot
            connection.connection.wantsFlush()
            watch(deadlineUs: deadlineUs)
        case .tooLarge: failSoon(id, RPCError.tooLarge)
        case .full: failSoon(id, .notConnected)
        }
    }

    /// Ends a call in the next turn, so that nobody hears of it before having its id.
    private func failSoon(_ id: CallID, _ error: RPCError) {
        loop.after(us: 0) { [weak self] in self?.complete(id, RawEnd(error)) }
    }

    // MARK: Waiting

    private func wait(_ id: CallID, _ request: WaitingRequest) {
        if state == .closed || state == .backingOff {
            failSoon(id, lastFailure.map { $0.unsent() } ?? .notConnected)
            return
        }
        guard waiting.count < limits.waitingCallsMax else {
            failSoon(id, RPCError(.resourceExhausted, "too many calls wait").unsent())
            return
        }
        calls[id].waiting = request
        waiting.append(id)
        watch(deadlineUs: request.deadlineUs)
        if state == .idle { connect() }
        if state == .ready { retireIfSpent() }
    }

    /// Sends what waited, as far as streams are free.
    func sendWaiting() {
        if waiting.isEmpty { return }
        var sent = 0
        while sent < waiting.count, let connection = current, connection.session.canOpen {
            let id = waiting[sent]
            sent += 1
            guard calls.holds(id), let request = calls[id].waiting else { continue }
            calls[id].waiting = nil
            request.body.withUnsafeBytes { body in
                sendRaw(
                    id, connection, request.meta, body, request.isCompressed,
                    compress: request.compress, request.deadlineUs)
            }
        }
        waiting.removeFirst(sent)
        if !waiting.isEmpty { retireIfSpent() }
    }

    private func failWaiting(_ error: RPCError) {
        let failed = waiting
        waiting = []
        for id in failed { complete(id, RawEnd(error.unsent())) }
    }

    private func expireWaiting() {
        var kept: [CallID] = []
        let old = waiting
        waiting = []
        for id in old {
            guard calls.holds(id), let request = calls[id].waiting else { continue }
            if request.deadlineUs <= loop.nowUs {
                complete(id, RawEnd(RPCError.expired.unsent()))
            } else {
                kept.append(id)
            }
        }
        waiting = kept + waiting
    }

    // MARK: Ends

    func complete(_ id: CallID, _ end: RawEnd) {
        guard let (receiver, tag) = calls.remove(id) else { return }
        receiver.callEnded(end, tag: tag)
    }

    func deliver(_ id: CallID, _ item: RawItem) {
        guard calls.holds(id), let receiver = calls[id].receiver else { return }
        receiver.callItem(item, tag: calls[id].tag)
    }
}

extension ChannelCore {
    // MARK: Connections

    /// Dials if there is no connection.
    public func connect() {
        guard state == .idle || state == .backingOff else { return }
        state = .connecting
        dial { [weak self] result in
            guard let self else {
                if case .success(let connection) = result { connection.close() }
                return
            }
            dialled(result)
        }
    }

    private func dialled(_ result: Result<Connection, ReactorError>) {
        switch result {
        case .success(let connection):
            guard state == .connecting else {
                connection.close()
                return
            }
            let made = ClientConnection(self, connection, auth: auth, firstID: firstStreamID)
            current = made
            connection.handler = made
            connection.wantsFlush()
            watch(deadlineUs: loop.nowUs &+ 1_000_000)
        case .failure(let error):
            guard state == .connecting else { return }
            lastFailure = RPCError(.unavailable, error.sentence)
            backOff()
            failWaiting(RPCError(.unavailable, error.sentence))
        }
    }

    func becameReady(_ connection: ClientConnection) {
        guard connection === current else { return }
        attempts = 0
        lastFailure = nil
        state = .ready
        sendWaiting()
    }

    /// The server takes no new calls on this connection, or its ids are used up.
    func wentAway(_ connection: ClientConnection, _ word: GoAway) {
        if word.code != 0 {
            lastFailure = RPCError(
                StatusCode(wire: word.code), word.debug,
                retryAfterMs: word.retryAfterMs == 0 ? nil : Int64(word.retryAfterMs))
        }
        guard connection === current else { return }
        others.append(connection)
        current = nil
        if word.code == 0 && word.retryAfterMs == 0 && connection.wasReady {
            state = .idle
            if staysConnected || !waiting.isEmpty { connect() }
        } else {
            backOff(atLeastMs: Int64(word.retryAfterMs))
            failWaiting(lastFailure ?? .connectionLost)
        }
    }

    /// Moves on to a new connection when this one can open no more calls for good.
    private func retireIfSpent() {
        guard let connection = current, connection.session.isSpent else { return }
        others.append(connection)
        current = nil
        state = .idle
        connection.finishIfDone()
        connect()
    }

    func lost(_ connection: ClientConnection) {
        others.removeAll { $0 === connection }
        guard connection === current else { return }
        current = nil
        if state == .closed { return }
        if lastFailure == nil || connection.wasReady {
            lastFailure = RPCError.connectionLost
        }
        if connection.wasReady && !staysConnected && waiting.isEmpty {
            state = .idle
        } else {
            backOff()
        }
        failWaiting(lastFailure ?? .connectionLost)
    }

    /// Waits before the next attempt: full jitter over a bound that doubles (Brooker, "Exponential
    /// Backoff and Jitter", AWS 2015).
    private func backOff(atLeastMs: Int64 = 0) {
        state = .backingOff
        let doubled = limits.backoffMinUs << Int64(min(attempts, 20))
        attempts += 1
        let most = max(1, min(doubled, limits.backoffMaxUs))
        let jittered = Int64(random.next() % UInt64(most))
        loop.after(us: max(jittered, atLeastMs &* 1000)) { [weak self] in
            guard let self, state == .backingOff else { return }
            state = .idle
            if staysConnected || !waiting.isEmpty { connect() }
        }
    }

    /// Ends every call and closes; the channel cannot be used again.
    public func close() {
        guard state != .closed else { return }
        state = .closed
        lastFailure = RPCError(.cancelled, "the channel was closed")
        if let timer { loop.cancel(timer) }
        timer = nil
        for connection in others + [current].compactMap({ $0 }) {
            connection.session.drain()
            connection.connection.close(afterFlush: true)
        }
        failWaiting(.cancelled)
    }

    // MARK: Time

    /// One timer for all calls: the earliest deadline, and once a second while anything is open.
    private func watch(deadlineUs: Int64) {
        if deadlineUs >= timerUs { return }
        let nowUs = loop.nowUs
        let at = max(min(deadlineUs, nowUs &+ 1_000_000), nowUs &+ 1000)
        guard at < timerUs else { return }
        if let timer { loop.cancel(timer) }
        timerUs = at
        timer = loop.at(us: at) { [weak self] in self?.tick() }
    }

    private func tick() {
        timer = nil
        timerUs = .max
        var nearestUs = Int64.max
        expireWaiting()
        for id in waiting {
            nearestUs = min(nearestUs, calls[id].waiting?.deadlineUs ?? .max)
        }
        for connection in others + [current].compactMap({ $0 }) {
            connection.tick()
            nearestUs = min(nearestUs, connection.session.nearestDeadlineUs)
        }
        guard current != nil || !others.isEmpty || !waiting.isEmpty else { return }
        watch(deadlineUs: min(nearestUs, loop.nowUs &+ 1_000_000))
    }
}
