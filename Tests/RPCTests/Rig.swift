import Codec
import RPC
import Reactor
import Seams
import Synchronization
import Testing

/// A clock a test moves by hand.
final class HandClock: Sendable {
    private let us = Atomic<Int64>(1_000_000)

    var source: TimeSource {
        TimeSource(wallMs: { 0 }, monotonicUs: { [self] in us.load(ordering: .relaxed) })
    }

    var nowUs: Int64 { us.load(ordering: .relaxed) }

    func advance(us more: Int64) { us.add(more, ordering: .relaxed) }
}

/// Random numbers from a seed.
func seeded(_ seed: UInt64) -> RandomSource {
    let state = SeededState(seed)
    return RandomSource { state.next() }
}

private final class SeededState: Sendable {
    private let state: Atomic<UInt64>

    init(_ seed: UInt64) { state = Atomic(seed) }

    func next() -> UInt64 {
        let (_, now) = state.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed)
        var z = now
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// A server and channels to it over real sockets of one loop, on a hand clock.
final class Rig {
    let clock = HandClock()
    let loop: Loop
    let router = Router()
    var server: Server
    var address: Address = .loopback(port: 0)
    var channels: [ChannelCore] = []
    /// Streams the watch method opened.
    var sinks: [StreamSink<Blob>] = []
    /// Replies the slow method owes.
    var owed: [Reply<Blob>] = []
    /// Echo calls that ran.
    var ran = 0
    var contexts: [CallContext] = []
    var faults: [String] = []
    /// How often the flaky method fails from now on, and how.
    var failures = 0
    var failure = RPCError(.unavailable, "not now")

    static let echo = Wire.echo
    static let watch = Wire.watch
    static let slow = Method<Blob, Blob>("tend.v1.Test/Slow", .open)
    static let lazy = Method<Blob, Blob>("tend.v1.Test/Lazy", .open)
    static let fails = Method<Blob, Blob>("tend.v1.Test/Fails", .open)
    static let personal = Method<Blob, Blob>("tend.v1.Test/Personal", .person)
    static let inner = Method<Blob, Blob>("tend.v1.Test/Inner", .internalOnly)
    static let admin = Method<Blob, Blob>("tend.v1.Test/Admin", .admin)
    static let keyed = Method<Blob, Blob>("tend.v1.Test/Keyed", .open, needsKey: true)

    init(
        gate: ReplyGate? = nil, limits: Limits = Limits(), serviceLimits: Limits = .service,
        authenticate: Server.Authenticate? = nil
    ) throws {
        loop = try Loop(time: clock.source)
        server = Server(
            loop: loop, router: router, limits: limits, serviceLimits: serviceLimits, gate: gate,
            authenticate: authenticate ?? { hello, _, answer in answer(Rig.believe(hello)) })
        server.onFault = { [unowned self] _, code, text in faults.append("\(code) \(text)") }
        register()
        address = try server.listen(.loopback(port: 0))
    }

    deinit { loop.shutDown() }

    /// Everybody is who they say; service "admin" is the operator, and 13 is nobody.
    static func believe(_ hello: Hello) -> Result<Caller, RPCError> {
        guard let auth = hello.auth, auth != Auth() else { return .success(.anonymous) }
        if auth.deviceID == 13 { return .failure(RPCError(.unauthenticated, "not you")) }
        if auth.serviceName == "admin" { return .success(.admin) }
        if !auth.serviceName.isEmpty { return .success(.service(name: auth.serviceName)) }
        return .success(.device(person: auth.deviceID / 10, device: auth.deviceID))
    }

    private func register() {
        let echo: (Blob, CallContext) throws(RPCError) -> Blob = { [unowned self] blob, context in
            ran += 1
            contexts.append(context)
            return blob
        }
        router.on(Rig.echo, echo)
        router.on(Rig.personal, echo)
        router.on(Rig.inner, echo)
        router.on(Rig.admin, echo)
        router.on(Rig.keyed, echo)
        router.on(Rig.fails) { _, _ throws(RPCError) in
            throw RPCError(.failedPrecondition, "never", retryAfterMs: 5, details: [1, 2])
        }
        for method in [Rig.slow, Rig.lazy] {
            router.onLater(method) { [unowned self] _, context, reply in
                contexts.append(context)
                owed.append(reply)
            }
        }
        router.on(Rig.flaky) { [unowned self] blob, context throws(RPCError) in
            contexts.append(context)
            if failures == 0 { return blob }
            failures -= 1
            throw failure
        }
        router.onStream(Rig.watch) { [unowned self] _, context, sink throws(RPCError) in
            contexts.append(context)
            sinks.append(sink)
        }
    }

    func channel(
        _ change: (inout Auth) -> Void = { _ in }, limits: Limits = Limits()
    ) -> ChannelCore {
        var auth = Auth()
        change(&auth)
        let known = auth.deviceID != 0 || !auth.serviceName.isEmpty
        let made = ChannelCore(
            loop: loop, to: address, auth: known ? auth : nil, limits: limits, random: seeded(7))
        channels.append(made)
        return made
    }

    /// Makes turns until `done`; fails the test when `most` were not enough.
    func turns(
        _ most: Int = 2_000, until done: () -> Bool, at place: SourceLocation = #_sourceLocation
    ) {
        for _ in 0..<most {
            if done() { return }
            loop.turn(waitUs: 20_000)
        }
        #expect(done(), "not after \(most) turns", sourceLocation: place)
    }

    /// Makes a number of turns that do not wait.
    func settle(_ count: Int = 30) {
        for _ in 0..<count { loop.turn(waitUs: 0) }
    }

    /// Moves the clock and lets timers fire.
    func advance(us: Int64) {
        clock.advance(us: us)
        settle()
    }

    /// Makes a call and turns until it is back.
    func result<Q: Message, R: Message>(
        _ channel: ChannelCore, _ method: Method<Q, R>, _ request: Q,
        key: IdempotencyKey? = nil, at place: SourceLocation = #_sourceLocation
    ) -> Result<R, RPCError> {
        var result: Result<R, RPCError>?
        channel.call(method, request, key: key) { result = $0 }
        turns(until: { result != nil }, at: place)
        return result ?? .failure(RPCError(.unknown, "no answer"))
    }
}

/// A bare socket's end: sends what it is told and keeps what comes.
final class RawPeer: ConnectionHandler {
    var connection: Connection?
    var received: [UInt8] = []
    var isClosed = false
    var maxBuffered = 1 << 20
    private var out: [UInt8] = []
    private var lent: UnsafeMutableRawBufferPointer?

    deinit { lent?.deallocate() }

    func send(_ bytes: [UInt8]) {
        out += bytes
        connection?.wantsFlush()
    }

    func received(_ bytes: UnsafeRawBufferPointer) -> Int {
        received += [UInt8](bytes)
        return bytes.count
    }

    func output() -> UnsafeRawBufferPointer {
        lent?.deallocate()
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: out.count, alignment: 1)
        copy.copyBytes(from: out)
        lent = copy
        return UnsafeRawBufferPointer(copy)
    }

    func didSend(_ count: Int) { out.removeFirst(count) }

    func closed(_ reason: CloseReason) { isClosed = true }
}

extension Rig {
    /// A bare connection to the server.
    func rawPeer() -> RawPeer {
        let peer = RawPeer()
        loop.connect(address, timeoutUs: 1_000_000) { result in
            if case .success(let connection) = result {
                peer.connection = connection
                connection.handler = peer
            }
        }
        turns { peer.connection != nil }
        return peer
    }
}
