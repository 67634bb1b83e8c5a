import Codec
import Contracts
import Host
import RPC
import Storage

// How a person's calls are answered.
extension ReminderHandlers {
    /// One call by a person.
    struct Asking {
        let call: CallContext
        let person: UInt64
        let device: UInt64
        /// Whether what others have said is certain to be so still.
        let isConfirmed: Bool
    }

    /// Answers a method of a person once it is known whether this service may act on what it has
    /// heard of others: mostly in place.
    func answer<Q: Message, R: Message>(
        _ method: Method<Q, R>, _ handler: @escaping (Q, Asking) throws(RPCError) -> R
    ) {
        host.router.onLater(method) { [unowned self] (request, call, reply) in
            if let isConfirmed = self.gate.verdict(call) {
                self.finish(reply, request, call, isConfirmed, handler)
                return
            }
            self.gate.confirm(call) { [unowned self] isConfirmed in
                // Whoever gave up, or was cut off, asks for nothing any more.
                guard reply.isWanted else {
                    reply.fail(RPCError(.cancelled, "the caller gave up"))
                    return
                }
                self.finish(reply, request, call, isConfirmed, handler)
            }
        }
    }

    private func finish<Q: Message, R: Message>(
        _ reply: Reply<R>, _ request: Q, _ call: CallContext, _ isConfirmed: Bool,
        _ handler: (Q, Asking) throws(RPCError) -> R
    ) {
        do throws(RPCError) {
            reply.send(try handler(request, try asking(call, isConfirmed)))
        } catch {
            reply.fail(error)
        }
    }

    /// Who asks; refused when that is nobody, or a device that may no longer speak.
    func asking(_ call: CallContext, _ isConfirmed: Bool) throws(RPCError) -> Asking {
        let (person, device) = try host.state.facts.speaker(of: call)
        return Asking(call: call, person: person, device: device, isConfirmed: isConfirmed)
    }

    func decide(_ asking: Asking) -> Decide {
        Decide(
            book: host.state, person: asking.person, nowMs: host.nowMs, zones: zones,
            isConfirmed: asking.isConfirmed)
    }

    func answerReads() {
        answer(Reminders.list) { [unowned self] (request, asking) throws(RPCError) in
            try self.decide(asking).list(request)
        }
        answer(Reminders.show) { [unowned self] (request, asking) throws(RPCError) in
            try self.view(request.id, asking)
        }
        answer(Reminders.audit) { [unowned self] (request, asking) throws(RPCError) in
            self.host.state.audit(try self.row(request.id, asking))
        }
    }

    func answerWrites() {
        answer(Reminders.create) { [unowned self] (request, asking) throws(RPCError) in
            try self.once(asking) { (decide) throws(RPCError) in
                try decide.create(request, random: &self.random)
            }
        }
        answer(Reminders.snooze) { [unowned self] (request, asking) throws(RPCError) in
            try self.once(asking) { (decide) throws(RPCError) in try decide.snooze(request) }
        }
        answer(Reminders.done) { [unowned self] (request, asking) throws(RPCError) in
            try self.once(asking, urgency: .essential) { (decide) throws(RPCError) in
                try decide.settle(request.occurrence, isDone: true)
            }
        }
        answer(Reminders.skip) { [unowned self] (request, asking) throws(RPCError) in
            try self.once(asking, urgency: .essential) { (decide) throws(RPCError) in
                try decide.settle(request.occurrence, isDone: false)
            }
        }
        answer(Reminders.cancel) { [unowned self] (request, asking) throws(RPCError) in
            try self.once(asking, urgency: .essential) { (decide) throws(RPCError) in
                try decide.cancel(request)
            }
        }
        answer(Reminders.shown) { [unowned self] (request, asking) throws(RPCError) in
            let events = self.decide(asking).shown(request)
            if !events.isEmpty {
                try self.host.requireRoom(
                    records: events.count, bytes: events.reduce(0) { $0 + $1.encodedSize },
                    urgency: .essential)
                self.record(events)
            }
            return ShownReported()
        }
    }

    /// Decides and records a keyed call once; the reply shows the reminder as it stands.
    private func once(
        _ asking: Asking, urgency: Urgency = .normal,
        _ decision: (Decide) throws(RPCError) -> Decide.Decision
    ) throws(RPCError) -> Reminder {
        try host.once(
            asking.call, urgency: urgency,
            decide: { () throws(RPCError) in
                let decided = try decision(decide(asking))
                record(decided.events)
                return (decided.id, try view(decided.id, asking))
            },
            again: { (id) throws(RPCError) in try view(id, asking) })
    }

    private func view(_ id: UInt64, _ asking: Asking) throws(RPCError) -> Reminder {
        host.state.view(try row(id, asking), nowMs: host.nowMs, zones: zones)
    }

    /// The caller's reminder, ended ones included.
    private func row(_ id: UInt64, _ asking: Asking) throws(RPCError) -> UInt32 {
        guard let row = host.state.row(of: id, person: asking.person) else {
            throw Decide.notThere
        }
        guard decide(asking).mayTell(row) else { throw Decide.unconfirmed }
        return row
    }
}
