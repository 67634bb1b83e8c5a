import Codec
import Contracts
import RPC
import Reactor
import Seams

/// Gives every seat of a load a device: the operator makes a code for each person, who joins with it
/// and makes codes for the others. One call after the other. Loop-confined.
final class Joining {
    /// Who asks for it.
    typealias Done = (Result<(watching: [LoadSeat], creating: [LoadSeat]), RPCError>) -> Void

    private let loop: Loop
    private let gateway: Address
    private let time: TimeSource
    private var random: RandomSource
    private var keys = KeyMaker()
    private let done: Done
    private let operatorChannel: ChannelCore
    private let anybody: ChannelCore
    /// The first device of the person whose further devices join now.
    private var personChannel: ChannelCore?
    private var watching: [LoadSeat]
    private var creating: [LoadSeat]
    private var nextWatching = 0
    private var nextCreating = 0

    init(
        _ options: LoadOptions, setKey: [UInt8], loop: Loop, time: TimeSource,
        random: RandomSource, done: @escaping Done
    ) {
        self.loop = loop
        self.time = time
        self.random = random
        self.done = done
        gateway = options.gateway
        (watching, creating) = LoadSeat.plan(options)
        var auth = Auth()
        auth.serviceName = "tend-load"
        auth.setKey = setKey
        operatorChannel = ChannelCore(loop: loop, to: gateway, auth: auth, random: random)
        anybody = ChannelCore(loop: loop, to: gateway, auth: nil, random: random)
    }

    /// Joins the next seat, until all have joined.
    func next() {
        if nextCreating < creating.count, creating[nextCreating].person < nextWatching {
            joinFurther()
        } else if nextWatching < watching.count {
            joinFirst()
        } else {
            finish(nil)
        }
    }

    /// The first device of a person, which watches.
    private func joinFirst() {
        let code = InviteCode.make(&random)
        create(Codes.create, code, on: operatorChannel) { [self] in
            join(code, named: "Load \(nextWatching)") { [self] auth in
                watching[nextWatching].auth = auth
                nextWatching += 1
                personChannel?.close()
                personChannel = ChannelCore(loop: loop, to: gateway, auth: auth, random: random)
                next()
            }
        }
    }

    /// One more device of that person, which creates.
    private func joinFurther() {
        guard let personChannel else { return }
        let code = InviteCode.make(&random)
        create(Devices.createCode, code, on: personChannel) { [self] in
            join(code, named: "") { [self] auth in
                creating[nextCreating].auth = auth
                nextCreating += 1
                next()
            }
        }
    }

    private func create(
        _ method: Method<CreateCode, CodeCreated>, _ code: String, on channel: ChannelCore,
        then: @escaping () -> Void
    ) {
        var request = CreateCode()
        request.code = code
        channel.call(method, request, key: key()) { [self] result in
            switch result {
            case .success: then()
            case .failure(let error): finish(error)
            }
        }
    }

    private func join(_ code: String, named name: String, then: @escaping (Auth) -> Void) {
        var request = Join()
        request.code = code
        request.name = name
        request.zone = "Europe/Berlin"
        request.deviceName = "tend-load"
        for _ in 0..<4 {
            let part = random.next()
            request.deviceSecret += (0..<8).map { UInt8(truncatingIfNeeded: part >> ($0 * 8)) }
        }
        let secret = request.deviceSecret
        anybody.call(Devices.join, request, key: key()) { [self] result in
            switch result {
            case .success(let joined):
                var auth = Auth()
                auth.deviceID = joined.device.id
                auth.deviceSecret = secret
                then(auth)
            case .failure(let error): finish(error)
            }
        }
    }

    private func key() -> IdempotencyKey {
        keys.next(wallMs: time.wallMs(), random: &random)
    }

    private func finish(_ error: RPCError?) {
        for channel in [operatorChannel, anybody, personChannel] { channel?.close() }
        if let error {
            done(.failure(error))
        } else {
            done(.success((watching, creating)))
        }
    }
}
