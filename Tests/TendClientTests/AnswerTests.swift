import Contracts
import TendClient
import Testing

private func text(_ ties: [Tie] = [Evening.ben, Evening.cleo]) -> QuestionText {
    QuestionText(times: Fixture.times(), book: Evening.book(ties), zone: Evening.berlin)
}

@Test(
    "a letter or a name, then numbers; a word more is no answer",
    arguments: [
        ("", nil, []), ("ben", "ben", []), ("a 2", "a", [2]), ("2", nil, [2]),
        ("1 3", nil, [1, 3]),
        ("#123 4", "#123", [4]), ("123", "123", []),
    ] as [(String, String?, [Int32])])
func answerWishes(line: String, target: String?, numbers: [Int32]) throws {
    let wish = try AnswerWish(line.split(separator: " ").map(String.init))
    #expect(wish.target == target)
    #expect(wish.numbers == numbers)
}

@Test("words of an answer on the command line are refused, with the reason")
func wordsAreRefused() throws {
    for line in [["ben", "I", "laughed"], ["a", "yes"], ["2", "tea"], ["ben", "1.5"]] {
        #expect(throws: Failure(.usage, .wordsNotHere)) { try AnswerWish(line) }
    }
    // One quoted argument looks like a name at first.
    let target = QuestionTarget(open: [], letters: Letters())
    let unnamed = Failure(.usage, .nobodyNamed)
    #expect(target.noName("I laughed a lot", unnamed) == Failure(.usage, .wordsNotHere))
    #expect(target.noName("xavier", unnamed) == unnamed)
    #expect(
        target.noName("b", unnamed) == Failure(.usage, .letterNone, ["list": "today"]))
}

@Test("the one question that is meant is found by letter, id, tie or because it is alone")
func whichQuestion() throws {
    var letters = Letters()
    letters.things = [LetteredThing(.share, 22), LetteredThing(.question, 21)]
    let open = [
        Evening.question(21), Evening.question(24, tie: 2), Evening.question(25, mine: .sealed),
        Evening.question(26, mine: .passed),
    ]
    let target = QuestionTarget(open: open, letters: letters)
    #expect(try target.named("b") == 21)
    #expect(try target.named("B") == 21)
    #expect(try target.named("a") == nil)
    #expect(try target.named("#7") == 7)
    #expect(try target.named("18446744073709551615") == UInt64.max)
    #expect(try target.named("ben") == nil)
    #expect(try target.only(.answer, in: Evening.ben) == 21)
    #expect(try target.only(.answer, in: Evening.cleo) == 24)
    #expect(try target.only(.withdraw, in: nil) == 25)
    #expect(throws: Failure(.usage, .questionsSeveral)) { try target.only(.answer, in: nil) }
    #expect(throws: Failure(.refused, .sealedNone)) { try target.only(.withdraw, in: Evening.cleo) }
    let sealed = QuestionTarget(open: [open[2]], letters: letters)
    #expect(try sealed.only(.answer, in: nil) == 25)
    #expect(throws: Failure(.refused, .questionsNone)) { try sealed.only(.pass, in: nil) }
    let passed = QuestionTarget(open: [open[3]], letters: letters)
    #expect(throws: Failure(.refused, .questionsNone)) { try passed.only(.answer, in: nil) }
    #expect(
        target.noName("a", Failure(.usage, .nobodyNamed))
            == Failure(.usage, .letterOther, ["letter": "a", "list": "today"]))
}

/// A choice as typed, and what is sent, or why it is not.
struct Choice: CustomTestStringConvertible, Sendable {
    let type: PromptType
    let typed: [String]
    var sent: [Int32] = []
    var refused: WordID?
    var testDescription: String { "\(type) \(typed)" }
}

@Test(
    "choices are numbers from 1 on, as many as the question takes",
    arguments: [
        Choice(type: .single, typed: ["2"], sent: [1]),
        Choice(type: .thisOrThat, typed: ["1"], sent: [0]),
        Choice(type: .multi, typed: ["3", "1"], sent: [0, 2]),
        Choice(type: .scale, typed: ["7"], sent: [7]), Choice(type: .written, typed: []),
        Choice(type: .written, typed: ["1"], refused: .choiceOfWords),
        Choice(type: .spoken, typed: ["1"], refused: .choiceOfWords),
        Choice(type: .single, typed: [], refused: .choiceOne),
        Choice(type: .single, typed: ["0"], refused: .choiceOne),
        Choice(type: .single, typed: ["4"], refused: .choiceOne),
        Choice(type: .single, typed: ["1", "2"], refused: .choiceOne),
        Choice(type: .multi, typed: [], refused: .choiceSome),
        Choice(type: .multi, typed: ["1", "1"], refused: .choiceSome),
        Choice(type: .scale, typed: ["8"], refused: .choiceScale),
        Choice(type: .scale, typed: ["1", "2"], refused: .choiceScale),
    ])
func choices(row: Choice) throws {
    var question = Evening.question(21)
    question.type = row.type
    question.options = row.type == .scale ? ["calm", "wild"] : ["tea", "coffee", "milk"]
    let wish = try AnswerWish(row.typed)
    if let refused = row.refused {
        let failure = try #require(throws: Failure.self) {
            try wish.choices(for: question, .english)
        }
        #expect(failure.phrase.id == refused)
        #expect(failure.exit == .usage)
    } else {
        #expect(try wish.choices(for: question, .english) == row.sent)
    }
}

