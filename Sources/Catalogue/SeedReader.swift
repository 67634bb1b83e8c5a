import Contracts

/// Makes decks and ideas of seed files, and refuses what breaks a rule of `seeds/README.md`.
///
/// Value that grows file by file: ids and texts are compared with those of all files before.
struct SeedReader {
    private(set) var decks: [Deck] = []
    private(set) var ideas: [TimeIdea] = []
    private var promptCount = 0
    /// Where each id and each text was first seen.
    private var promptIDs: [String: String] = [:]
    private var ideaIDs: [String: String] = [:]
    private var texts: [[UInt8]: String] = [:]

    static let topics: [(String, Topic)] = [
        ("everyday", .everyday), ("play", .play), ("appreciation", .appreciation),
        ("feelings", .feelings), ("memories", .memories), ("hopes", .hopes), ("worries", .worries),
        ("trust", .trust), ("repair", .repair), ("future", .future), ("physical", .physical),
    ]
    static let types: [(String, PromptType)] = [
        ("written", .written), ("single", .single), ("multi", .multi), ("scale", .scale),
        ("this-or-that", .thisOrThat), ("spoken", .spoken),
    ]
    static let kinds: [(String, TieKind)] = [
        ("partner", .partner), ("friend", .friend), ("family", .family),
        ("chosen-family", .chosenFamily), ("other", .other),
    ]

    /// Takes a deck.
    mutating func addDeck(_ file: SeedFile) throws(SeedError) {
        guard let head = file.blocks.first, head.head.keyword == "deck" else {
            throw file.wrong(
                file.blocks.first?.head.number ?? 1,
                "a deck begins with its own block: deck, title and language.")
        }
        let fields = try SeedFields(head, of: file, needed: ["deck", "title", "language"])
        let id = try fields.id("deck")
        if let other = decks.first(where: { $0.id == id }) {
            throw fields.wrong("deck", "the deck \(other.id) is there already; choose another id.")
        }
        try check(title: fields)
        let language = fields.text("language")
        guard language.utf8.count <= Contracts.Limits.languageBytesMax else {
            throw fields.wrong("language", "language is a tag such as en or de-CH.")
        }
        var prompts: [Prompt] = []
        for block in file.blocks.dropFirst() { prompts.append(try prompt(block, of: file)) }
        decks.append(
            Deck(id: id, title: fields.text("title"), language: language, prompts: prompts))
    }

    /// Takes a list of rituals or of activities.
    mutating func addIdeas(_ file: SeedFile, areRituals: Bool) throws(SeedError) {
        let keyword = areRituals ? "ritual" : "activity"
        for block in file.blocks {
            let fields = try SeedFields(
                block, of: file,
                needed: [keyword, "title", "minutes", "cost", "place", "new", "people"])
            let id = try fields.id(keyword)
            if let place = ideaIDs[id] {
                throw fields.wrong(keyword, "the id \(id) is taken at \(place); choose another.")
            }
            ideaIDs[id] = "\(file.name):\(block.head.number)"
            guard ideas.count < Limits.ideasMax else {
                throw fields.wrong(
                    keyword, "there are more than \(Limits.ideasMax) rituals and activities.")
            }
            try check(title: fields)
            if let fault = TextLint.fault(in: fields.text("title"), isForAnyKind: true) {
                throw fields.wrong("title", fault)
            }
            ideas.append(
                TimeIdea(
                    id: id, title: fields.text("title"),
                    minutes: try fields.number("minutes", 1, Limits.minutesMax),
                    cost: Int32(truncatingIfNeeded: try fields.number("cost", 0, 3)),
                    place: try fields.word(
                        "place", TimeIdea.Place.allCases.map { ($0.rawValue, $0) }),
                    isNew: try fields.word("new", [("yes", true), ("no", false)]),
                    people: try fields.word(
                        "people", TimeIdea.People.allCases.map { ($0.rawValue, $0) }),
                    isRitual: areRituals))
        }
    }

    // MARK: Prompts

