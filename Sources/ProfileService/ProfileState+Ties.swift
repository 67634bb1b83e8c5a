import Contracts

extension ProfileState {
    /// One person of a tie.
    struct MemberRow: Sendable {
        let person: UInt64
        /// The level for each topic by its number.
        var ceilings: [Int32]
        /// What they were called when the tie ended: what they change later is not the others'.
        var lastName = ""
    }

    /// What two or more people are to each other.
    struct TieRow: Sendable {
        let kind: TieKind
        /// In the order in which they said yes.
        var members: [MemberRow]
        let sinceMs: Int64
        var isEnded = false
        /// The number of the newest fact by which somebody lowered a ceiling; 0 for none.
        var loweredAt: UInt64 = 0

        /// Where a person stands among the members.
        func place(of person: UInt64) -> Int? { members.firstIndex { $0.person == person } }
    }

    /// A tie that stands and that this person is one of.
    func activeTie(_ id: UInt64, of person: UInt64) -> TieRow? {
        guard let row = ties[id], !row.isEnded, row.place(of: person) != nil else { return nil }
        return row
    }

    /// How many ties of a person stand.
    func activeTieCount(of person: UInt64) -> Int {
        (tiesOf[person] ?? []).count { activeTie($0, of: person) != nil }
    }

    /// Whether a tie of exactly these two stands.
    func areTied(_ one: UInt64, _ other: UInt64) -> Bool {
        (tiesOf[one] ?? []).contains { id in
            guard let row = activeTie(id, of: one) else { return false }
            return row.members.count == 2 && row.place(of: other) != nil
        }
    }

    /// Adds a tie to those a person sees. The oldest that ended makes room.
    mutating func show(tie id: UInt64, to person: UInt64) {
        var seen = tiesOf[person] ?? []
        if seen.count >= Contracts.Limits.tiesMax,
            let oldest = seen.firstIndex(where: { ties[$0]?.isEnded != false })
        {
            seen.remove(at: oldest)
        }
        tiesOf[person] = seen + [id]
    }
}

/// How far somebody goes: the level for each topic by its number.
enum Ceilings {
    /// Those of a new tie.
    static var first: [Int32] {
        var levels = [Int32](repeating: Limits.firstCeiling, count: Contracts.Limits.topicsMax)
        levels[Int(Topic.physical.rawValue)] = 0
        return levels
    }

    /// The levels after a wish. A wish for all leaves what is closed as it is, and `physical`.
    static func after(_ levels: [Int32], _ topic: Topic, _ level: Int32) -> [Int32] {
        var after = levels
        for each in Topic.allCases where after.indices.contains(Int(each.rawValue)) {
            let place = Int(each.rawValue)
            if each == topic {
                after[place] = level
            } else if topic == .any && each != .physical && after[place] != 0 {
                after[place] = level
            }
        }
        return after
    }

    /// As their owner sees them: `any` first, then the topics that differ from it, and `physical`
    /// once it is open.
    static func shown(_ levels: [Int32]) -> [TopicCeiling] {
        let all = levels.first ?? 0
        return Topic.allCases.compactMap { topic in
            let place = Int(topic.rawValue)
            guard levels.indices.contains(place) else { return nil }
            let isShown =
                switch topic {
                case .any: true
                case .physical: levels[place] > 0
                default: levels[place] != all
                }
            guard isShown else { return nil }
            var ceiling = TopicCeiling()
            ceiling.topic = topic
            ceiling.level = levels[place]
            return ceiling
        }
    }
}
