/// Everybody's offers of time together, by id and by tie.
///
/// Value, part of the book, changed by its events only.
struct OfferBook: Sendable {
    private var rows: [UInt64: OfferRow] = [:]
    /// Oldest first.
    private var idsByTie: [UInt64: [UInt64]] = [:]

    /// Every id there is, ascending.
    var ids: [UInt64] { rows.keys.sorted() }

    /// An offer by its id.
    subscript(id: UInt64) -> OfferRow? { rows[id] }

    /// The offers of a tie, oldest first, those that are over included.
    func of(tie: UInt64) -> [OfferRow] { (idsByTie[tie] ?? []).compactMap { rows[$0] } }

    /// Adds an offer. A second one of the same id changes nothing.
    mutating func add(_ row: OfferRow) {
        guard row.id != 0, rows[row.id] == nil else { return }
        rows[row.id] = row
        idsByTie[row.tie, default: []].append(row.id)
    }

    /// Takes somebody's answer.
    mutating func answer(_ id: UInt64, by person: UInt64, yes: Bool) {
        rows[id]?.answer(person, yes: yes)
    }

    /// Notes by which reminder an offer rings for somebody.
    mutating func rings(_ id: UInt64, for person: UInt64, by reminder: UInt64) {
        guard id != 0 else { return }
        rows[id]?.rings(for: person, by: reminder)
    }

    /// Ends an offer for all.
    mutating func end(_ id: UInt64) { rows[id]?.stand = .ended }

    /// Forgets all offers of a tie.
    mutating func forget(tie: UInt64) {
        for id in idsByTie.removeValue(forKey: tie) ?? [] { rows[id] = nil }
    }

    /// Forgets an offer.
    mutating func forget(_ row: OfferRow) {
        rows[row.id] = nil
        idsByTie[row.tie]?.removeAll { $0 == row.id }
    }
}
