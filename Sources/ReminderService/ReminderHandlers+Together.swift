import Codec
import Contracts
import Host
import RPC
import Storage

// Time together.
extension ReminderHandlers {
    func answerTogether() {
        answer(Together.offer) { [unowned self] (request, asking) throws(RPCError) in
            try self.once(asking) { (decide) throws(RPCError) in
                try decide.offer(request, random: &self.random)
            }
        }
        answer(Together.answer) { [unowned self] (request, asking) throws(RPCError) in
            try self.once(asking) { (decide) throws(RPCError) in
                try decide.answer(request, random: &self.random)
            }
        }
        answer(Together.end) { [unowned self] (request, asking) throws(RPCError) in
            try self.once(asking, urgency: .essential) { (decide) throws(RPCError) in
                try decide.end(request)
            }
        }
        answer(Together.list) { [unowned self] (_, asking) throws(RPCError) in
            let decide = self.decide(asking)
            try decide.requireConfirmed()
            return decide.offers()
        }
        answer(Together.suggest) { [unowned self] (request, _) throws(RPCError) in
            try Suggestion.ideas(request, from: self.ideas, random: &self.random)
        }
    }

    /// Decides and records a keyed call once; the reply shows the offer as it stands for the caller.
    private func once(
        _ asking: Asking, urgency: Urgency = .normal,
        _ decision: (Decide) throws(RPCError) -> Decide.Decision
    ) throws(RPCError) -> TimeOffer {
        try host.once(
            asking.call, urgency: urgency,
            decide: { () throws(RPCError) in
                let decided = try decision(decide(asking))
                // With what the key takes.
                try host.requireRoom(
                    records: decided.events.count + 1,
                    bytes: decided.events.reduce(Limits.keyBytesMax) { $0 + $1.encodedSize },
                    urgency: urgency)
                record(decided.events)
                return (decided.id, try decide(asking).view(offer: decided.id))
            },
            again: { (id) throws(RPCError) in try decide(asking).view(offer: id) })
    }
}
