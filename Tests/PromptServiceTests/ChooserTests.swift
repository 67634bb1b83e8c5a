import Catalogue
import Contracts
import Host
import PromptService
import TestSupport
import Testing

/// What is asked, and what it depends on.
@Suite struct ChooserTests {
    private let people: [UInt64] = [1, 2]

    private func fact(_ levels: [Int32], kind: TieKind = .friend, tie: UInt64 = 5) -> TieFact {
        tieFact(tie, people: people, levels: levels, sinceMs: 0, kind: kind)
    }

    /// Plays so many draws of a tie in which all is answered; what was chosen each time.
    private func draws(
        _ count: Int, _ chooser: Chooser, _ tie: TieFact, answered: Bool = true
    ) -> [Chooser.Choice] {
        var book = TieBook()
        var levels: [Int32] = []
        var choices: [Chooser.Choice] = []
        for _ in 0..<count {
            let top = answered ? levels.suffix(3).max() : nil
            guard let choice = chooser.choose(for: tie, book, topRevealed: top) else { break }
            book.asked[choice.prompt.id] = book.draws
            book.draws += 1
            book.lastLevel = choice.level
            levels.append(choice.level)
            choices.append(choice)
        }
        return choices
    }

    @Test(
        "T11: the same state, seed and day give the same questions, whatever order the files were in"
    )
    func determinism() {
        let catalogue = testCatalogue()
        let turned = Catalogue(prompts: catalogue.prompts.reversed())
        for seed in 0..<20 as Range<UInt64> {
            let one = draws(60, Chooser(catalogue: catalogue, seed: seed), fact([5, 5]))
            let two = draws(60, Chooser(catalogue: turned, seed: seed), fact([5, 5]))
            #expect(one.map(\.text) == two.map(\.text))
            #expect(one.map(\.rules) == two.map(\.rules))
        }
        let other = draws(60, Chooser(catalogue: catalogue, seed: 99), fact([5, 5]))
        let another = draws(60, Chooser(catalogue: catalogue, seed: 99), fact([5, 5], tie: 6))
        #expect(other.map(\.text) != another.map(\.text))
    }

    @Test(
        "T12: in a thousand days nothing is asked again before everything of its level was, and then what is longest ago",
        arguments: [[5, 5], [2, 5], [1, 1]] as [[Int32]])
    func noRepeat(levels: [Int32]) {
        let catalogue = testCatalogue(count: 4)
        let tie = fact(levels)
        let choices = draws(1_000, Chooser(catalogue: catalogue, seed: 3), tie)
        #expect(choices.count == 1_000)
        var last: [String: Int] = [:]
        for (day, choice) in choices.enumerated() {
            let eligible = catalogue.prompts.filter { prompt in
                let fits = prompt.level == choice.level
                return fits || (prompt.level == choice.level + 1 && prompt.half != nil)
            }
            let oldest = eligible.map { last[$0.id] ?? -1 }.min()
            #expect(last[choice.prompt.id] ?? -1 == oldest, "day \(day)")
            #expect(choice.rules.contains(oldest == -1 ? .notAskedBefore : .leastRecent))
            last[choice.prompt.id] = day
        }
    }

