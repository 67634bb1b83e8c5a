import Catalogue
import Contracts
import Host

/// What follows from a fact, from the time, and from a lease that is back. Pure, like `Decide`, but
/// on nobody's request.
package struct Consequences {
    let state: PromptState
    let nowMs: Int64

    /// What follows at `nowMs`.
    package init(state: PromptState, nowMs: Int64) {
        self.state = state
        self.nowMs = nowMs
    }

    /// The most events that a fact about a tie has.
    package func countMax(ofTie tie: UInt64) -> Int {
        state.book(tie).open.count + unsettled(of: tie).count + Contracts.Limits.tieMembersMax + 1
    }

    /// What a tie's newest fact, which the state has heard, comes to: questions above what all have
    /// opened close, and so do reveals that are not yet settled; shares are held or, where
    /// `isConfirmed`, arrive.
    package func ofTie(_ id: UInt64, isConfirmed: Bool) -> [any PromptEvent] {
        guard let tie = state.facts.ties[id] else { return [] }
        let book = state.book(id)
        var events: [any PromptEvent] = []
        for id in book.open + unsettled(of: id) {
            guard let question = state.questions[id] else { continue }
            if tie.state != .active || question.level > tie.ceiling(for: question.topic) {
                events.append(ended(id))
            }
        }
        if tie.state != .active {
            var closed = TieClosed()
            closed.tieID = id
            events.append(closed)
        } else {
            events += shares(of: tie, delivers: isConfirmed)
        }
        return events
    }

    /// Looks again at the shares of a tie that are not read.
    package func shares(of tie: TieFact, delivers: Bool) -> [any PromptEvent] {
        guard !state.book(tie.tieID).unreadShares.isEmpty else { return [] }
        return tie.members.map { member in
            var looked = SharesLooked()
            looked.tieID = tie.tieID
            looked.person = member.personID
            looked.ceiling = member.ceiling(for: .any)
            looked.delivers = delivers
            looked.atMs = nowMs
            return looked
        }
    }

    /// Whether something shared in a tie is held though it is welcome.
    package func hasWelcomeHeld(_ tie: TieFact) -> Bool {
        state.book(tie.tieID).unreadShares.contains { id in
            guard let share = state.shares[id] else { return false }
            return share.receivers.contains { receiver in
                receiver.course == .held
                    && share.level <= tie.member(receiver.person)?.ceiling(for: .any) ?? 0
            }
        }
    }

    /// The end of a question whose time ran out; nil while it has not, or when it is closed.
    package func expiry(of id: UInt64) -> (any PromptEvent)? {
        guard let question = state.questions[id], question.state == .open,
            question.expiresAtMs <= nowMs
        else { return nil }
        return ended(id)
    }

    /// The reveal of a question that all have answered, or its end when somebody has lowered a
    /// ceiling; nil when it is not complete. To be called with a lease only.
    package func reveal(of id: UInt64) -> (any PromptEvent)? {
        guard let question = state.questions[id], question.state == .open, question.isComplete,
            let tie = state.facts.ties[question.tieID], tie.state == .active
        else { return nil }
        guard question.level <= tie.ceiling(for: question.topic), nowMs < question.expiresAtMs
        else { return ended(id) }
        var revealed = QuestionRevealed()
        revealed.questionID = id
        revealed.atMs = nowMs
        return revealed
    }

    /// What a tie's day that began brings: a question with the id `fresh`, or none; nil when no day
    /// began that was not looked at. Of several days only the newest counts. To be called with a
    /// lease only.
    package func tick(of id: UInt64, fresh: UInt64, chooser: Chooser) -> (any PromptEvent)? {
        guard let tie = state.facts.ties[id], tie.state == .active, nowMs >= tie.sinceMs else {
            return nil
        }
        let book = state.book(id)
        let day = (nowMs &- tie.sinceMs) / Limits.dayMs
        guard day > book.lastTick else { return nil }
        var skipped = TickSkipped()
        skipped.tieID = id
        skipped.tick = day
        let isFirst = book.lastDailyAtMs == 0 && book.draws == 0
        let budget = Budget(state: state, nowMs: nowMs, chooser: chooser)
        guard isFirst || budget.lets(tie), book.revealed.count < Limits.revealedPerTieMax,
            let choice = chooser.choose(for: tie, book, topRevealed: state.topRevealed(book))
        else { return skipped }
        var opened = QuestionOpened(choice, for: tie, book, id: fresh, atMs: nowMs)
        opened.dayNumber = day &+ 1
        opened.expiresAtMs = tie.sinceMs &+ (day &+ 1) &* Limits.dayMs
        return opened
    }

    private func ended(_ id: UInt64) -> QuestionEnded {
        var event = QuestionEnded()
        event.questionID = id
        event.atMs = nowMs
        return event
    }

    private func unsettled(of tie: UInt64) -> [UInt64] {
        state.unsettled.filter { state.questions[$0]?.tieID == tie }.sorted()
    }
}
