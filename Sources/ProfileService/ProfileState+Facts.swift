import Contracts

extension ProfileState {
    /// The first fact above a number, as it is now.
    func fact(after number: UInt64) -> Fact? {
        guard let (number, subject) = facts.first(after: number) else { return nil }
        var fact = Fact()
        fact.number = number
        fact.term = facts.mark(number).term
        switch subject {
        case .device(let id): fact.revokedDeviceID = id
        case .tie(let id): fact.tie = tieFact(id)
        case .person(let id): fact.person = personFact(id)
        }
        return fact
    }

    private func tieFact(_ id: UInt64) -> TieFact {
        var fact = TieFact()
        fact.tieID = id
        guard let row = ties[id] else { return fact }
        fact.kind = row.kind
        fact.state = row.isEnded ? .ended : .active
        fact.sinceMs = row.sinceMs
        fact.members = row.members.map { member in
            var fact = MemberFact()
            fact.personID = member.person
            fact.ceilings = member.ceilings
            return fact
        }
        return fact
    }

    private func personFact(_ id: UInt64) -> PersonFact {
        var fact = PersonFact()
        fact.personID = id
        guard let row = people[id] else { return fact }
        fact.zone = row.zone
        fact.quiet = row.quiet
        return fact
    }
}
