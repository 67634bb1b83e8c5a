import Catalogue
import Contracts
import TestSupport
import Testing

/// A deck of one prompt, with lines changed, taken away or added.
private struct BadBlock: CustomTestStringConvertible, Sendable {
    let name: String
    let lines: [String]
    let sentence: String

    /// The good block with `change` in place of the line of its keyword; `nil` takes it away.
    init(_ keyword: String, _ change: String?, _ sentence: String, _ name: String? = nil) {
        self.name = name ?? (change ?? "no \(keyword)")
        var lines = BadBlock.good
        let at = lines.firstIndex { $0.hasPrefix(keyword + " ") }
        switch (at, change) {
        case (let at?, let change?): lines[at] = change
        case (let at?, nil): lines.remove(at: at)
        case (nil, let change?): lines.append(change)
        case (nil, nil): break
        }
        self.lines = lines
        self.sentence = sentence
    }

    var testDescription: String { name }

    static let good = [
        "prompt tired-voice", "level 3", "topic feelings", "kinds any", "type single",
        "text What do you hope somebody notices?", "half What do you do when you are tired?",
        "option Rest", "option Talk", "option Silence",
    ]

    static let head = "deck d\ntitle D\nlanguage en\n\n"

    static let all: [BadBlock] = [
        BadBlock(
            "prompt", "prompt Tired",
            "a.deck:5: \"Tired\" is no id; use at most 32 small letters, digits and dashes."),
        BadBlock(
            "prompt", "prompt " + String(repeating: "x", count: 33),
            "a.deck:5: \"\(String(repeating: "x", count: 33))\" is no id; use at most 32 small "
                + "letters, digits and dashes."),
        BadBlock(
            "prompt", nil,
            "a.deck:5: \"prompt\" is missing in this block; add a line: prompt ..."),
        BadBlock(
            "level", nil, "a.deck:5: \"level\" is missing in this block; add a line: level ..."),
        BadBlock("text", nil, "a.deck:5: \"text\" is missing in this block; add a line: text ..."),
        BadBlock("level", "level 6", "a.deck:6: level is a number from 1 to 5, not \"6\"."),
        BadBlock("level", "level +3", "a.deck:6: level is a number from 1 to 5, not \"+3\"."),
        BadBlock(
            "level", "level 99999999999999999999",
            "a.deck:6: level is a number from 1 to 5, not \"99999999999999999999\"."),
        BadBlock(
            "topic", "topic money",
            "a.deck:7: \"money\" is no topic; use one of: everyday play appreciation feelings "
                + "memories hopes worries trust repair future physical."),
        BadBlock(
            "kinds", "kinds friend lover",
            "a.deck:8: \"lover\" is no kind; write any, or some of: "
                + "partner friend family chosen-family other."),
        BadBlock(
            "kinds", "kinds friend friend",
            "a.deck:8: \"friend\" stands there twice; keep one."),
        BadBlock(
            "type", "type essay",
            "a.deck:9: \"essay\" is no type; use one of: "
                + "written single multi scale this-or-that spoken."),
        BadBlock(
            "type", "type written",
            "a.deck:9: a prompt of type written has 0 options, not 3."),
        BadBlock(
            "type", "type scale", "a.deck:9: a prompt of type scale has 2 options, not 3."),
        BadBlock(
            "option", nil, "a.deck:9: a prompt of type single has 3 to 6 options, not 2."),
        BadBlock("option", "option Talk", "a.deck:13: the option is there twice; keep one."),
        BadBlock(
            "option", "option " + String(repeating: "x", count: 81),
            "a.deck:12: the option is longer than 80 bytes; say it shorter.", "a long option"),
        BadBlock(
            "option", "option Nothing!",
            "a.deck:12: there is an exclamation mark; end with a question mark or a full stop."),
        BadBlock(
            "text", "text " + String(repeating: "x", count: 200) + "?",
            "a.deck:10: the text is longer than 200 bytes; say it shorter.", "a long text"),
        BadBlock(
            "text", "text What makes you smile",
            "a.deck:10: the text ends with neither a question mark nor a full stop."),
        BadBlock(
            "text", "text What makes you smile!",
            "a.deck:10: there is an exclamation mark; end with a question mark or a full stop."),
        BadBlock(
            "text", "text When were you LAZY?",
            "a.deck:10: \"lazy\" reproaches; say it without blame (seeds/VOICE.md)."),
        BadBlock(
            "text", "text What did you do that failed?",
            "a.deck:10: \"failed\" reproaches; say it without blame (seeds/VOICE.md)."),
        BadBlock(
            "text", "text What is wrong with  you?",
            "a.deck:10: \"wrong with you\" reproaches; say it without blame (seeds/VOICE.md)."),
        BadBlock(
            "text", "text What do you like at https://example.org?",
            "a.deck:10: there is the address of a page; say it without."),
        BadBlock(
            "text", "text Did you see example.org today?",
            "a.deck:10: there is the address of a page; say it without."),
        BadBlock(
            "text", "text What do you like about your partner?",
            "a.deck:10: \"partner\" takes a romance for granted; say it for any kind of tie, "
                + "or write: kinds partner"),
        BadBlock(
            "half", nil,
            "a.deck:6: a prompt of level 3 needs a gentler half; add a line: half ..."),
        BadBlock(
            "level", "level 2",
            "a.deck:11: a prompt of level 2 has no half; take the line away."),
        BadBlock(
            "half", "half What do you hope, somebody notices.",
            "a.deck:11: the same question is asked at a.deck:5; ask another or take one away."),
        BadBlock(
            "mood", "mood warm",
            "a.deck:15: \"mood\" is no keyword here; use one of: "
                + "prompt level topic kinds type text half option."),
        BadBlock(
            "again", "level 3",
            "a.deck:15: \"level\" stands twice in one block; keep one, and part blocks by a blank "
                + "line.", "two levels"),
        BadBlock(
            "topic", "topic",
            "a.deck:7: nothing stands behind the keyword; write a keyword, a blank and its value."),
        BadBlock(
            "topic", "topic play ", "a.deck:7: the line begins or ends with a blank; take it away."),
        BadBlock(
            "topic", " topic play", "a.deck:7: the line begins or ends with a blank; take it away."),
        BadBlock(
            "topic", "topic\tplay",
            "a.deck:7: there is a tab or another control character; use blanks, and LF alone at "
                + "the end of a line."),
        BadBlock(
            "topic", "topic play\r",
            "a.deck:7: there is a tab or another control character; use blanks, and LF alone at "
                + "the end of a line.", "a line of another system"),
    ]
}