    private mutating func prompt(_ block: SeedFile.Block, of file: SeedFile) throws(SeedError)
        -> Prompt
    {
        let fields = try SeedFields(
            block, of: file, needed: ["prompt", "level", "topic", "kinds", "type", "text"],
            optional: ["half"], hasOptions: true)
        let place = "\(file.name):\(block.head.number)"
        let id = try fields.id("prompt")
        if let other = promptIDs[id] {
            throw fields.wrong("prompt", "the id \(id) is taken at \(other); choose another.")
        }
        promptIDs[id] = place
        promptCount += 1
        guard promptCount <= Limits.promptsMax else {
            throw fields.wrong("prompt", "there are more than \(Limits.promptsMax) prompts.")
        }
        let level = Int32(
            truncatingIfNeeded: try fields.number("level", 1, UInt32(Contracts.Limits.levelMax)))
        let topic = try fields.word("topic", SeedReader.topics)
        let kinds = try kinds(fields)
        let type = try fields.word("type", SeedReader.types)
        try check(optionsOf: fields, type: type, file)
        let isForAnyKind = !kinds.contains(.partner) || kinds.count == SeedReader.kinds.count
        try check(text: "text", of: fields, isForAnyKind: isForAnyKind, place: place)
        guard (fields["half"] != nil) == (level >= Limits.halfFromLevel) else {
            throw fields.wrong(
                fields["half"] == nil ? "level" : "half",
                fields["half"] == nil
                    ? "a prompt of level \(level) needs a gentler half; add a line: half ..."
                    : "a prompt of level \(level) has no half; take the line away.")
        }
        if fields["half"] != nil {
            try check(text: "half", of: fields, isForAnyKind: isForAnyKind, place: place)
        }
        for option in fields.options {
            if let fault = TextLint.fault(in: option.rest, isForAnyKind: isForAnyKind) {
                throw file.wrong(option.number, fault)
            }
        }
        return Prompt(
            id: id, level: level, topic: topic, kinds: kinds, type: type,
            text: fields.text("text"), half: fields["half"]?.rest,
            options: fields.options.map(\.rest))
    }

    private func kinds(_ fields: SeedFields) throws(SeedError) -> Set<TieKind> {
        let text = fields.text("kinds")
        if text == "any" { return Set(SeedReader.kinds.map(\.1)) }
        var kinds: Set<TieKind> = []
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            guard let kind = SeedReader.kinds.first(where: { $0.0 == word })?.1 else {
                let known = SeedReader.kinds.map(\.0).joined(separator: " ")
                throw fields.wrong(
                    "kinds", "\"\(word)\" is no kind; write any, or some of: \(known).")
            }
            guard kinds.insert(kind).inserted else {
                throw fields.wrong("kinds", "\"\(word)\" stands there twice; keep one.")
            }
        }
        return kinds
    }

    private func check(
        optionsOf fields: SeedFields, type: PromptType, _ file: SeedFile
    ) throws(SeedError) {
        let (least, most) =
            switch type {
            case .written, .spoken: (0, 0)
            case .single, .multi: (3, 6)
            case .scale, .thisOrThat: (2, 2)
            }
        let count = fields.options.count
        guard count >= least, count <= most else {
            let wanted = least == most ? "\(least)" : "\(least) to \(most)"
            throw fields.wrong(
                "type",
                "a prompt of type \(fields.text("type")) has \(wanted) options, not \(count).")
        }
        var seen: Set<[UInt8]> = []
        for option in fields.options {
            guard option.rest.utf8.count <= Limits.optionBytesMax else {
                throw file.wrong(
                    option.number,
                    "the option is longer than \(Limits.optionBytesMax) bytes; say it shorter.")
            }
            guard seen.insert(TextLint.words(of: option.rest)).inserted else {
                throw file.wrong(option.number, "the option is there twice; keep one.")
            }
        }
    }

    private mutating func check(
        text keyword: String, of fields: SeedFields, isForAnyKind: Bool, place: String
    ) throws(SeedError) {
        let text = fields.text(keyword)
        guard text.utf8.count <= Limits.textBytesMax else {
            throw fields.wrong(
                keyword,
                "the \(keyword) is longer than \(Limits.textBytesMax) bytes; say it shorter.")
        }
        if let fault = TextLint.fault(in: text, isForAnyKind: isForAnyKind) {
            throw fields.wrong(keyword, fault)
        }
        guard text.utf8.last == UInt8(ascii: "?") || text.utf8.last == UInt8(ascii: ".") else {
            throw fields.wrong(
                keyword, "the \(keyword) ends with neither a question mark nor a full stop.")
        }
        let words = TextLint.words(of: text)
        if let other = texts[words] {
            throw fields.wrong(
                keyword, "the same question is asked at \(other); ask another or take one away.")
        }
        texts[words] = place
    }

    private func check(title fields: SeedFields) throws(SeedError) {
        guard fields.text("title").utf8.count <= Limits.titleBytesMax else {
            throw fields.wrong(
                "title", "the title is longer than \(Limits.titleBytesMax) bytes; say it shorter.")
        }
    }
}
