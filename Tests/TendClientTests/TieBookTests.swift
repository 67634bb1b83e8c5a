import Codec
import Contracts
import TendClient
import Testing

private let people = [
    Evening.tie(1, "Ben"), Evening.tie(2, "Benedikta"), Evening.tie(3, "Cleo"),
    Evening.tie(4, "Dora", "Emil"), Evening.tie(5, "Dora"), Evening.tie(6, "Zoë Ann"),
]

@Test(
    "a tie goes by the start of a name, in any case",
    arguments: [
        ("ben", 1), ("BEN", 1), ("Bene", 2), ("c", 3), ("cleo", 3), ("dora", 5), ("emil", 4),
        ("zoë", 6), ("zoe\u{308} ann", 6), ("#4", 4), ("#2", 2),
    ] as [(String, UInt64)])
func found(word: String, id: UInt64) throws {
    #expect(try Evening.book(people).find(word).id == id)
}

/// A name that leads to no tie, and what is said of it.
struct NoTie: CustomTestStringConvertible, Sendable {
    let word: String
    let exit: ExitCode
    let said: String
    var testDescription: String { word }
}

@Test(
    "a name that fits nobody, or several, is refused in a sentence of its own",
    arguments: [
        NoTie(
            word: "be", exit: .usage,
            said: "\"be\" can be several: Ben, Benedikta."
                + " Write more of the name."),
        NoTie(word: "bnn", exit: .usage, said: "Nobody here is called \"bnn\". Did you mean Ben?"),
        NoTie(
            word: "xavier", exit: .usage,
            said: "Nobody here is called \"xavier\". You have ties with: Ben, Benedikta, Cleo, Dora"
                + " and Emil, Dora, Zoë Ann"),
        NoTie(
            word: "\u{1B}[2Jxx", exit: .usage,
            said:
                "Nobody here is called \"[2Jxx\". You have ties with: Ben, Benedikta, Cleo, Dora and"
                + " Emil, Dora, Zoë Ann"),
    ])
func notFound(row: NoTie) throws {
    let failure = try #require(throws: Failure.self) { try Evening.book(people).find(row.word) }
    #expect(failure.exit == row.exit)
    #expect(Words.english.text(failure.phrase) == row.said)
}

@Test("an ended tie is told as that, and only where nobody else has the name")
func endedTie() throws {
    var ended = Evening.ben
    ended.state = .ended
    #expect(throws: Failure(.refused, .tieEnded, ["names": "Ben"])) {
        try Evening.book([ended, Evening.cleo]).find("ben")
    }
    #expect(try Evening.book([ended, Evening.tie(9, "Ben")]).find("ben").id == 9)
    // What was meant for Ben must not go to Benedikta.
    let other = Evening.book([ended, Evening.tie(2, "Benedikta")])
    #expect(throws: Failure(.refused, .tieEnded, ["names": "Ben"])) { try other.find("ben") }
    #expect(try other.find("be").id == 2)
}

@Test("two ties with the same people go by their ids")
func sameNames() {
    let twice = [Evening.tie(1, "Ben"), Evening.tie(2, "Ben")]
    #expect(throws: Failure(.usage, .nameTwice, ["names": "Ben", "ids": "#1 #2"])) {
        try Evening.book(twice).find("ben")
    }
}

@Test("with one tie the name may be left away, with several or none it may not")
func optionalName() throws {
    #expect(try Evening.book([Evening.ben]).find(optional: nil).id == 1)
    #expect(try Evening.book().find(optional: "cleo").id == 2)
    #expect(throws: Failure(.usage, .nameMissing, ["names": "Ben, Cleo"])) {
        try Evening.book().find(optional: nil)
    }
    for word in [nil, "ben"] {
        #expect(throws: Failure(.refused, .tiesNone)) {
            try Evening.book([]).find(optional: word)
        }
    }
    #expect(throws: Failure(.refused, .tiesNone)) { try Evening.book([]).find("") }
    var ended = Evening.cleo
    ended.state = .ended
    for word in [nil, "ben"] {
        #expect(throws: Failure(.refused, .tiesNoneNow)) {
            try Evening.book([ended]).find(optional: word)
        }
    }
}