private func deck(_ text: String, named name: String = "a.deck") -> (name: String, bytes: [UInt8]) {
    (name, Array(text.utf8))
}

/// The sentence that files are refused with, or nil when they are taken.
private func refusal(_ files: [(name: String, bytes: [UInt8])]) -> String? {
    do throws(SeedError) {
        _ = try Catalogue.read(files)
        return nil
    } catch {
        return error.sentence
    }
}

private func block(_ id: String, _ text: String) -> String {
    "prompt \(id)\nlevel 1\ntopic play\nkinds any\ntype written\ntext \(text)\n"
}

/// What a seed file may say, and the sentence for each thing it may not.
@Suite struct CatalogueTests {
    @Test("a block that keeps the rules is taken as it is written")
    func goodBlock() throws {
        let catalogue = try Catalogue.read([
            deck("# ours\n" + BadBlock.head + BadBlock.good.joined(separator: "\n"))
        ])
        let prompt = try #require(catalogue.prompts.first)
        #expect(catalogue.decks.map(\.title) == ["D"])
        #expect(prompt.id == "tired-voice" && prompt.level == 3 && prompt.topic == .feelings)
        #expect(prompt.kinds == [.partner, .friend, .family, .chosenFamily, .other])
        #expect(prompt.type == .single && prompt.options == ["Rest", "Talk", "Silence"])
        #expect(prompt.half == "What do you do when you are tired?")
        #expect(catalogue.prompts(level: 3).map(\.id) == ["tired-voice"])
        #expect(catalogue.prompts(level: 2).isEmpty && catalogue.prompts(level: 77).isEmpty)
    }

