import Contracts

/// The starter content of an installation: its decks of prompts and its ideas for time together.
///
/// Value, read once at the start and then only looked at.
public struct Catalogue: Sendable {
    /// The decks, by the name of their file.
    public let decks: [Deck]
    /// Every prompt of every deck.
    public let prompts: [Prompt]
    /// Rituals, then activities.
    public let ideas: [TimeIdea]
    /// The places in `prompts` of those of each level; level 0 has none.
    private let byLevel: [[Int]]

    /// A catalogue of these prompts and ideas, for tests and simulation.
    public init(prompts: [Prompt], ideas: [TimeIdea] = []) {
        self.init(
            decks: [Deck(id: "only", title: "Only", language: "en", prompts: prompts)],
            ideas: ideas)
    }

    init(decks: [Deck], ideas: [TimeIdea]) {
        self.decks = decks
        self.ideas = ideas
        prompts = decks.flatMap(\.prompts)
        var byLevel = [[Int]](repeating: [], count: Int(Contracts.Limits.levelMax) + 1)
        for (place, prompt) in prompts.enumerated() {
            let level = Int(prompt.level)
            if byLevel.indices.contains(level) { byLevel[level].append(place) }
        }
        self.byLevel = byLevel
    }

    /// The prompts of a level, in the order of the files; none for a level that there is not.
    public func prompts(level: Int32) -> LazyMapSequence<[Int], Prompt> {
        let level = Int(level)
        let places = byLevel.indices.contains(level) ? byLevel[level] : []
        return places.lazy.map { prompts[$0] }
    }

    /// Reads and checks the seeds in a folder: `decks/*.deck`, `rituals.list`, `activities.list`.
    ///
    /// Throws the first rule that is broken, with file and line and what to do about it. Blocks for
    /// as long as the disk takes; the cost grows with the size of the files.
    public static func read(folder: String) throws(SeedError) -> Catalogue {
        let folder = SeedFolder(path: folder)
        var reader = SeedReader()
        for name in try folder.decks() {
            try reader.addDeck(SeedFile(name: name, bytes: folder.read(name)))
        }
        for (name, areRituals) in [("rituals.list", true), ("activities.list", false)] {
            try reader.addIdeas(
                SeedFile(name: name, bytes: folder.read(name)), areRituals: areRituals)
        }
        return Catalogue(decks: reader.decks, ideas: reader.ideas)
    }

    /// Checks the texts of decks and lists that are in memory, by their names.
    package static func read(_ files: [(name: String, bytes: [UInt8])]) throws(SeedError)
        -> Catalogue
    {
        var reader = SeedReader()
        for (name, bytes) in files {
            let file = try SeedFile(name: name, bytes: bytes)
            switch name {
            case "rituals.list": try reader.addIdeas(file, areRituals: true)
            case "activities.list": try reader.addIdeas(file, areRituals: false)
            default: try reader.addDeck(file)
            }
        }
        return Catalogue(decks: reader.decks, ideas: reader.ideas)
    }
}
