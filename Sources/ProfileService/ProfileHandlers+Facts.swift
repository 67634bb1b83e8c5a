import Codec
import Contracts
import Host
import RPC

extension ProfileHandlers {
    func answerFacts() {
        host.router.onStream(Facts.follow) { [unowned self] (request, call, sink) in
            let isGateway = call.caller == .service(name: "gateway")
            self.streams.add(sink, after: request.after, isGateway: isGateway)
        }
        host.router.on(Facts.renew) { [unowned self] (request, call) throws(RPCError) in
            try self.renew(request, call)
        }
    }

    func renew(_ request: RenewLease, _ call: CallContext) throws(RPCError) -> Lease {
        guard case .service(let name) = call.caller else {
            throw RPCError(.permissionDenied, "services only")
        }
        var lease = Lease()
        lease.newest = host.state.facts.newest
        guard request.through <= lease.newest else {
            throw RPCError(.failedPrecondition, "there are fewer facts than that")
        }
        guard let leaseMs = watch.renew(name, through: request.through) else {
            throw RPCError(.permissionDenied, "this service needs no lease")
        }
        lease.leaseMs = leaseMs
        return lease
    }

    /// Answers a call that may lower something: as soon as every service that acts on the facts has
    /// the number that `decide` gives, or has no lease any more. 0 waits for nothing.
    func answer<R: Message>(
        _ reply: Reply<R>, _ decide: () throws(RPCError) -> (message: R, number: UInt64)
    ) {
        do throws(RPCError) {
            let (message, number) = try decide()
            guard number != 0 else {
                reply.send(message)
                return
            }
            guard let waiting = watch.wait(for: number, { reply.send(message) }) else { return }
            reply.onCancel { [unowned watch] in
                watch.forget(waiting)
                reply.send(message)
            }
        } catch {
            reply.fail(error)
        }
    }
}
