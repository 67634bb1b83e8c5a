import Codec
import Contracts
import Host
import RPC
import Reactor
import Seams

/// The only door: finds out who calls, answers what is the gateway's own, and forwards the rest to
/// the service it belongs to, body untouched.
///
/// Loop-confined. It keeps no content and decides nothing about it; scoping is the services'.
public final class Gateway {
    /// Where the gateway's own methods are registered; also what its server answers by.
    public let router = Router()
    /// Decides who a connection is; give it to the server.
    public var authenticate: Server.Authenticate {
        { [doorkeeper] hello, _, answer in doorkeeper.authenticate(hello, answer) }
    }
    let backends: [Backend]
    let loop: Loop
    let time: TimeSource
    let wall: ManualWall?
    private let doorkeeper: Doorkeeper
    private var routes: [UInt32: Route] = [:]
    private var follower: FactFollower?
    private var onRevoked: (UInt64) -> Void = { _ in }

    struct Route {
        let backend: Backend
        let info: MethodInfo
    }

    /// A gateway to these services; the one named `profile` says who people are.
    public init(
        backends: [Backend], key: SetKey, loop: Loop, time: TimeSource, wall: ManualWall?
    ) {
        self.backends = backends
        self.loop = loop
        self.time = time
        self.wall = wall
        guard let profile = backends.first(where: { $0.part == "profile" }) else {
            preconditionFailure("a gateway needs Profile")
        }
        doorkeeper = Doorkeeper(profile: profile, key: key, loop: loop)
        for backend in backends {
            for service in backend.services {
                for method in service.methods {
                    precondition(routes[method.id] == nil, "two owners of \(method.name)")
                    routes[method.id] = Route(backend: backend, info: method)
                }
            }
        }
        router.refuseMalformed = RPCError.malformed
        answerOwnMethods()
        router.onUnknown = { [unowned self] call in self.forward(call) }
        follower = FactFollower(
            profile: profile, loop: loop,
            onRevoked: { [unowned self] device in
                self.doorkeeper.revoke(device: device)
                self.onRevoked(device)
            },
            onFenced: { [unowned self] part in self.fence(part) })
    }

    /// Connects to the services and keeps connected.
    public func start() {
        follower?.start()
        for backend in backends { backend.channel.connect() }
    }

    /// Drops the connection to a service that Profile no longer vouches for: what it decided before
    /// it heard of a fact must not get out once a reply has told of that fact.
    private func fence(_ part: String) {
        backends.first { $0.part == part }?.channel.reset()
    }

    /// Closes the connections that `server` has of a device, as soon as it is revoked. The fact of it
    /// comes before the reply; a device that revoked itself still gets that.
    public func closeRevoked(on server: Server) {
        onRevoked = { [unowned server] device in
            server.closeAll(
                where: { if case .device(_, device) = $0 { true } else { false } },
                sparing: Devices.revoke.id, graceUs: Limits.lastReplyUs)
        }
    }

    private func forward(_ call: RawCall) {
        guard let route = routes[call.method] else {
            call.refuse()
            return
        }
        guard Gateway.may(call.caller, route.info.exposure) else {
            if route.info.exposure == .person {
                call.fail(.unknownDevice)
            } else {
                call.refuse()
            }
            return
        }
        var meta = call.meta
        speak(for: call.caller, in: &meta)
        call.forward(
            over: route.backend.channel, meta: meta,
            isWatch: route.info.shape == .serverStream, explain: route.backend.explain)
    }

    /// Says in whose name a call to a service is made, and what they may have seen.
    func speak(for caller: Caller, in meta: inout Meta) {
        meta.actorPerson = 0
        meta.actorDevice = 0
        if case .device(let person, let device) = caller {
            meta.actorPerson = person
            meta.actorDevice = device
        }
        meta.newestFact = follower?.newest ?? 0
    }

    /// Whether a method of this exposure exists for the caller.
    static func may(_ caller: Caller, _ exposure: Exposure) -> Bool {
        switch (caller, exposure) {
        case (_, .open): true
        case (.device, .person): true
        case (.admin, .admin): true
        default: false
        }
    }

    /// The methods that exist for a caller, the gateway's own first.
    func methods(for caller: Caller) -> [MethodInfo] {
        (TendServices.gateway + backends.flatMap(\.services))
            .flatMap { $0.methods }
            .filter { info in
                if info.id == Admin.advanceClock.id && wall == nil { return false }
                return Gateway.may(caller, info.exposure)
            }
    }
}