@Test("ties are listed, and one is told in its three pillars")
func tieText() {
    var ended = Evening.cleo
    ended.state = .ended
    var partner = Evening.ben
    partner.kind = .partner
    var ceilings = [TopicCeiling(), TopicCeiling(), TopicCeiling(), TopicCeiling()]
    ceilings[0].level = 3
    ceilings[1].topic = .worries
    ceilings[1].level = 1
    ceilings[2].topic = .repair
    ceilings[3].topic = .physical
    partner.ceilings = ceilings
    let text = TieText(times: Fixture.times(), zone: Evening.berlin)
    #expect(
        text.list(Evening.book([partner, ended])) == [
            "Ben, as partners, since Monday 1 March", "Cleo, ended",
        ])
    #expect(
        text.list(Evening.book([])) == ["You have no tie yet. To invite somebody: tend invite"])
    var today = Evening.full()
    // One's own reminder, which has nothing to do with Ben.
    today.reminders?.reminders = [Fixture.filmNight()]
    #expect(
        text.page(partner, today) == [
            "With Ben, as partners, since Monday 1 March",
            "Openness           you go as far as feelings; for worries as far as easy; never",
            "                   to conflict and repair.",
            "Time together      Saturday 19:00 film night with Ben, every Saturday",
            "Only you see this  time of your own has its own list: tend remind list",
        ])
    var bare = Evening.nothing()
    #expect(
        text.page(Evening.ben, bare).dropFirst() == [
            "Openness           you go as far as personal.",
            "Time together      nothing is set. To offer some: tend offer",
            "Only you see this  time of your own has its own list: tend remind list",
        ])
    bare.offers = nil
    bare.reminders = nil
    #expect(
        text.page(Evening.ben, bare).dropFirst(2) == [
            "Time together      This cannot be reached just now.",
            "Only you see this  time of your own has its own list: tend remind list",
        ])
    bare.offers = OfferList()
    bare.offers?.offers = Array(repeating: Evening.filmNight(), count: 4)
    #expect(
        text.page(Evening.ben, bare).dropLast().last
            == "                   There is more: tend ritual list")
}

@Test(
    "with far, never, leave: what is typed is what is meant",
    arguments: [
        ("", .list), ("ben", .look("ben")), ("ben far 3", .far("ben", .any, 3)),
        ("ben far feelings", .far("ben", .any, 3)),
        ("ben far feelings tender", .far("ben", .feelings, 4)),
        ("ben far conflict 1", .far("ben", .repair, 1)),
        ("ben FAR Family Bare", .far("ben", .future, 5)),
        ("ben far everything 2", .far("ben", .any, 2)),
        ("ben far physical 2", .far("ben", .physical, 2)),
        ("ben never memories", .far("ben", .memories, 0)), ("ben leave", .leave("ben")),
    ] as [(String, WithWish)])
func withWishes(line: String, wish: WithWish) throws {
    #expect(try withWish(line) == wish)
}

@Test(
    "with something else is refused in a sentence of its own",
    arguments: [
        ("ben far", .withFar), ("ben far a b c", .withFar), ("ben far 0", .levelBad),
        ("ben far 6", .levelBad), ("ben far worries 9", .levelBad),
        ("ben far worrys 2", .topicUnknownNear), ("ben far xyzzyx 2", .topicUnknown),
        ("ben never", .withNever), ("ben never a b", .withNever),
        ("ben never everything", .withNeverAny), ("ben further play", .withUnknown),
        ("ben mode build", .withUnknown), ("ben pause", .withUnknown),
        ("ben leave now", .argumentUnexpected), ("ben --quiet", .withFlag),
        ("--yes", .withFlag), ("ben far 2 --yes", .withFlag),
    ] as [(String, WordID)])
func badWishes(line: String, id: WordID) throws {
    let failure = try #require(throws: Failure.self) { try withWish(line) }
    #expect(failure.exit == .usage)
    #expect(failure.phrase.id == id, "\(Words.english.text(failure.phrase))")
}

private func withWish(_ line: String) throws -> WithWish {
    let words = ["with"] + line.split(separator: " ").map(String.init)
    let invocation = try Invocation(words, environment: [:], verbs: Verb.all)
    return try WithWish(invocation.arguments, .english)
}

@Test("a topic goes by the word that JSON has, which help names, and by the others of its name")
func topicWords() throws {
    let page = try #require(Words.english.verbs["with"]).text
    let failure = try #require(throws: Failure.self) { try Words.english.topic("xyzzyx") }
    for topic in Topic.allCases where topic != .any {
        #expect(try Words.english.topic(topic.caseName) == topic)
        #expect(page.contains(topic.caseName), "\(topic)")
        #expect(failure.phrase.values["topics"]?.contains(topic.caseName) == true, "\(topic)")
    }
    #expect(try Words.english.topic("conflict") == .repair)
    #expect(try Words.english.topic("family") == .future)
    #expect(!page.contains("conflict"))
}

@Test("an example in a refusal has the name that was typed")
func typedNames() throws {
    for line in ["ana never everything", "ana never", "ana far", "ana far a b c", "ana --quiet"] {
        let failure = try #require(throws: Failure.self) { try withWish(line) }
        let said = Words.english.text(failure.phrase)
        #expect(said.contains("tend with ana ") && !said.contains("ben"), "\(said)")
    }
    let invocation = try Invocation(
        ["with", "zoë ann", "never"], environment: [:], verbs: Verb.all)
    let failure = try #require(throws: Failure.self) {
        try WithWish(invocation.arguments, .english)
    }
    #expect(Words.english.text(failure.phrase).hasSuffix("tend with \"zoë ann\" never worries"))
}

@Test("leaving takes its flags")
func leaveFlags() throws {
    #expect(try withWish("ben leave --quiet --yes") == .leave("ben"))
}

@Test("a kind is one of five words")
func kinds() throws {
    #expect(try Words.english.kind(Optional<String>.none) == .other)
    #expect(try Words.english.kind("Chosen-Family") == .chosenFamily)
    #expect(throws: Failure.self) { try Words.english.kind("spouse") }
    for kind in TieKind.allCases { #expect(!Words.english.kind(kind).isEmpty) }
}
