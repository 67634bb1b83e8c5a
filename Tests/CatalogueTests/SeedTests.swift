import Catalogue
import Contracts
import TestSupport
import Testing

/// The repository's own seeds.
@Suite struct SeedTests {
    private func seeds() throws -> Catalogue {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return try Catalogue.read(folder: parts.joined(separator: "/") + "/seeds")
    }

    @Test("our seeds keep every rule, and there are enough for every kind of tie at every level")
    func enough() throws {
        let catalogue = try seeds()
        #expect(catalogue.prompts.count >= 120)
        for kind in TieKind.allCases {
            for level in 1...Contracts.Limits.levelMax {
                let fitting = catalogue.prompts(level: level).filter { $0.kinds.contains(kind) }
                #expect(fitting.count >= 12, "level \(level) has \(fitting.count) for \(kind)")
            }
        }
        for topic in Topic.allCases where topic != .any && topic != .physical {
            for level in 1...Contracts.Limits.levelMax {
                #expect(
                    catalogue.prompts(level: level).contains { $0.topic == topic },
                    "\(topic) has nothing at level \(level)")
            }
        }
        for prompt in catalogue.prompts {
            #expect((prompt.half != nil) == (prompt.level >= 3), "\(prompt.id)")
        }
    }

    @Test("our ideas hold enough that costs nothing, and enough that is new")
    func ideas() throws {
        let ideas = try seeds().ideas
        let free = ideas.filter { $0.cost == 0 }
        #expect(ideas.contains { $0.isRitual } && ideas.contains { !$0.isRitual })
        #expect(free.count >= 10)
        #expect(free.filter(\.isNew).count * 3 >= free.count)
    }

    @Test("a folder without seeds is refused with what to do")
    func missing() throws {
        let folder = TemporaryFolder()
        #expect(
            throws: SeedError(
                "\(folder.path)/decks cannot be read; --seeds names the folder that holds the seeds."
            )
        ) { try Catalogue.read(folder: folder.path) }
    }
}
