import Codec
import Contracts
import Glibc
import Host
import RPC
import Reactor
import Seams
import Storage

/// The serving ends of the measurements, each a verb of `tend-bench` and a process of its own.
///
/// Each takes a port of 127.0.0.1, 0 for a free one, says the port that it has in its first line,
/// and serves until it is ended.
public enum BenchServer {
    /// Runs the server of a verb. Returns the exit code when it cannot serve, nil for another verb.
    static func run(_ verb: String, _ words: [String]) -> Int32? {
        switch verb {
        case "peer-server": serve(words) { loop, port, _ in try echo(on: loop, port) }
        case "floor-server":
            serve(words) { loop, port, _ in
                let listener = try FloorEcho.serve(on: loop, port: port)
                return Serving(listener.address, keeps: [listener])
            }
        case "echo-backend": serve(words) { loop, port, _ in try backend(on: loop, port) }
        case "durable-server":
            serve(words) { loop, port, rest in
                guard let folder = rest.first else { throw Unusable.usage }
                return try durable(on: loop, port, folder: folder)
            }
        default: nil
        }
    }

    /// What listens, and what must live for as long as it does.
    public struct Serving {
        let address: Address
        let keeps: [AnyObject]

        /// Something that listens on `address`.
        public init(_ address: Address, keeps: [AnyObject]) {
            self.address = address
            self.keeps = keeps
        }
    }

    /// Why a server cannot serve.
    enum Unusable: Error {
        case usage
        case because(String)
    }

    /// Makes a loop, lets `start` listen on it, tells the port and runs. `words` are the port and
    /// what else `start` needs. Returns only when it cannot serve.
    public static func serve(
        _ words: [String], _ start: (Loop, UInt16, [String]) throws -> Serving
    ) -> Int32 {
        do {
            let loop = try Loop(time: .system)
            let rest = try Attachment.take(words, on: loop)
            guard let text = rest.first, let port = UInt16(text) else { throw Unusable.usage }
            let serving = try start(loop, port, Array(rest.dropFirst()))
            print(serving.address.port ?? 0)
            fflush(nil)
            withExtendedLifetime(serving) { loop.run() }
            return 0
        } catch {
            let sentence =
                switch error {
                case let error as ReactorError: error.sentence
                case let error as StorageError: error.sentence
                case let error as DiskError: error.sentence
                case Unusable.because(let text): text
                default: "wrong usage"
                }
            Log.toStderr("tend-bench: \(sentence)\n")
            return 1
        }
    }

    // MARK: Echo

    /// Echo for anybody.
    private static func echo(on loop: Loop, _ port: UInt16) throws(ReactorError) -> Serving {
        let server = Server(
            loop: loop, router: EchoServer.router(),
            authenticate: { _, _, answer in answer(.success(.anonymous)) })
        return Serving(try server.listen(.loopback(port: port)), keeps: [server])
    }

    /// Echo as a service behind a gateway, which also stands in for Profile: nobody is ever revoked.
    private static func backend(on loop: Loop, _ port: UInt16) throws(ReactorError) -> Serving {
        let router = EchoServer.router()
        router.onStream(Facts.follow) { _, _, _ in }
        let server = Server(
            loop: loop, router: router,
            authenticate: { _, _, answer in answer(.success(.service(name: "gateway"))) })
        return Serving(try server.listen(.loopback(port: port)), keeps: [server])
    }

    // MARK: Durable

    /// Echo that answers when what it got is durable, by the Host that every service has.
    private static func durable(
        on loop: Loop, _ port: UInt16, folder: String
    ) throws -> Serving {
        var events = EventTable<Written.State>()
        events.add(Written.self)
        let host = try Host(
            initial: Written.State(), events: events, identity: StoreIdentity(service: 255),
            disk: try KernelDisk(path: folder), loop: loop, time: .system, random: .system,
            log: Log(program: "tend-bench"))
        host.router.on(EchoService.unary) { (request, _) throws(RPCError) in
            try host.requireRoom(records: 1, bytes: request.payload.count + 64)
            var event = Written()
            event.payload = request.payload
            host.record(event)
            return request
        }
        let server = Server(
            loop: loop, router: host.router, gate: host.gate,
            authenticate: { _, _, answer in answer(.success(.anonymous)) })
        host.onSynced = { server.release() }
        host.onFailed = { error in
            Log.toStderr("tend-bench: \(error.sentence)\n")
            exit(70)
        }
        return Serving(try server.listen(.loopback(port: port)), keeps: [server, host])
    }
}

/// The one event of the durable measurement: bytes were written. The state only counts them.
struct Written: Event {
    /// How many there were.
    struct State {
        var count = 0
    }

    static let recordType: UInt8 = 16
    var payload: [UInt8] = []

    init() {}

    mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "payload", &payload, .content(max: 4096), seenBy: .owner)
    }

    func apply(to state: inout State) { state.count &+= 1 }
}
