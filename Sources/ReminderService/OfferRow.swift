import Contracts

/// Time together that one person of a tie offered to the others.
struct OfferRow: Sendable {
    /// One of those who must say yes.
    struct Member: Sendable {
        var person: UInt64
        var answer = OfferAnswer.none
        /// Their reminder of it, once all said yes.
        var reminder: UInt64 = 0
    }

    /// Where it stands, whatever the time is.
    enum Stand: UInt8, Sendable {
        case waiting
        case agreed
        case declined
        case ended
    }

    /// Who offers.
    let from: UInt64
    /// The reminder that each would get.
    let pattern: ReminderCreated
    /// Who must say yes; the offer is the yes of whoever makes it.
    private(set) var members: [Member]
    /// Where it stands.
    var stand = Stand.waiting

    /// An offer that was just made.
    init(_ event: OfferMade) {
        from = event.from
        pattern = event.pattern
        members = event.members.map { person in
            Member(person: person, answer: person == event.from ? .yes : .none)
        }
    }

    var id: UInt64 { pattern.offerID }
    var tie: UInt64 { pattern.tieID }
    var recurs: Bool { pattern.frequency != .once }

    /// Whether its one time lies in the past.
    func hasPassed(atMs: Int64) -> Bool { !recurs && pattern.firstMs < atMs }

    /// A person's answer and reminder; nil for somebody else.
    func member(_ person: UInt64) -> Member? { members.first { $0.person == person } }

    /// Whether a yes of this person would be the last.
    func isLast(_ person: UInt64) -> Bool {
        members.allSatisfy { $0.person == person || $0.answer == .yes }
    }

    /// Takes an answer.
    mutating func answer(_ person: UInt64, yes: Bool) {
        guard stand == .waiting, let place = place(of: person) else { return }
        members[place].answer = yes ? .yes : .no
        if !yes {
            stand = .declined
        } else if isLast(person) {
            stand = .agreed
        }
    }

    /// Notes by which reminder it rings for somebody.
    mutating func rings(for person: UInt64, by reminder: UInt64) {
        if let place = place(of: person) { members[place].reminder = reminder }
    }

    private func place(of person: UInt64) -> Int? {
        members.firstIndex { $0.person == person }
    }
}
