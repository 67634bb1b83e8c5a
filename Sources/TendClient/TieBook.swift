import Contracts

/// The caller's ties, to find one by a person's name and to say who is in it.
package struct TieBook {
    /// The ties, as the server lists them.
    package let ties: [Tie]
    /// The catalogue.
    package let words: Words

    package init(_ ties: [Tie], words: Words) {
        self.ties = ties
        self.words = words
    }

    /// Ties that stand.
    package var active: [Tie] { ties.filter { $0.state == .active } }

    /// Longest name on a line, in columns.
    package static let nameColumns = 24

    /// A name, safe for a line.
    package static func name(_ name: String) -> String {
        let clean = Printable.line(name, width: 200)
        return Columns.cut(clean, to: nameColumns)
    }

    /// Who is in a tie beside the caller: `Ben`, `Ben and Cleo`; nil for a tie that is not known.
    package func names(_ tieID: UInt64) -> String? {
        ties.first { $0.id == tieID }.map(names)
    }

    /// Who is in a tie beside the caller.
    package func names(_ tie: Tie) -> String {
        words.list(tie.others.map { TieBook.name($0.name) })
    }

    /// The name of a person of a tie; nil for one who is not known, or is the caller.
    package func name(of personID: UInt64, in tieID: UInt64) -> String? {
        let tie = ties.first { $0.id == tieID }
        return tie?.others.first { $0.personID == personID }.map { TieBook.name($0.name) }
    }

    /// Whether a tie has more than two people.
    package func isGroup(_ tieID: UInt64) -> Bool {
        (ties.first { $0.id == tieID }?.others.count ?? 1) > 1
    }

    /// The tie that a word means: the start of a person's name, in any case, or the tie's id after
    /// `#`. Throws a usage failure that names those it could be.
    package func find(_ word: String) throws(Failure) -> Tie {
        if word.hasPrefix("#"), let id = UInt64(word.dropFirst()),
            let tie = ties.first(where: { $0.id == id })
        {
            return tie
        }
        let meant = TieBook.matches(word, in: active)
        // The whole name of somebody is never the start of somebody else's.
        if let ended = TieBook.whole(word, in: ties).first, ended.state == .ended,
            TieBook.whole(word, in: active).isEmpty
        {
            throw Failure(.refused, .tieEnded, ["names": names(ended)])
        }
        if meant.count == 1 { return meant[0] }
        // With Ben alone, or with Ben and Cleo: the smaller circle is meant.
        let pairs = meant.filter { $0.others.count == 1 }
        if pairs.count == 1 { return pairs[0] }
        let typed = Printable.line(word)
        if meant.isEmpty {
            if let ended = TieBook.matches(word, in: ties).first {
                throw Failure(.refused, .tieEnded, ["names": names(ended)])
            }
            let near = active.flatMap(\.others).map(\.name)
            if let nearest = Nearest.match(word, in: near) {
                throw Failure(
                    .usage, .nobodyNamedNear,
                    ["name": typed, "nearest": TieBook.name(nearest)])
            }
            throw nobody(typed)
        }
        let names = Set(meant.map(names)).sorted()
        guard names.count > 1 else {
            throw Failure(
                .usage, .nameTwice,
                ["names": names.joined(), "ids": meant.map { "#\($0.id)" }.joined(separator: " ")])
        }
        throw Failure(
            .usage, .nameAmbiguous, ["name": typed, "names": names.joined(separator: ", ")])
    }

    /// The tie that a word means, or without one the only tie.
    package func find(optional word: String?) throws(Failure) -> Tie {
        if let word { return try find(word) }
        let active = active
        if active.count == 1 { return active[0] }
        if active.isEmpty { throw none }
        throw Failure(
            .usage, .nameMissing, ["names": active.map(names).joined(separator: ", ")])
    }

    /// There is no tie, or none any more.
    private var none: Failure { Failure(.refused, ties.isEmpty ? .tiesNone : .tiesNoneNow) }

    private func nobody(_ typed: String) -> Failure {
        if active.isEmpty { return none }
        return Failure(
            .usage, .nobodyNamed,
            ["name": typed, "names": active.map(names).joined(separator: ", ")])
    }

    /// Ties with somebody of that name.
    private static func whole(_ word: String, in ties: [Tie]) -> [Tie] {
        let typed = word.lowercased()
        return ties.filter { $0.others.contains { $0.name.lowercased() == typed } }
    }

    /// Ties with somebody of that name, else with somebody whose name begins so.
    private static func matches(_ word: String, in ties: [Tie]) -> [Tie] {
        let typed = word.lowercased()
        guard !typed.isEmpty else { return [] }
        let whole = whole(word, in: ties)
        if !whole.isEmpty { return whole }
        return ties.filter { $0.others.contains { $0.name.lowercased().hasPrefix(typed) } }
    }
}

// Ties in a verb.
extension Client {
    /// The caller's ties.
    func ties() async throws -> TieBook {
        TieBook(try await call(Ties.list, ListTies()).ties, words: words)
    }

    /// The caller's ties for names beside something else; none where Profile does not answer.
    func tiesForNames() async -> TieBook {
        if invocation.json { return TieBook([], words: words) }
        return TieBook(((try? await call(Ties.list, ListTies()))?.ties) ?? [], words: words)
    }
}
