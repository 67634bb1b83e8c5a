import CivilTime
import Contracts
import TendClient
import Testing

@Test("every id has its sentence")
func everyIDHasASentence() {
    for id in WordID.allCases {
        #expect(Words.english.sentences[id] != nil, "\(id.rawValue) has none")
    }
}

@Test("every reason and every status has a sentence, and what to do in it")
func everyReasonHasASentence() {
    for reason in Reason.allCases {
        let said = Words.english.text(Refusals.word(reason))
        #expect(said.hasSuffix(".") || said.contains(": tend "), "\(reason): \(said)")
        // What is wrong, then what to do.
        #expect(said.split(separator: ".").count >= 2 || said.contains(":"), "\(reason): \(said)")
    }
}

@Test("every verb has help with an example of itself, and every flag a meaning")
func everyVerbHasHelp() throws {
    for verb in Verb.all {
        let said = try #require(Words.english.verbs[verb.name], "\(verb.name)")
        #expect(!said.summary.isEmpty && !said.text.isEmpty)
        #expect(!said.examples.isEmpty, "\(verb.name)")
        for example in said.examples {
            #expect(example.contains("tend \(verb.name)"), "\(example)")
        }
        for flag in verb.flags + Flag.global {
            let flags = Words.english.flags
            #expect(
                flags["\(verb.name) \(flag.name)"] != nil || flags[flag.name] != nil,
                "\(verb.name) --\(flag.name)")
        }
    }
    #expect(Words.english.verbs.count == Verb.all.count)
    #expect(Example.all.count >= Verb.all.count)
}

@Test("an example in help is a line that tend reads")
func examplesAreRead() throws {
    for example in Example.all {
        let line = try #require(example.line.split(separator: "|").last)
        let invocation = try Invocation(
            Array(shellWords(line).dropFirst()), environment: [:], verbs: Verb.all)
        #expect(invocation.verb?.name == example.verb, "\(example.line)")
        if example.verb == "remind add" {
            let phrase = TimePhrase(
                nowMs: Fixture.nowMs, zone: try Fixture.zones().zone("Europe/Berlin"),
                vocabulary: .english)
            _ = try phrase.rule(Array(invocation.arguments.plain.dropFirst()))
        }
    }
}

/// Parts a line at spaces outside quotes.
private func shellWords(_ line: some StringProtocol) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in line {
        if character == quote {
            quote = nil
        } else if quote == nil, character == "\"" || character == "'" {
            quote = character
            word = word ?? ""
        } else if quote == nil, character == " " {
            if let whole = word { words.append(whole) }
            word = nil
        } else {
            word = (word ?? "") + String(character)
        }
    }
    return words + [word].compactMap { $0 }
}

@Test("nothing is exclaimed, scolded or counted against anybody")
func tone() {
    let said =
        Array(Words.english.sentences.values) + Array(Words.english.flags.values)
        + Words.english.verbs.values.flatMap { [$0.summary, $0.text] }
    let banned = [
        "!", "streak", "fail", "should have", "lazy", "invalid", "illegal", "oops", "sorry",
        "overdue", "forgot",
    ]
    for sentence in said {
        for word in banned {
            #expect(!sentence.lowercased().contains(word), "\"\(word)\" in: \(sentence)")
        }
    }
}

@Test("places are filled, and a choice goes by its number")
func places() {
    let words = Words.english
    #expect(words.text(.lengthMinutes, ["n": "1"]) == "1 minute")
    #expect(words.text(.lengthMinutes, ["n": "2"]) == "2 minutes")
    #expect(words.filled("{a} and {b}", ["a": "x"]) == "x and ")
    #expect(words.filled("{n|one|more} {", ["n": "5"]) == "more {")
    #expect(words.filled("{n|one|more}", ["n": "five"]) == "five")
    #expect(words.filled("{a}", ["a": "{b}", "b": "no"]) == "{b}")
    #expect(words.list([]) == "")
    #expect(words.list(["a", "b", "c"]) == "a, b and c")
}

@Test("the pages of help fit 80 columns and the first one a screen")
func helpFits() {
    let help = HelpText(words: .english, verbs: Verb.all)
    let overview = help.overview(all: false)
    #expect(overview.split(separator: "\n", omittingEmptySubsequences: false).count <= 32)
    for page in [overview, help.overview(all: true)] + Verb.all.map(help.of) {
        for line in page.split(separator: "\n") {
            #expect(line.count <= 100, "\(line)")
        }
    }
}

@Test("the first page names every verb that the README names, or the word it begins with")
func helpNamesTheDay() {
    let lines = HelpText(words: .english, verbs: Verb.all).overview(all: false).split(
        separator: "\n")
    let named = lines.filter { $0.hasPrefix("    ") }
        .compactMap { $0.split(separator: " ").first.map(String.init) }
    for word in ["prompt", "yes", "no", "ritual", "remind", "quiet", "watch", "today", "answer"] {
        #expect(named.contains(word), "\(word)")
    }
    for (word, _) in HelpText.groups {
        #expect(Verb.all.contains { $0.path.first == word && $0.path.count == 2 })
    }
}

@Test("help of a first word that is no verb alone lists those that begin with it")
func helpOfGroups() throws {
    let help = HelpText(words: .english, verbs: Verb.all)
    #expect(try HelpVerb.page(["remind"], help).contains("remind snooze"))
    #expect(try HelpVerb.page(["remind", "add"], help) == help.of(verb("remind add")))
    #expect(try HelpVerb.page(["devices"], help) == help.of(verb("devices")))
    #expect(throws: Failure.self) { try HelpVerb.page(["nothing"], help) }
}

private func verb(_ name: String) -> Verb {
    Verb.all.first { $0.name == name } ?? Verb.all[0]
}
