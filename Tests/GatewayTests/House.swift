import CivilTime
import Codec
import Contracts
import Gateway
import Host
import ProfileService
import RPC
import Reactor
import Seams
import Storage
import TestSupport
import Testing

/// A gateway with a real Profile behind it and nothing where Reminder should be, all on one loop
/// over loopback.
final class House {
    let time = HandTime()
    let loop: Loop
    let disk = SimulatedDisk()
    let gateway: Gateway
    let key: SetKey
    private let folder = TemporaryFolder()
    private let host: Host<ProfileState>
    private let handlers: ProfileHandlers
    private let profileServer: Server
    private let server: Server
    private let address: Address
    private var keys = KeyMaker()
    private var random = SeededRandom(seed: 3)

    init() throws {
        loop = try Loop(time: time.source)
        folder.write(String(repeating: "ab", count: 32), to: "key")
        let key = try SetKey(path: folder.path + "/key")
        self.key = key
        host = try Host(
            initial: ProfileState(), events: ProfileState.events,
            identity: StoreIdentity(service: 1), disk: disk, loop: loop, time: time.source,
            random: .seeded(1), log: Log(program: "test", write: { _ in }))
        handlers = ProfileHandlers(
            host: host, zones: ZoneDatabase { _ in TZifWriter(footer: "CET-1").bytes })
        host.router.on(Health.check) { (_, _) in
            var health = PartHealth()
            health.serving = .serving
            return health
        }
        profileServer = Server(
            loop: loop, router: host.router, gate: host.gate,
            authenticate: { hello, _, answer in
                answer(
                    key.matches(hello.auth?.setKey ?? [])
                        ? .success(.service(name: "gateway"))
                        : .failure(RPCError(.unauthenticated, "who are you")))
            })
        host.onSynced = { [profileServer] in profileServer.release() }
        gateway = Gateway(
            backends: [
                Backend(
                    part: "profile", services: TendServices.profile,
                    address: try profileServer.listen(.loopback(port: 0)), setKey: key.bytes,
                    loop: loop, random: .seeded(2)),
                Backend(
                    part: "reminder", services: TendServices.reminder,
                    address: try Address("127.0.0.1:1"), setKey: key.bytes, loop: loop,
                    random: .seeded(3)),
            ], key: key, loop: loop, time: time.source, wall: nil)
        server = Server(
            loop: loop, router: gateway.router, authenticate: gateway.authenticate)
        address = try server.listen(.loopback(port: 0))
        gateway.closeRevoked(on: server)
        gateway.start()
        // The services that would have to know what Profile decides are not there: the leases that
        // they may still have had are over.
        time.advance(ms: FactGate.leaseMs)
    }

    deinit { loop.shutDown() }

    /// A client that says this of itself.
    func client(_ auth: Auth?) -> ChannelCore {
        ChannelCore(loop: loop, to: address, auth: auth, random: .seeded(4))
    }

    /// The operator.
    func operatorClient() -> ChannelCore {
        var auth = Auth()
        auth.setKey = key.bytes
        return client(auth)
    }

    /// A device's HELLO.
    func device(_ id: UInt64, secret: UInt8) -> Auth {
        var auth = Auth()
        auth.deviceID = id
        auth.deviceSecret = [UInt8](repeating: secret, count: 32)
        return auth
    }

    /// Calls and waits.
    func call<Q: Message, R: Message>(
        _ channel: ChannelCore, _ method: Method<Q, R>, _ request: Q
    ) -> Result<R, RPCError>? {
        var result: Result<R, RPCError>?
        let key = method.needsKey ? keys.next(wallMs: time.wallMs, random: &random) : nil
        channel.call(method, request, timeoutUs: .max / 2, key: key) { result = $0 }
        for _ in 0..<500 where result == nil { loop.turn(waitUs: 20_000) }
        return result
    }

    /// Calls a method by number with an empty body and waits for the bytes of the end.
    func rawEnd(_ channel: ChannelCore, _ meta: Meta) -> [UInt8]? {
        let heard = Heard()
        _ = channel.callRaw(
            meta, body: UnsafeRawBufferPointer(start: nil, count: 0), isCompressed: false,
            deadlineUs: .max, receiver: heard)
        for _ in 0..<500 where heard.end == nil { loop.turn(waitUs: 20_000) }
        return heard.end
    }

    /// Makes Ana, and gives her device's HELLO.
    func ana() throws -> Auth {
        var code = CreateCode()
        code.code = "ANAC0DE111"
        _ = try #require(call(operatorClient(), Codes.create, code)).get()
        var request = Join()
        request.code = code.code
        request.name = "Ana"
        request.zone = "Europe/Berlin"
        request.deviceSecret = [UInt8](repeating: 5, count: 32)
        let joined = try #require(call(client(nil), Devices.join, request)).get()
        return device(joined.device.id, secret: 5)
    }
}

/// Every byte that comes back at the end of a raw call.
private final class Heard: CallReceiver {
    var end: [UInt8]?
    func callItem(_ item: RawItem, tag: Int) { item.consumed() }
    func callEnded(_ end: RawEnd, tag: Int) { self.end = [UInt8](end.meta) + [UInt8](end.body) }
}