    @Test(
        "a block that breaks a rule is refused with its line and what to do",
        arguments: BadBlock.all)
    private func badBlock(bad: BadBlock) {
        let text = BadBlock.head + bad.lines.joined(separator: "\n") + "\n"
        #expect(refusal([deck(text)]) == bad.sentence)
    }

    @Test("words that only look like a forbidden one are taken")
    func innocentWords() {
        for text in [
            "What is your default breakfast?", "Which fairy tale is it. You choose.",
            "At what time, 7.30 or 9, do you wake?", "What did you pass over to somebody?",
        ] {
            #expect(refusal([deck(BadBlock.head + block("one", text))]) == nil, "\(text)")
        }
    }

    @Test("what is for partners may say so")
    func romance() {
        let text = block("one", "What do you like about your partner?")
        let own = text.replacing("kinds any", with: "kinds partner family")
        #expect(refusal([deck(BadBlock.head + own)]) == nil)
        let friends = text.replacing("kinds any", with: "kinds friend family")
        #expect(
            refusal([deck(BadBlock.head + friends)])
                == "a.deck:10: \"partner\" takes a romance for granted; say it for any kind of "
                + "tie, or write: kinds partner")
    }

    @Test("an id or a question that another file has already is refused with the other's place")
    func twice() {
        let first = deck(BadBlock.head + block("one", "What made you laugh?"), named: "a.deck")
        func second(_ head: String, _ id: String, _ text: String) -> String? {
            refusal([
                first,
                deck("deck \(head)\ntitle D\nlanguage en\n\n" + block(id, text), named: "b.deck"),
            ])
        }
        #expect(
            second("e", "one", "What else?")
                == "b.deck:5: the id one is taken at a.deck:5; choose another.")
        #expect(
            second("e", "two", "What made  you laugh.")
                == "b.deck:10: the same question is asked at a.deck:5; ask another or take one away."
        )
        #expect(
            second("d", "two", "What else?")
                == "b.deck:1: the deck d is there already; choose another id.")
        #expect(second("e", "two", "What else?") == nil)
    }

    @Test("a file that is no deck is refused")
    func noDeck() {
        let noHead = "a.deck:1: a deck begins with its own block: deck, title and language."
        #expect(refusal([deck("")]) == noHead)
        #expect(refusal([deck("# nothing\n\n")]) == noHead)
        #expect(refusal([deck(block("one", "What made you laugh?"))]) == noHead)
        #expect(
            refusal([deck("deck d\ntitle D\n")])
                == "a.deck:1: \"language\" is missing in this block; add a line: language ...")
        #expect(
            refusal([("a.deck", [0x64, 0xFF, 0xFE])])
                == "a.deck is not UTF-8; save it as UTF-8 text.")
        #expect(
            refusal([("a.deck", [UInt8](repeating: 0x23, count: (1 << 20) + 1))])
                == "a.deck is larger than 1048576 bytes; cut it in two files.")
        #expect(
            refusal([("a.deck", [0x64, 0x00, 0x20])])
                == "a.deck:1: there is a tab or another control character; use blanks, and LF "
                + "alone at the end of a line.")
    }

    @Test("ten thousand prompts are taken and one more is not")
    func tooMany() {
        var files: [(name: String, bytes: [UInt8])] = []
        for file in 0..<20 {
            var text = "deck d\(file)\ntitle D\nlanguage en\n"
            for number in 0..<500 {
                text += "\n" + block("p-\(file)-\(number)", "What about \(file) and \(number)?")
            }
            files.append(deck(text, named: "d\(file).deck"))
        }
        #expect(refusal(files) == nil)
        let more = "deck more\ntitle D\nlanguage en\n\n" + block("one", "What else?")
        #expect(
            refusal(files + [deck(more, named: "more.deck")])
                == "more.deck:5: there are more than 10000 prompts.")
    }

    @Test("bytes of any kind end in a sentence or a catalogue, never in a trap")
    func randomBytes() {
        var random = SeededRandom(seed: 3)
        let words = Array((BadBlock.head + BadBlock.good.joined(separator: "\n")).utf8)
        for _ in 0..<2_000 {
            var bytes = words
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: at)
                default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
                }
            }
            _ = refusal([("a.deck", bytes)])
            _ = refusal([("rituals.list", bytes)])
        }
    }
}

