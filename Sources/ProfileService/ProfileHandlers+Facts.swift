import Codec
import Contracts
import Host
import RPC
import Storage

extension ProfileHandlers {
    func answerFacts() {
        host.router.onStream(Facts.follow) {
            [unowned self] (request, call, sink) throws(RPCError) in
            try self.beginTerm()
            try self.check(FactMark(number: request.after, term: request.term))
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
        try beginTerm()
        try check(FactMark(number: request.through, term: request.term))
        var lease = Lease()
        lease.newest = host.state.facts.newest
        guard let leaseMs = watch.renew(name, through: request.through) else {
            throw RPCError(.permissionDenied, "this service needs no lease")
        }
        lease.leaseMs = leaseMs
        return lease
    }

    /// Begins a term of this process, once; called before anything that a fact tells of. A copy of the folder that another process goes on from has
    /// other terms from there on, however the numbers fall.
    func beginTerm() throws(RPCError) {
        guard !hasBegunTerm else { return }
        var event = TermBegan()
        event.term = host.newID { !host.state.facts.hasTerm($0) }
        try host.requireRoom(records: 1, bytes: event.encodedSize, urgency: .essential)
        host.record(event)
        hasBegunTerm = true
    }

    private func check(_ mark: FactMark) throws(RPCError) {
        guard host.state.facts.knows(mark) else {
            throw RPCError(.failedPrecondition, "what you have heard was never said here")
        }
    }

    /// Answers a call that may lower something: as soon as every service that acts on the facts has
    /// the number that `decide` gives, or has no lease any more. 0 waits for nothing.
    func answer<R: Message>(
        _ reply: Reply<R>, _ decide: () throws(RPCError) -> (message: R, number: UInt64)
    ) {
        do throws(RPCError) {
            try beginTerm()
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
