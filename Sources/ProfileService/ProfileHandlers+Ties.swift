import Codec
import Contracts
import Host
import RPC
import Storage

extension ProfileHandlers {
    func answerTies() {
        let router = host.router
        router.on(Ties.list) { [unowned self] (_, call) throws(RPCError) in
            let (person, _) = try self.device(call)
            return self.list(of: person)
        }
        router.onLater(Ties.setCeiling) { [unowned self] (request, call, reply) in
            self.answer(reply) { () throws(RPCError) in try self.setCeiling(request, call) }
        }
        router.onLater(Ties.leave) { [unowned self] (request, call, reply) in
            self.answer(reply) { () throws(RPCError) in try self.leave(request, call) }
        }
    }

    private func list(of person: UInt64) -> TieList {
        let all = (host.state.tiesOf[person] ?? []).map { describe(tie: $0, for: person) }
        var list = TieList()
        list.ties = all.filter { $0.state == .active } + all.filter { $0.state == .ended }
        return list
    }

    /// A tie as one of its people sees it.
    private func describe(tie id: UInt64, for person: UInt64) -> Tie {
        var tie = Tie()
        guard let row = host.state.ties[id] else { return tie }
        tie.id = id
        tie.kind = row.kind
        tie.state = row.isEnded ? .ended : .active
        tie.sinceMs = row.sinceMs
        for member in row.members {
            if member.person == person {
                if !row.isEnded { tie.ceilings = Ceilings.shown(member.ceilings) }
                continue
            }
            var other = TieMember()
            other.personID = member.person
            other.name =
                row.isEnded ? member.lastName : host.state.people[member.person]?.name ?? ""
            tie.others.append(other)
        }
        return tie
    }

    private func setCeiling(
        _ request: SetCeiling, _ call: CallContext
    ) throws(RPCError) -> (message: Tie, number: UInt64) {
        let (person, _) = try device(call)
        guard let topic = request.topicNumber.known else {
            throw .refused(.invalidArgument, .fieldInvalid, field: "topic")
        }
        let lowest: Int32 = topic == .any ? 1 : 0
        guard (lowest...Contracts.Limits.levelMax).contains(request.level) else {
            throw .refused(
                .invalidArgument, .levelOutOfRange, field: "level",
                limit: Int64(Contracts.Limits.levelMax))
        }
        return try host.once(
            call, urgency: .essential,
            decide: { () throws(RPCError) in
                guard let row = host.state.activeTie(request.tieID, of: person),
                    let place = row.place(of: person)
                else { throw .refused(.notFound, .notThere) }
                var event = CeilingsSet()
                event.tieID = request.tieID
                event.personID = person
                event.ceilings = Ceilings.after(
                    row.members[place].ceilings, topic, request.level)
                if event.ceilings != row.members[place].ceilings {
                    host.record(event)
                    streams.tell()
                }
                // What was lowered before may not have been answered; this answer tells of it too.
                let number = host.state.ties[request.tieID]?.loweredAt ?? 0
                return (number, (describe(tie: request.tieID, for: person), number))
            },
            again: { (number) throws(RPCError) in
                (describe(tie: request.tieID, for: person), number)
            })
    }

    private func leave(
        _ request: TieID, _ call: CallContext
    ) throws(RPCError) -> (message: Tie, number: UInt64) {
        let (person, _) = try device(call)
        return try host.once(
            call, urgency: .essential,
            decide: { () throws(RPCError) in
                guard host.state.activeTie(request.id, of: person) != nil else {
                    throw .refused(.notFound, .notThere)
                }
                var event = TieEnded()
                event.tieID = request.id
                host.record(event)
                streams.tell()
                let number = host.state.facts.number(of: .tie(request.id))
                return (number, (describe(tie: request.id, for: person), number))
            },
            again: { (number) throws(RPCError) in
                (describe(tie: request.id, for: person), number)
            })
    }
}
