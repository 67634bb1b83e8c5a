import Catalogue
import Contracts
import Host

/// Chooses the next question of a tie. Pure: the same tie, memory, seed and catalogue give the same
/// question on every machine.
///
/// It says why it chose, in rules that hold whatever anybody's ceiling is. `turnOfLevel` is not among
/// them: said for some and missing for others, it would tell when a ceiling had cut the turn.
package struct Chooser {
    let catalogue: Catalogue
    let seed: UInt64

    /// A chooser among these prompts.
    package init(catalogue: Catalogue, seed: UInt64) {
        self.catalogue = catalogue
        self.seed = seed
    }

    /// What was chosen.
    package struct Choice {
        package let prompt: Prompt
        /// Whether it is asked in its gentler words.
        package let isHalf: Bool
        /// The level at which it is asked.
        package let level: Int32
        /// Why.
        package let rules: [WhyRule]

        /// The words.
        package var text: String { isHalf ? prompt.half ?? prompt.text : prompt.text }
    }

    private struct Candidate {
        let prompt: Prompt
        let isHalf: Bool
        /// When it was last asked; nil for never.
        let lastDraw: UInt32?
        let hash: UInt64

        /// Never asked goes before asked, the longest ago before the rest, then the hash decides.
        func precedes(_ other: Candidate) -> Bool {
            switch (lastDraw, other.lastDraw) {
            case (nil, nil): hash < other.hash
            case (nil, _?): true
            case (_?, nil): false
            case (let mine?, let theirs?): (mine, hash) < (theirs, other.hash)
            }
        }
    }

    /// The next question of a tie, or nil when its people have opened nothing that there is.
    /// `topRevealed` is the highest level among the last three questions that all answered.
    package func choose(for tie: TieFact, _ book: TieBook, topRevealed: Int32?) -> Choice? {
        let turn = LevelSchedule.level(seed: seed, tie: tie.tieID, draw: book.draws)
        let highest = min(turn, topRevealed.map { $0 &+ 1 } ?? 2)
        for level in stride(from: highest, through: 1, by: -1) {
            if let best = best(at: level, for: tie, book) {
                return Choice(
                    prompt: best.prompt, isHalf: best.isHalf, level: level,
                    rules: rules(best, level, book, hasRevealed: topRevealed != nil))
            }
        }
        return nil
    }

    /// The best at a level: prompts of it, and those one deeper in their gentler words.
    private func best(at level: Int32, for tie: TieFact, _ book: TieBook) -> Candidate? {
        var best: Candidate?
        func look(_ prompt: Prompt, isHalf: Bool) {
            guard prompt.kinds.contains(tie.kind), tie.ceiling(for: prompt.topic) >= level else {
                return
            }
            var hash = ChoiceHash(seed, tie.tieID, UInt64(book.draws))
            hash.add(prompt.id)
            let candidate = Candidate(
                prompt: prompt, isHalf: isHalf, lastDraw: book.asked[prompt.id], hash: hash.value)
            if best.map({ candidate.precedes($0) }) ?? true { best = candidate }
        }
        for prompt in catalogue.prompts(level: level) { look(prompt, isHalf: false) }
        for prompt in catalogue.prompts(level: level &+ 1) where prompt.half != nil {
            look(prompt, isHalf: true)
        }
        return best
    }

    private func rules(
        _ best: Candidate, _ level: Int32, _ book: TieBook, hasRevealed: Bool
    ) -> [WhyRule] {
        var rules: [WhyRule] = [.levelFits, .kindFits]
        if hasRevealed { rules.append(.stepIsSmall) }
        rules.append(best.lastDraw == nil ? .notAskedBefore : .leastRecent)
        if book.lastLevel >= 4 && level < book.lastLevel { rules.append(.lighterAfterDeep) }
        if best.isHalf { rules.append(.gentlerWords) }
        return rules
    }
}
