import Catalogue
import Contracts
import Host

/// One daily question a day for each person, over all their ties, so that several ties take turns.
///
/// Pure. Looks at when ties got their daily questions, never at what anybody did with one.
package struct Budget {
    let state: PromptState
    let nowMs: Int64
    let chooser: Chooser

    /// The budget as it stands at `nowMs`.
    package init(state: PromptState, nowMs: Int64, chooser: Chooser) {
        self.state = state
        self.nowMs = nowMs
        self.chooser = chooser
    }

    /// Whether a tie whose day begins now gets its question: nobody in it had one elsewhere within
    /// the last 23 hours, and no other tie of theirs has waited longer and can have one next.
    package func lets(_ tie: TieFact) -> Bool {
        guard isFree(tie, atMs: nowMs) else { return false }
        for other in neighbours(of: tie) where hasWaitedLonger(other, than: tie) {
            let nextMs = max(nowMs, state.nextTickMs(other.tieID) ?? nowMs)
            if isFree(other, atMs: nextMs) && hasSomething(other) { return false }
        }
        return true
    }

    /// The other ties of a tie's people.
    private func neighbours(of tie: TieFact) -> [TieFact] {
        tie.members.flatMap { member in
            state.facts.activeTies(of: member.personID).filter { $0.tieID != tie.tieID }
        }
    }

    private func isFree(_ tie: TieFact, atMs: Int64) -> Bool {
        neighbours(of: tie).allSatisfy { other in
            let lastMs = state.ties[other.tieID]?.lastDailyAtMs ?? 0
            return lastMs == 0 || lastMs &+ Limits.budgetMs <= atMs
        }
    }

    private func hasWaitedLonger(_ other: TieFact, than tie: TieFact) -> Bool {
        let theirs = state.ties[other.tieID]?.lastDailyAtMs ?? 0
        let mine = state.ties[tie.tieID]?.lastDailyAtMs ?? 0
        return (theirs, other.tieID) < (mine, tie.tieID)
    }

    private func hasSomething(_ tie: TieFact) -> Bool {
        let book = state.book(tie.tieID)
        return book.revealed.count < Limits.revealedPerTieMax
            && chooser.choose(for: tie, book, topRevealed: state.topRevealed(book)) != nil
    }
}