/// Rituals and activities.
@Suite struct IdeaTests {
    private static let good = [
        "ritual evening-walk", "title An evening walk", "minutes 45", "cost 0", "place outside",
        "new no", "people two",
    ]

    private func refusal(_ at: Int, _ line: String) -> String? {
        var lines = IdeaTests.good
        lines[at] = line
        return refusalOf("rituals.list", lines)
    }

    private func refusalOf(_ name: String, _ lines: [String]) -> String? {
        do throws(SeedError) {
            _ = try Catalogue.read([(name, Array(lines.joined(separator: "\n").utf8))])
            return nil
        } catch {
            return error.sentence
        }
    }

    @Test("a ritual that keeps the rules is taken as it is written")
    func goodIdea() throws {
        let text = Array(IdeaTests.good.joined(separator: "\n").utf8)
        let idea = try #require(try Catalogue.read([("rituals.list", text)]).ideas.first)
        #expect(
            idea
                == TimeIdea(
                    id: "evening-walk", title: "An evening walk", minutes: 45, cost: 0,
                    place: .outside, isNew: false, people: .two, isRitual: true))
    }

    @Test("an idea that breaks a rule is refused with its line and what to do")
    func badIdeas() {
        #expect(
            refusal(0, "activity evening-walk")
                == "rituals.list:1: \"activity\" is no keyword here; use one of: "
                + "ritual title minutes cost place new people.")
        #expect(
            refusal(1, "title A walk!")
                == "rituals.list:2: there is an exclamation mark; end with a question mark or a "
                + "full stop.")
        #expect(
            refusal(1, "title A romantic walk")
                == "rituals.list:2: \"romantic\" takes a romance for granted; say it for any kind "
                + "of tie, or write: kinds partner")
        #expect(
            refusal(1, "title " + String(repeating: "x", count: 61))
                == "rituals.list:2: the title is longer than 60 bytes; say it shorter.")
        #expect(
            refusal(2, "minutes 0")
                == "rituals.list:3: minutes is a number from 1 to 999, not \"0\".")
        #expect(
            refusal(3, "cost 4") == "rituals.list:4: cost is a number from 0 to 3, not \"4\".")
        #expect(
            refusal(4, "place moon")
                == "rituals.list:5: \"moon\" is no place; use one of: home outside out apart.")
        #expect(
            refusal(5, "new maybe")
                == "rituals.list:6: \"maybe\" is no new; use one of: yes no.")
        #expect(
            refusal(6, "people one")
                == "rituals.list:7: \"one\" is no people; use one of: two several any.")
        #expect(
            refusalOf("rituals.list", IdeaTests.good + [""] + IdeaTests.good)
                == "rituals.list:9: the id evening-walk is taken at rituals.list:1; choose another."
        )
        #expect(
            refusalOf("activities.list", IdeaTests.good)
                == "activities.list:1: \"ritual\" is no keyword here; use one of: "
                + "activity title minutes cost place new people.")
    }
}
