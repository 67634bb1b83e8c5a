import Codec
import Reactor
import Seams

/// Accepts connections, finds out who they are and answers their calls through a router.
///
/// Loop-confined. Handlers run in place. With a `ReplyGate`, nothing that a handler computed leaves
/// before the journal has it.
public final class Server {
    /// Decides who a client is, at once or later, and answers once on the loop. Until then nothing
    /// else is read from the connection, for at most `Limits.handshakeUs`.
    public typealias Authenticate = (
        _ hello: Hello, _ peer: Address, _ answer: @escaping (Result<Caller, RPCError>) -> Void
    ) -> Void

    /// Told when the peer of a connection broke the protocol; for the log. Holds nothing private.
    public var onFault: ((Address, StatusCode, StaticString) -> Void)?
    /// Told when a connection has closed.
    public var onClosed: ((Caller, CloseReason) -> Void)?

    /// Connections open.
    public private(set) var connectionCount = 0
    /// Handlers that have not answered yet, over all connections.
    public internal(set) var handlers = 0

    let loop: Loop
    let router: Router
    let limits: Limits
    let authenticate: Authenticate
    let zip = MessageZip()
    var held = HeldReplies()

    private let serviceLimits: Limits
    private let gate: ReplyGate?
    private var listeners: [Listener] = []
    private var connections: [ServerConnection?] = []
    private var freePlaces: [Int] = []
    private var roomSeekers: [ServerConnection] = []
    private var generation: UInt32 = 0
    private var timer: TimerID?
    private var timerUs = Int64.max
    private var onDrained: (() -> Void)?
    private var isDraining = false

    /// A server that answers through `router`. `limits` hold for devices and strangers,
    /// `serviceLimits` for services and the operator.
    public init(
        loop: Loop, router: Router, limits: Limits = Limits(), serviceLimits: Limits = .service,
        gate: ReplyGate? = nil, authenticate: @escaping Authenticate
    ) {
        self.loop = loop
        self.router = router
        self.limits = limits
        self.serviceLimits = serviceLimits
        self.gate = gate
        self.authenticate = authenticate
    }

    /// Listens on one more address; the result has the real port.
    @discardableResult
    public func listen(_ address: Address) throws(ReactorError) -> Address {
        let listener = try Listener.listen(on: loop, address) { [unowned self] in take($0) }
        listeners.append(listener)
        return listener.address
    }

    /// Serves a connection that came from elsewhere.
    public func adopt(_ connection: Connection) {
        if let handler = take(connection) {
            connection.handler = handler
        } else {
            connection.close()
        }
    }

    private func take(_ connection: Connection) -> ServerConnection? {
        guard !isDraining, connectionCount < limits.connectionsMax else { return nil }
        generation &+= 1
        let place: Int
        if let free = freePlaces.popLast() {
            place = free
        } else {
            place = connections.count
            connections.append(nil)
        }
        let made = ServerConnection(self, connection, index: place, generation: generation)
        connections[place] = made
        connectionCount += 1
        watch(deadlineUs: loop.nowUs &+ 1_000_000)
        return made
    }

    func forget(_ connection: ServerConnection) {
        guard connections[connection.index] === connection else { return }
        connections[connection.index] = nil
        freePlaces.append(connection.index)
        connectionCount -= 1
        finishDrainIfDone()
    }

    /// Whether one more connection of this caller leaves enough for the others.
    func hasRoom(for caller: Caller) -> Bool {
        let most: Int
        switch caller {
        case .anonymous: most = limits.connectionsOfStrangersMax
        case .device: most = limits.connectionsPerPersonMax
        case .service, .admin: return true
        }
        guard connectionCount > most else { return true }
        let count = connections.count { other in
            guard let other, other.isKnown else { return false }
            switch (other.caller, caller) {
            case (.anonymous, .anonymous): return true
            case (.device(let one, _), .device(let two, _)): return one == two
            default: return false
            }
        }
        return count < most
    }

    func limits(for caller: Caller) -> Limits {
        switch caller {
        case .anonymous, .device: limits
        case .service, .admin: serviceLimits
        }
    }

