import Codec
import Reactor
import Seams

/// The client's end: makes calls over one connection at a time, and dials anew when it is lost.
///
/// Loop-confined and synchronous; `Channel` is its async face. A call made while the first bytes of
/// a connection are under way, or while all streams are taken, waits for its turn. While the channel
/// waits to dial again, a call dials at once, which is an attempt of that call; on a channel that
/// dials by itself, and where the server said to wait or to stay away, it fails at once as never
/// sent. Nothing here repeats a call. It lives while it has a connection: close it when it is not
/// needed any more.
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
    public internal(set) var state = State.idle {
        didSet { if state != oldValue { onState?(state) } }
    }
    /// Told about every change of `state`. Calls made when it is told `.ready` are the first on that
    /// connection.
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

    let dial: Dial
    let auth: Auth?
    var random: RandomSource
    var calls = CallTable()
    var waiting: [CallID] = []
    var current: ClientConnection?
    var others: [ClientConnection] = []
    var attempts = 0
    /// Ends the wait before the next attempt.
    var backOffTimer: TimerID?
    var timer: TimerID?
    var timerUs = Int64.max

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
        if state == .closed || (state == .backingOff && !callsMayDial) {
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
        if state == .idle || state == .backingOff { connect() }
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

    func failWaiting(_ error: RPCError) {
        let failed = waiting
        waiting = []
        for id in failed { complete(id, RawEnd(error.unsent())) }
    }

    func expireWaiting() {
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
