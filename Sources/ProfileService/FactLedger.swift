import Contracts

/// Which number the newest fact about each thing has, and which thing comes after a number.
///
/// Value, part of Profile's state. Only the newest fact about each thing counts, so numbers have
/// gaps. The order is an array in which earlier facts about the same thing lie dead until they are
/// more than half of it: adding is constant on average, finding what follows a number is a binary
/// search.
package struct FactLedger: Sendable {
    /// What a fact is about.
    package enum Subject: Hashable, Sendable {
        case device(UInt64)
        case tie(UInt64)
        case person(UInt64)
    }

    /// The number of the newest fact; 0 while there is none.
    package private(set) var newest: UInt64 = 0
    /// The terms in which numbers were given, oldest first, each with its first number.
    private var terms: [(first: UInt64, term: UInt64)] = []
    private var numbers: [Subject: UInt64] = [:]
    private var order: [(number: UInt64, subject: Subject)] = []

    /// A ledger of nothing.
    package init() {}

    /// How many entries lie in the order, dead ones included.
    package var orderCount: Int { order.count }

    /// Something about it changed: it has the next number.
    package mutating func note(_ subject: Subject) {
        newest += 1
        numbers[subject] = newest
        order.append((newest, subject))
        guard order.count > 2 * numbers.count + Limits.deadFactsMax else { return }
        order.removeAll { numbers[$0.subject] != $0.number }
    }

    /// The number of the newest fact about it; 0 when there is none.
    package func number(of subject: Subject) -> UInt64 { numbers[subject] ?? 0 }

    /// Numbers from now on are given in this term. One in which none was given is forgotten.
    package mutating func begin(term: UInt64) {
        if terms.last?.first == newest + 1 { terms.removeLast() }
        terms.append((newest + 1, term))
        if terms.count > Limits.termsMax { terms.removeFirst() }
    }

    /// Whether numbers were given in this term.
    package func hasTerm(_ term: UInt64) -> Bool { terms.contains { $0.term == term } }

    /// The mark of a number up to the newest.
    package func mark(_ number: UInt64) -> FactMark {
        FactMark(number: number, term: terms.last { $0.first <= number }?.term ?? 0)
    }

    /// Whether what was heard up to a mark is this history, as far as it goes; not so where either
    /// was put back from an older copy.
    package func knows(_ mark: FactMark) -> Bool {
        mark.number == 0 || mark.number <= newest && mark == self.mark(mark.number)
    }

    /// The first fact above a number.
    package func first(after number: UInt64) -> (number: UInt64, subject: Subject)? {
        var low = 0
        var high = order.count
        while low < high {
            let middle = (low + high) / 2
            if order[middle].number <= number { low = middle + 1 } else { high = middle }
        }
        return order[low...].first { numbers[$0.subject] == $0.number }
    }
}
