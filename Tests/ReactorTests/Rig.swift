import Glibc
import Reactor
import Seams
import Synchronization
import Testing

/// A clock a test moves by hand.
final class HandClock: Sendable {
    private let us = Atomic<Int64>(1_000_000)

    var source: TimeSource {
        TimeSource(
            wallMs: { 0 }, monotonicUs: { [self] in us.load(ordering: .relaxed) })
    }

    func advance(us more: Int64) {
        us.add(more, ordering: .relaxed)
    }
}

/// A loop on a hand clock, and turns bounded by number.
final class Rig {
    let clock = HandClock()
    let loop: Loop

    init(_ adjust: (inout Limits) -> Void = { _ in }) throws {
        var limits = Limits()
        adjust(&limits)
        loop = try Loop(time: clock.source, limits: limits)
    }

    /// Makes turns until `done`; fails the test when `most` were not enough.
    func turns(
        _ most: Int = 2000, until done: () -> Bool, at place: SourceLocation = #_sourceLocation
    ) {
        for _ in 0..<most {
            if done() { return }
            loop.turn(waitUs: 20_000)
        }
        #expect(done(), "not after \(most) turns", sourceLocation: place)
    }

    /// Makes a number of turns that do not wait.
    func settle(_ count: Int = 20) {
        for _ in 0..<count { loop.turn(waitUs: 0) }
    }

    /// Listens on a free port of 127.0.0.1, or on `address`.
    func listen(
        _ address: Address = .loopback(port: 0),
        _ accept: @escaping (Connection) -> (any ConnectionHandler)?
    ) throws -> Listener {
        try Listener.listen(on: loop, address, accept: accept)
    }

    /// Connects with `handler` and makes turns until it is there.
    func connect(_ address: Address, _ handler: Script) throws -> Connection {
        var result: Result<Connection, ReactorError>?
        loop.connect(address, timeoutUs: 1_000_000) { made in
            result = made
            if case .success(let connection) = made {
                handler.connection = connection
                connection.handler = handler
            }
        }
        turns { result != nil }
        return try #require(try result?.get())
    }

    /// Listens with handlers that echo, unless `adjust` says otherwise.
    func echoServer(
        _ address: Address = .loopback(port: 0), _ adjust: @escaping (Script) -> Void = { _ in }
    ) throws -> (Listener, Servers) {
        let servers = Servers()
        let listener = try listen(address) { connection in
            let server = Script(echoes: true)
            adjust(server)
            servers.all.append(server)
            return server.attached(to: connection)
        }
        return (listener, servers)
    }

    deinit { loop.shutDown() }
}

/// The handlers a listener made.
final class Servers {
    var all: [Script] = []
}

/// A handler that notes what it hears and sends what it is told, or echoes.
final class Script: ConnectionHandler {
    var connection: Connection?
    var echoes = false
    var received: [UInt8] = []
    var chunks = 0
    var sentBytes = 0
    var reasons: [CloseReason] = []
    var finished = 0
    var keepsHalfOpen = false
    var maxBuffered = 1 << 20
    /// Consumes only multiples of this many bytes.
    var frame = 1
    /// Consumes at most this many bytes at once.
    var limit = Int.max
    var onReceived: ((Script) -> Void)?
    private var out: [UInt8] = []
    private var sent = 0
    private var lent: UnsafeMutableRawBufferPointer?

    init(echoes: Bool = false) {
        self.echoes = echoes
    }

    deinit { lent?.deallocate() }

    func attached(to connection: Connection) -> Script {
        self.connection = connection
        return self
    }

    func send(_ bytes: [UInt8]) {
        out += bytes
        connection?.wantsFlush()
    }

    func received(_ bytes: UnsafeRawBufferPointer) -> Int {
        chunks += 1
        let taken = min(bytes.count, limit) / frame * frame
        received += bytes[..<taken]
        if echoes, taken > 0 { send([UInt8](bytes[..<taken])) }
        onReceived?(self)
        return taken
    }

    func output() -> UnsafeRawBufferPointer {
        lent?.deallocate()
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: out.count - sent, alignment: 1)
        copy.copyBytes(from: out[sent...])
        lent = copy
        return UnsafeRawBufferPointer(copy)
    }

    func didSend(_ count: Int) {
        sentBytes += count
        sent += count
        if sent == out.count {
            out.removeAll()
            sent = 0
        }
    }

    func peerFinished() -> Bool {
        finished += 1
        return keepsHalfOpen
    }

    func closed(_ reason: CloseReason) {
        reasons.append(reason)
        connection = nil
    }
}
