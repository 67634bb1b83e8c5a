import Codec
import Contracts
import Host
import RPC
import Storage

/// The methods: who calls, whether what others opened is confirmed, and then a decision.
extension PromptHandlers {
    /// Methods that read; what was read is marked so.
    func answerLooks() {
        on(Questions.list) { (_, _, decide) throws(RPCError) in try decide().list() }
        on(Questions.show) { (request, _, decide) throws(RPCError) in try decide().show(request) }
        on(Questions.why) { (request, _, decide) throws(RPCError) in try decide().why(request) }
        on(Questions.read) { [unowned self] (request, _, decide) throws(RPCError) in
            let (reply, events) = try decide().read(request)
            try self.mark(events, mustKnow: false)
            return reply
        }
        on(Questions.returned) { (request, _, decide) throws(RPCError) in
            try decide().returned(request)
        }
        on(Questions.takeReturned) { [unowned self] (request, _, decide) throws(RPCError) in
            try self.mark(decide().takeReturned(request), mustKnow: true)
            return ReturnedTaken()
        }
        on(Shares.read) { [unowned self] (request, _, decide) throws(RPCError) in
            let (reply, events) = try decide().readShare(request)
            try self.mark(events, mustKnow: false)
            return reply
        }
    }

    /// Methods that are done once for each key.
    func answerWrites() {
        on(Questions.ask) { [unowned self] (request, call, decide) throws(RPCError) in
            try self.once(call, decide) { (decide) throws(RPCError) in
                guard let chooser = self.chooser else { throw Decide.unconfirmed }
                return try decide.ask(request, fresh: self.newID(), chooser: chooser)
            }
        }
        on(Questions.seal) { [unowned self] (request, call, decide) throws(RPCError) in
            try self.once(call, decide) { (decide) throws(RPCError) in try decide.seal(request) }
        }
        on(Questions.withdraw) { [unowned self] (request, call, decide) throws(RPCError) in
            try self.once(call, decide, urgency: .essential) { (decide) throws(RPCError) in
                try decide.withdraw(request)
            }
        }
        on(Questions.pass) { [unowned self] (request, call, decide) throws(RPCError) in
            try self.once(call, decide, urgency: .essential) { (decide) throws(RPCError) in
                try decide.pass(request)
            }
        }
        on(Shares.send) { [unowned self] (request, call, decide) throws(RPCError) in
            func sent(_ id: UInt64) -> ShareSent {
                var sent = ShareSent()
                sent.id = id
                return sent
            }
            return try self.host.once(
                call,
                decide: { () throws(RPCError) in
                    let decided = try decide().send(request, fresh: self.newID())
                    self.record(decided.events)
                    return (decided.id, sent(decided.id))
                },
                again: { sent($0) })
        }
    }

    /// Answers a method for a person, as soon as it is clear whether what others opened is confirmed.
    /// The handler makes its `Decide` when it needs one, so that none is kept while events are
    /// applied.
    private func on<Q: Message, R: Message>(
        _ method: Method<Q, R>,
        _ handler: @escaping (Q, CallContext, () throws(RPCError) -> Decide) throws(RPCError) -> R
    ) {
        host.router.onLater(method) { [unowned self] (request, call, reply) in
            self.gate.confirm(call) { [unowned self] isConfirmed in
                guard reply.isWanted else {
                    reply.fail(RPCError(.cancelled, "nobody waits"))
                    return
                }
                self.catchUp()
                do throws(RPCError) {
                    let (person, _) = try self.host.state.facts.speaker(of: call)
                    reply.send(
                        try handler(request, call) { () throws(RPCError) in
                            self.decide(person, isConfirmed: isConfirmed)
                        })
                } catch {
                    reply.fail(error)
                }
            }
        }
    }

    /// Decides and records a keyed call once; the reply shows the question as it stands.
    private func once(
        _ call: CallContext, _ decide: () throws(RPCError) -> Decide, urgency: Urgency = .normal,
        _ decision: (Decide) throws(RPCError) -> Decide.Decision
    ) throws(RPCError) -> Question {
        try host.once(
            call, urgency: urgency,
            decide: { () throws(RPCError) in
                let decided = try decision(try decide())
                record(decided.events)
                return (decided.id, try decide().view(decided.id))
            },
            again: { (id) throws(RPCError) in try decide().view(id) })
    }

    /// Records that something was read or taken. When the disk takes nothing, what need not be known
    /// is left unrecorded: it is listed as unread again.
    private func mark(_ events: [any PromptEvent], mustKnow: Bool) throws(RPCError) {
        guard !events.isEmpty else { return }
        do throws(RPCError) {
            try host.requireRoom(urgency: .essential)
        } catch {
            if mustKnow { throw error }
            return
        }
        record(events)
    }
}
