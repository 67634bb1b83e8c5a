import Contracts
import RPC

/// A service's own durable copy of Profile's facts: ties, people, and devices that may no longer
/// speak.
///
/// Value, part of the service's state, changed by `FactHeard` only.
public struct FactCopy: Sendable {
    /// Up to where Profile was heard.
    public private(set) var mark = FactMark()
    /// Every tie, ended ones included.
    public private(set) var ties: [UInt64: TieFact] = [:]
    /// What is known of each person.
    public private(set) var people: [UInt64: PersonFact] = [:]
    private var tiesByPerson: [UInt64: [UInt64]] = [:]
    private var revokedDevices: Set<UInt64> = []

    /// A copy of nothing.
    public init() {}

    /// The newest number heard.
    public var number: UInt64 { mark.number }

    /// Takes a fact; one that is known already changes nothing.
    public mutating func hear(_ fact: Fact) {
        if fact.number > mark.number { mark = fact.mark }
        if fact.revokedDeviceID != 0 { revokedDevices.insert(fact.revokedDeviceID) }
        if let person = fact.person, person.personID != 0 { people[person.personID] = person }
        guard let tie = fact.tie, tie.tieID != 0 else { return }
        if ties[tie.tieID] == nil {
            for member in tie.members {
                tiesByPerson[member.personID, default: []].append(tie.tieID)
            }
        }
        ties[tie.tieID] = tie
    }

    /// Who makes a call: a person, from a device that may speak.
    public func speaker(
        of call: CallContext
    ) throws(RPCError) -> (person: UInt64, device: UInt64) {
        guard case .device(let person, let device) = call.caller else {
            throw RPCError(.unauthenticated, "who are you")
        }
        guard !revokedDevices.contains(device) else {
            throw .refused(.unauthenticated, .deviceUnknown)
        }
        return (person, device)
    }

    /// A tie that stands and that this person is one of.
    public func activeTie(_ id: UInt64, of person: UInt64) -> TieFact? {
        guard let tie = ties[id], tie.state == .active, tie.member(person) != nil else {
            return nil
        }
        return tie
    }

    /// The ties of a person that stand, oldest first.
    public func activeTies(of person: UInt64) -> [TieFact] {
        (tiesByPerson[person] ?? []).compactMap { activeTie($0, of: person) }
    }
}

extension TieFact {
    /// A person of the tie, with their ceilings.
    public func member(_ person: UInt64) -> MemberFact? {
        members.first { $0.personID == person }
    }

    /// The highest level that all its people have opened for a topic; 0 when somebody closed it.
    public func ceiling(for topic: Topic) -> Int32 {
        members.map { $0.ceiling(for: topic) }.min() ?? 0
    }
}

extension MemberFact {
    /// How far this person goes in a topic; 0 for a topic that is not known.
    public func ceiling(for topic: Topic) -> Int32 {
        let place = Int(topic.rawValue)
        return ceilings.indices.contains(place) ? ceilings[place] : 0
    }
}