    /// Whether a new call must be turned away; work nobody waits for goes first.
    func isFull(isBulk: Bool) -> Bool {
        let most = isBulk ? limits.serverHandlersMax / 5 * 4 : limits.serverHandlersMax
        return handlers >= most || isHeldFull
    }

    // MARK: The gate

    /// Whether what is computed now must wait: something decided is not synced, or others wait.
    @inline(__always)
    var mustHold: Bool {
        guard let gate else { return false }
        if !held.isEmpty {
            release()
            if !held.isEmpty { return true }
        }
        return gate.synced() < gate.decided()
    }

    var decidedPosition: UInt64 { gate?.decided() ?? 0 }

    var isHeldFull: Bool {
        held.count >= limits.heldRepliesMax || held.frames.count >= limits.heldBytesMax
    }

    /// Lets go what the journal has. Call it each time the synced position has moved.
    public func release() {
        guard let gate, !held.isEmpty else { return }
        let synced = gate.synced()
        while !held.isEmpty, held.first.position <= synced {
            let entry = held.first
            if let connection = connections[Int(entry.connection)],
                connection.generation == entry.connectionGeneration
            {
                let frame = UnsafeRawBufferPointer(
                    rebasing: held.frames.bytes[..<Int(entry.bytes)])
                connection.release(entry, frame)
                if !connection.room.isEmpty { seekRoom(connection) }
            }
            held.removeFirst()
        }
        let waiting = roomSeekers
        roomSeekers = []
        for connection in waiting {
            connection.isSeekingRoom = false
            connection.serveRoom()
        }
    }

    /// Remembers a connection whose streams wait for the held replies to become fewer.
    func seekRoom(_ connection: ServerConnection) {
        guard !connection.isSeekingRoom else { return }
        connection.isSeekingRoom = true
        roomSeekers.append(connection)
    }

    // MARK: Time

    /// Makes sure that the connections are looked at by then, and once a second in any case while
    /// there are any: one timer, whatever the number of calls.
    func watch(deadlineUs: Int64) {
        if deadlineUs >= timerUs { return }
        let nowUs = loop.nowUs
        let at = min(deadlineUs, nowUs &+ 1_000_000)
        guard at < timerUs else { return }
        if let timer { loop.cancel(timer) }
        timerUs = max(at, nowUs &+ 1000)
        timer = loop.at(us: timerUs) { [weak self] in self?.tick() }
    }

    private func tick() {
        timer = nil
        timerUs = .max
        guard connectionCount > 0 else { return }
        var nearestUs = Int64.max
        for connection in connections {
            guard let connection else { continue }
            connection.tick()
            nearestUs = min(nearestUs, connection.session.nearestDeadlineUs)
        }
        watch(deadlineUs: min(nearestUs, loop.nowUs &+ 1_000_000))
    }

    // MARK: The end

    /// Stops accepting, tells every client to go elsewhere, waits at most `graceUs` for open calls
    /// and closes; then calls `done`.
    public func drain(graceUs: Int64? = nil, retryAfterMs: Int64 = 0, done: @escaping () -> Void) {
        guard !isDraining else { return }
        isDraining = true
        onDrained = done
        for listener in listeners { listener.close() }
        listeners = []
        for connection in connections { connection?.drain(retryAfterMs: retryAfterMs) }
        loop.after(us: graceUs ?? limits.drainUs) { [weak self] in
            guard let self, isDraining else { return }
            for connection in connections { connection?.cutOff() }
        }
        finishDrainIfDone()
    }

    /// Shuts callers out, such as a revoked device: hears no new call of theirs, ends what is open
    /// and closes. Calls of the method `spared`, the one by which a caller shuts itself out, are
    /// still answered first, within `graceUs`.
    public func closeAll(
        where isOut: (Caller) -> Bool, sparing spared: UInt32? = nil, graceUs: Int64 = 1_000_000
    ) {
        for connection in connections {
            guard let connection, isOut(connection.caller) else { continue }
            guard connection.shutOut(sparing: spared) else { continue }
            loop.after(us: graceUs) { [weak connection] in connection?.cutOff() }
        }
    }

    private func finishDrainIfDone() {
        guard isDraining, connectionCount == 0, let done = onDrained else { return }
        onDrained = nil
        loop.after(us: 0, done)
    }
}
