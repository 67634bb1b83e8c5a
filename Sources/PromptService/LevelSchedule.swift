import Contracts

/// Whose turn each level has among the questions of a tie, before anybody's ceiling cuts it.
///
/// Value of nothing. Twenty questions are a round: six of level 1, six of 2, five of 3, and three
/// that go to 4 or 5. The deep ones each stand behind one that is not, in different places, so no
/// round begins with one and never do two follow each other. It depends on the seed and the tie and
/// on nothing that anybody did.
package enum LevelSchedule {
    /// Questions of one round.
    package static let round: UInt32 = 20
    private static let shallow: [Int32] = [
        1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3,
    ]
    private static let deep: [Int32] = [4, 4, 5]

    /// The level whose turn it is at a tie's question number `draw`, from 0. The first is of level 2.
    package static func level(seed: UInt64, tie: UInt64, draw: UInt32) -> Int32 {
        levels(seed: seed, tie: tie, round: draw / round)[Int(draw % round)]
    }

    private static func levels(seed: UInt64, tie: UInt64, round: UInt32) -> [Int32] {
        func shuffled<Element>(_ items: [Element], _ purpose: UInt64) -> [Element] {
            var items = items
            for last in stride(from: items.count - 1, to: 0, by: -1) {
                let hash = ChoiceHash(seed, tie, UInt64(round), purpose, UInt64(last))
                items.swapAt(last, Int(hash.value % UInt64(last + 1)))
            }
            return items
        }
        var calm = shuffled(shallow, 1)
        if round == 0, let two = calm.firstIndex(of: 2) { calm.swapAt(0, two) }
        let behind = shuffled(Array(calm.indices), 2).prefix(deep.count)
        var left = shuffled(deep, 3)
        var levels: [Int32] = []
        for place in calm.indices {
            levels.append(calm[place])
            if behind.contains(place), let level = left.popLast() { levels.append(level) }
        }
        return levels
    }
}