    @Test(
        "T13: the mix of turns is 30, 30, 25 and 15 percent, and never are two deep ones in a row")
    func mix() {
        for tie in 0..<50 as Range<UInt64> {
            let turns = (0..<200 as Range<UInt32>).map {
                LevelSchedule.level(seed: 7, tie: tie, draw: $0)
            }
            #expect(turns[0] == 2)
            #expect(turns.filter { $0 == 1 }.count == 60)
            #expect(turns.filter { $0 == 2 }.count == 60)
            #expect(turns.filter { $0 == 3 }.count == 50)
            #expect(turns.filter { $0 >= 4 }.count == 30)
            #expect(turns.contains(4) && turns.contains(5))
            for (one, next) in zip(turns, turns.dropFirst()) { #expect(one < 4 || next < 4) }
        }
    }

    @Test(
        "T13: what is served keeps the mix within five points for every kind, and a step up is small",
        arguments: TieKind.allCases)
    func servedMix(kind: TieKind) {
        var counts: [Int32: Int] = [:]
        let ties = 40
        for tie in 0..<UInt64(ties) {
            let chooser = Chooser(catalogue: testCatalogue(), seed: 11)
            let levels = draws(200, chooser, fact([5, 5], kind: kind, tie: tie)).map(\.level)
            for level in levels { counts[level, default: 0] += 1 }
            for at in levels.indices.dropFirst() {
                #expect(levels[at] < 4 || levels[at - 1] < 4)
                #expect(levels[at] <= (levels[max(0, at - 3)..<at].max() ?? 2) + 1)
            }
        }
        func percent(_ levels: ClosedRange<Int32>) -> Int {
            levels.reduce(0) { $0 + (counts[$1] ?? 0) } * 100 / (ties * 200)
        }
        #expect((25...35).contains(percent(1...1)))
        #expect((25...35).contains(percent(2...2)))
        #expect((20...30).contains(percent(3...3)))
        #expect((10...20).contains(percent(4...5)))
    }

    @Test("a tie that answers nothing is asked nothing above level 2")
    func slow() {
        let choices = draws(
            100, Chooser(catalogue: testCatalogue(), seed: 4), fact([5, 5]), answered: false)
        #expect(choices.allSatisfy { $0.level <= 2 })
        #expect(choices.allSatisfy { !$0.rules.contains(.stepIsSmall) })
    }

    @Test(
        "what a deeper question asks gently is asked one level lower, and counts as that question")
    func halves() throws {
        let deep = Prompt(
            id: "deep", level: 4, topic: .trust, kinds: [.friend], type: .written, text: "Deep?",
            half: "Gently?", options: [])
        let chooser = Chooser(catalogue: Catalogue(prompts: [deep]), seed: 1)
        var book = TieBook()
        // Nothing is known at level 2 or below, and at level 3 the gentle words are.
        #expect(chooser.choose(for: fact([3, 5]), book, topRevealed: 2) == nil)
        book.draws = try #require(
            (0..<20).first { LevelSchedule.level(seed: 1, tie: 5, draw: $0) >= 4 })
        let gentle = try #require(chooser.choose(for: fact([3, 5]), book, topRevealed: 5))
        #expect(gentle.text == "Gently?" && gentle.level == 3 && gentle.isHalf)
        #expect(gentle.rules.contains(.gentlerWords))
        book.asked["deep"] = 0
        let whole = try #require(chooser.choose(for: fact([5, 5]), book, topRevealed: 5))
        #expect(whole.text == "Deep?" && whole.rules.contains(.leastRecent))
    }

    @Test(
        "a kind that a question is not for, and touch that one of them has closed, are never asked")
    func kindsAndTouch() {
        func prompt(_ id: String, _ topic: Topic, _ kinds: Set<TieKind>) -> Prompt {
            Prompt(
                id: id, level: 1, topic: topic, kinds: kinds, type: .written, text: "\(id)?",
                half: nil, options: [])
        }
        let chooser = Chooser(
            catalogue: Catalogue(prompts: [
                prompt("touch", .physical, [.partner]), prompt("family", .play, [.family]),
            ]), seed: 1)
        let book = TieBook()
        #expect(chooser.choose(for: fact([5, 5]), book, topRevealed: nil) == nil)
        #expect(chooser.choose(for: fact([5, 5], kind: .partner), book, topRevealed: nil) == nil)
        var open = fact([5, 5], kind: .partner)
        open.members[0].ceilings[Int(Topic.physical.rawValue)] = 3
        #expect(chooser.choose(for: open, book, topRevealed: nil) == nil)
        open.members[1].ceilings[Int(Topic.physical.rawValue)] = 1
        #expect(chooser.choose(for: open, book, topRevealed: nil)?.prompt.id == "touch")
        open.members[1].ceilings = []
        #expect(chooser.choose(for: open, book, topRevealed: nil) == nil)
    }

    @Test("the reasons of a choice are the same whatever ceiling cut it")
    func reasonsNameNobody() {
        let chooser = Chooser(catalogue: testCatalogue(), seed: 5)
        let cut = draws(40, chooser, fact([2, 5]))
        for (at, choice) in cut.enumerated() {
            let known: Set<WhyRule> = [
                .levelFits, .kindFits, .stepIsSmall, .notAskedBefore, .leastRecent,
                .gentlerWords, .lighterAfterDeep,
            ]
            #expect(Set(choice.rules).isSubset(of: known), "draw \(at)")
            #expect(choice.rules.contains(.levelFits) && choice.rules.contains(.kindFits))
        }
    }
}
