import Codec
import Host
import RPC
import Reactor
import Seams
import Storage

/// One service on a simulated disk and clocks moved by hand, called over a real loopback connection
/// as the gateway would call it. Single-threaded but for the journal's own writer.
public final class ServiceRig<State> {
    /// The clocks.
    public let time: HandTime
    /// The disk that the service stands on.
    public let disk: SimulatedDisk
    /// The service's state and journal.
    public let host: Host<State>
    /// The loop of both ends.
    public let loop: Loop
    /// The service's server.
    public let server: Server
    /// The gateway's end.
    public let channel: ChannelCore
    /// Set when the disk failed: a process would have ended.
    public private(set) var failure: StorageError?

    private var keys = KeyMaker()
    private var random = SeededRandom(seed: 7)
    /// Where the service listens.
    public let address: Address
    private var others: [ChannelCore] = []

    /// Opens the service on `disk`; `start` registers its handlers. Throws what recovery throws.
    public init(
        initial: State, events: EventTable<State>, time: HandTime = HandTime(),
        disk: SimulatedDisk = SimulatedDisk(), seed: UInt64 = 1,
        start: (Host<State>) throws -> Void
    ) throws {
        self.time = time
        self.disk = disk
        loop = try Loop(time: time.source)
        host = try Host(
            initial: initial, events: events, identity: StoreIdentity(service: 9), disk: disk,
            loop: loop, time: time.source, random: .seeded(seed),
            log: Log(program: "test", write: { _ in }))
        try start(host)
        server = Server(
            loop: loop, router: host.router, gate: host.gate,
            authenticate: { hello, _, answer in
                let name = hello.auth?.serviceName ?? ""
                answer(.success(.service(name: name.isEmpty ? "gateway" : name)))
            })
        address = try server.listen(.loopback(port: 0))
        channel = ChannelCore(
            loop: loop, to: address, auth: Auth(), limits: .service, random: .seeded(seed))
        host.onSynced = { [server] in server.release() }
        host.onFailed = { [unowned self] in self.failure = $0 }
    }

    deinit {
        channel.close()
        for other in others { other.close() }
        loop.shutDown()
    }

    /// One more connection, of the service of this name.
    public func connect(as service: String) -> ChannelCore {
        var auth = Auth()
        auth.serviceName = service
        let other = ChannelCore(
            loop: loop, to: address, auth: auth, limits: .service, random: .seeded(2))
        others.append(other)
        return other
    }

    /// A key never used before in this rig.
    public func newKey() -> IdempotencyKey {
        keys.next(wallMs: time.wallMs, random: &random)
    }

    /// Calls in the name of a person's device, or as the gateway itself, and waits for the answer;
    /// nil when none came in
    /// `turns` turns, or the disk failed.
    public func call<Q: Message, R: Message>(
        _ method: Method<Q, R>, _ request: Q, as actor: (person: UInt64, device: UInt64)? = nil,
        key: IdempotencyKey? = nil, over other: ChannelCore? = nil, turns most: Int = 400
    ) -> Result<R, RPCError>? {
        let call = begin(method, request, as: actor, key: key, over: other)
        turn(most) { call.result != nil || failure != nil }
        return call.result
    }

    /// Makes a call and does not wait.
    public func begin<Q: Message, R: Message>(
        _ method: Method<Q, R>, _ request: Q, as actor: (person: UInt64, device: UInt64)? = nil,
        key: IdempotencyKey? = nil, over other: ChannelCore? = nil
    ) -> RigCall<R> {
        var meta = ChannelCore.meta(method, key: method.needsKey ? key ?? newKey() : key)
        meta.actorPerson = actor?.person ?? 0
        meta.actorDevice = actor?.device ?? 0
        let call = RigCall<R>()
        call.id = (other ?? channel).call(
            meta, request, compress: method.compress, deadlineUs: .max, receiver: call)
        return call
    }

    /// Makes turns until `done`, at most so many. True when it is done.
    @discardableResult
    public func turn(_ most: Int = 400, until done: () -> Bool) -> Bool {
        for _ in 0..<most {
            if done() { return true }
            loop.turn(waitUs: 20_000)
        }
        return done()
    }

    /// Makes turns that do not wait.
    public func settle(_ count: Int = 10) {
        for _ in 0..<count { loop.turn(waitUs: 0) }
    }
}

/// One call of a rig: the reply of a unary one, the items of a stream. Loop-confined.
public final class RigCall<R: Message>: CallReceiver {
    /// The reply or the failure, once it is there.
    public private(set) var result: Result<R, RPCError>?
    /// The items so far.
    public private(set) var items: [R] = []
    /// Whether a stream has ended.
    public private(set) var ended = false
    /// Names the call.
    public internal(set) var id: CallID?

    init() {}

    /// Keeps an item of a stream.
    public func callItem(_ item: RawItem, tag: Int) {
        if let decoded = try? item.decode(R.self) { items.append(decoded) }
        item.consumed()
    }

    /// Keeps how the call ended.
    public func callEnded(_ end: RawEnd, tag: Int) {
        ended = true
        do throws(RPCError) {
            result = .success(try end.decode(R.self))
        } catch {
            result = .failure(error)
        }
    }
}
