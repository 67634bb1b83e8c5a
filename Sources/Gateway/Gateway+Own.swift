import Codec
import Contracts
import Host
import RPC

extension Gateway {
    /// Registers what the gateway answers itself: health of all, the day, reflection, the manual clock.
    func answerOwnMethods() {
        router.onLater(Door.health) { [unowned self] (_, _, reply) in self.health(reply) }
        router.onLater(Today.get) { [unowned self] (_, call, reply) in self.today(call, reply) }
        router.on(Door.list) { [unowned self] (_, call) in
            var list = MethodList()
            list.names = self.methods(for: call.caller).map(\.name)
            return list
        }
        router.on(Door.describe) { [unowned self] (request, call) throws(RPCError) in
            try self.describe(request.name, for: call.caller)
        }
        if let wall {
            router.onLater(Admin.advanceClock) { [unowned self] (request, _, reply) in
                self.advance(wall, toMs: request.toMs, reply)
            }
        }
    }

    private func describe(_ name: String, for caller: Caller) throws(RPCError) -> MethodDescription
    {
        guard let info = methods(for: caller).first(where: { $0.name == name }) else {
            throw .refused(.notFound, .notThere, field: "name")
        }
        var description = MethodDescription()
        description.name = info.name
        let service = String(name.prefix { $0 != "/" })
        let file = ProtoFile(package: "tend.v1", services: [(service, [info])])
        description.proto = file.text
        description.exampleJSON = file.schema.exampleJSON(of: info.requestType)
        return description
    }

    /// Asks every service at once; one that does not answer in time is told as unreachable.
    private func health(_ reply: Reply<HealthReport>) {
        var own = PartHealth()
        own.part = "gateway"
        own.serving = .serving
        own.version = Version.text
        let gathered = Gathered(count: backends.count)
        for (place, backend) in backends.enumerated() {
            backend.channel.call(Health.check, HealthRequest(), timeoutUs: Limits.healthUs) {
                result in
                var part = PartHealth()
                if case .success(let found) = result { part = found }
                part.part = backend.part
                guard gathered.put(part, at: place) else { return }
                var report = HealthReport()
                report.parts = [own] + gathered.parts
                reply.send(report)
            }
        }
    }

    /// Moves the clock's file, tells every service, and answers when each has delivered.
    private func advance(_ wall: ManualWall, toMs: Int64, _ reply: Reply<ClockTime>) {
        do {
            try wall.advance(toMs: toMs)
        } catch {
            reply.fail(.refused(.failedPrecondition, .clockBackwards, field: "to_ms"))
            return
        }
        var left = backends.count
        var failed: RPCError?
        for backend in backends {
            var request = AdvanceClock()
            request.toMs = toMs
            backend.channel.call(ManualClock.advanced, request, timeoutUs: Limits.advanceUs) {
                result in
                left -= 1
                if case .failure = result {
                    failed = .refused(.unavailable, .serviceDown, field: backend.part)
                }
                guard left == 0 else { return }
                if let failed {
                    reply.fail(failed)
                } else {
                    var time = ClockTime()
                    time.nowMs = wall.wallMs
                    reply.send(time)
                }
            }
        }
    }
}

/// Answers gathered from several services. Loop-confined; lives until the last one is in.
private final class Gathered {
    private(set) var parts: [PartHealth]
    private var left: Int

    init(count: Int) {
        parts = Array(repeating: PartHealth(), count: count)
        left = count
    }

    /// Puts one in its place; true when it was the last.
    func put(_ part: PartHealth, at place: Int) -> Bool {
        parts[place] = part
        left -= 1
        return left == 0
    }
}