@Test("a choice that is missing says what there is")
func missingChoice() throws {
    var question = Evening.question(21)
    question.type = .single
    question.options = ["tea", "coffee"]
    let failure = try #require(throws: Failure.self) {
        try AnswerWish(["ben"]).choices(for: question, .english)
    }
    #expect(
        Words.english.text(failure.phrase)
            == "Choose one by its number, 1 tea, 2 coffee, as in: tend answer ben 1")
    question.options = []
    #expect(throws: Failure.self) { try AnswerWish(["2"]).choices(for: question, .english) }
}

@Test("what is said once an answer is sealed tells nothing of the other")
func sealed() {
    var question = Evening.question(21, mine: .sealed)
    #expect(
        AnswerVerb.lines(question, text(), letter: "") == [
            "Sealed. Each of you can read both answers when you have both answered."
        ])
    question.state = .revealed
    #expect(
        AnswerVerb.lines(question, text(), letter: "c") == [
            "You have both answered. Read both answers: tend read c"
        ])
    let group = text([Evening.tie(1, "Ben", "Cleo")])
    #expect(AnswerVerb.lines(question, group, letter: "c")[0].contains("all answered"))
}

@Test("both answers are read under their names, line by line, without control characters")
func revealed() {
    var revealed = RevealedQuestion()
    revealed.question = Evening.question(21)
    var mine = Answer()
    mine.personID = 7
    mine.text = "The cat.\n\nAnd \u{1B}[31mBen\u{202E}."
    var theirs = Answer()
    theirs.personID = 100
    theirs.text = String(repeating: "word ", count: 30)
    revealed.answers = [mine, theirs]
    let lines = text().revealed(revealed)
    #expect(
        lines.prefix(9) == [
            "With Ben", "", "  What made you laugh this week?", "", "  You", "    The cat.", "",
            "    And [31mBen.", "",
        ])
    #expect(lines[9] == "  Ben")
    #expect(lines.allSatisfy { Columns.width($0) <= Columns.page })
    #expect(!text([]).revealed(revealed).contains("  You"))
}

@Test("a choice is read in its words, a talk as one")
func revealedChoices() {
    var revealed = RevealedQuestion()
    revealed.question = Evening.question(21)
    revealed.question.type = .single
    revealed.question.options = ["tea", "coffee"]
    var answer = Answer()
    answer.choices = [1, 9, -1]
    revealed.answers = [answer]
    #expect(text().revealed(revealed).last == "    coffee")
    revealed.answers = [Answer()]
    #expect(text().revealed(revealed).last == "    (said aloud)")
    revealed.question.type = .scale
    answer.choices = [5]
    revealed.answers = [answer]
    #expect(text().revealed(revealed).last == "    5 (from 1, tea, to 7, coffee)")
}

@Test("what is shared is read with who and when")
func shares() {
    var share = Share()
    share.head = Evening.share(22, .thanks)
    share.text = "For the soup."
    #expect(text().share(share) == ["Cleo said thanks this morning", "", "  For the soup."])
    #expect(text([]).share(share)[0] == "Somebody said thanks this morning")
}

@Test("why a question was chosen is told rule by rule, and names nobody")
func why() {
    #expect(text().why([]).count == 1)
    let lines = text().why(WhyRule.allCases)
    #expect(Set(lines).count == WhyRule.allCases.count)
    for line in lines { #expect(!line.contains("Ben")) }
}

@Test("a question is shown with until when and what to type")
func fullQuestion() {
    #expect(
        text().full(Evening.question(21), letter: "b") == [
            "With Ben                                               open until tomorrow 19:00",
            "", "  What made you laugh this week?", "",
            "  Write: tend answer b     Not this one: tend pass b",
        ])
}

@Test("a share has one kind and a level of its own")
func shareFlags() throws {
    let read = { (line: String) in
        let words = line.split(separator: " ").map(String.init)
        return try Invocation(words, environment: [:], verbs: Verb.all).arguments
    }
    #expect(try ShareVerb.kind(read("share ben")) == .thought)
    #expect(try ShareVerb.kind(read("share --good-news")) == .goodNews)
    #expect(try ShareVerb.kind(read("share --thanks")) == .thanks)
    #expect(throws: Failure(.usage, .shareTwoKinds)) {
        try ShareVerb.kind(read("share --thanks --good-news"))
    }
    #expect(try ShareVerb.level(read("share"), .english) == 2)
    #expect(try ShareVerb.level(read("share --level tender"), .english) == 4)
    for bad in ["0", "6", "x", "-1", "99999999999"] {
        #expect(throws: Failure(.usage, .levelBad, ["word": bad])) {
            try ShareVerb.level(read("share --level=\(bad)"), .english)
        }
    }
}

@Test("a reminder of time together says with whom")
func deliveryWith() {
    var delivery = Delivery()
    delivery.note = "film night"
    delivery.dueAtMs = Fixture.nowMs
    delivery.localTime = "2027-03-04T20:15:00"
    delivery.zone = Evening.berlin
    #expect(
        Fixture.text().delivery(delivery, letter: "a", with: "Ben") == [
            "a  Thursday 4 March at 20:15  film night", "   With Ben",
        ])
    #expect(Fixture.text().delivery(delivery, letter: "a").count == 1)
}
