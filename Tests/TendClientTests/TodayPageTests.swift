import Codec
import Contracts
import TendClient
import Testing

@Test("the evening of the product's example, line by line")
func fullEvening() {
    let page = Evening.page(Evening.full())
    #expect(
        page.lines == [
            "Thursday evening, 4 March                                            Ana, Berlin",
            "",
            "With Ben                                               open until tomorrow 19:00",
            "  What made you laugh this week?",
            "  Write: tend answer     Not this one: tend pass",
            "  What you write stays sealed until you have both answered.",
            "To read",
            "  a  Cleo shared something good this morning                         tend read a",
            "Time together",
            "     Saturday 19:00   film night with Ben (13:00 for Ben)",
            "  b  Sunday   10:30   Cleo offers: a walk                  tend yes b, tend no b",
            "Only you see this",
            "  c  today 20:00   Pottery                                           tend done c",
            "     Nothing will ring before 22:00.",
            "That is all for today.",
        ])
    #expect(
        page.things == [
            LetteredThing(.share, 22), LetteredThing(.offer, 32),
            LetteredThing(Evening.pottery()),
        ])
}

@Test("an empty day is a good day")
func emptyDay() {
    let page = Evening.page(Evening.nothing())
    #expect(
        page.lines == [
            "Thursday evening, 4 March                                            Ana, Berlin",
            "", "Nothing asks for you today.",
        ])
    #expect(page.things.isEmpty)
}

@Test("quiet hours alone do not fill a day")
func quietDay() {
    var reply = Evening.nothing()
    reply.me?.quiet = [Evening.window(20 * 60, 7 * 60)]
    #expect(
        Evening.page(reply).lines.dropFirst(2) == [
            "Only you see this", "     Nothing will ring before 07:00.",
            "Nothing asks for you today.",
        ])
    // Before and after the window nothing is said.
    reply.me?.quiet = [Evening.window(21 * 60, 7 * 60)]
    #expect(Evening.page(reply).lines.count == 3)
}

@Test("with nobody there yet it says how to begin")
func alone() {
    var reply = Evening.nothing()
    reply.ties = TieList()
    #expect(
        Evening.page(reply).lines.dropFirst(2) == [
            "Nobody is here with you yet. To invite somebody: tend invite",
            "Nothing asks for you today.",
        ])
    reply.invites?.invites = [Invite()]
    #expect(
        Evening.page(reply).lines[2] == "An invitation of yours is open: tend invite list")
    reply.invites?.invites[0].state = .accepted
    #expect(Evening.page(reply).lines.count == 4)
    // Whoever had a tie is not told that nobody was ever there.
    reply.invites = InviteList()
    reply.ties?.ties = [Evening.ben]
    reply.ties?.ties[0].state = .ended
    #expect(
        Evening.page(reply).lines[2] == "You have no tie just now. To invite somebody: tend invite")
}

/// A part that does not answer, and the line that says so.
struct Missing: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let take: @Sendable (inout TodayReply) -> Void
    let said: String

    init(_ name: String, _ said: String, _ take: @escaping @Sendable (inout TodayReply) -> Void) {
        testDescription = name
        self.said = said
        self.take = take
    }
}

@Test(
    "a part that does not answer is named, and the rest is there",
    arguments: [
        Missing("prompt", "Questions cannot be reached just now; the rest is here.") {
            $0.questions = nil
        },
        Missing("reminder", "Reminders cannot be reached just now; the rest is here.") {
            $0.offers = nil
            $0.reminders = nil
        },
        Missing("profile", "Your ties cannot be reached just now; the rest is here.") {
            $0.me = nil
            $0.ties = nil
            $0.invites = nil
        },
        Missing(
            "prompt and reminder",
            "Questions and reminders cannot be reached just now; the rest is here."
        ) {
            $0.questions = nil
            $0.offers = nil
            $0.reminders = nil
        },
    ])
func missingPart(row: Missing) {
    var reply = Evening.full()
    row.take(&reply)
    let page = Evening.page(reply)
    #expect(page.lines[2] == row.said)
    let isThere = { (text: String) in page.lines.contains { $0.contains(text) } }
    #expect(isThere("tend answer") == (reply.questions != nil))
    #expect(isThere("tend yes") == (reply.offers != nil))
    #expect(isThere("Pottery") == (reply.reminders != nil))
    let isAll = reply.questions != nil || reply.offers != nil
    #expect(
        page.lines.last
            == (isAll ? "That is all for today." : "Nothing else asks for you today."))
    // Nothing at all is never an empty day in disguise.
    var bare = Evening.nothing()
    row.take(&bare)
    #expect(Evening.page(bare).lines.last == "Nothing else asks for you today.")
}

@Test("where no part answers it does not speak of the day at all")
func allMissing() {
    var reply = TodayReply()
    reply.nowMs = Fixture.nowMs
    #expect(
        Evening.page(reply).lines == [
            "Thursday evening, 4 March", "",
            "Nothing behind the door can be reached just now. Try again in a moment.",
        ])
}

@Test("without Profile nobody is named, and nothing breaks")
func noNames() {
    var reply = Evening.full()
    reply.ties = nil
    reply.questions?.revealed = [Evening.question(23)]
    let lines = Evening.page(reply).lines
    #expect(lines.contains { $0.hasPrefix("With somebody of yours") })
    #expect(lines.contains { $0.contains("Somebody shared something good this morning") })
    #expect(lines.contains { $0.contains("a walk, offered") })
    #expect(!lines.contains { $0.contains("Ben") || $0.contains("Cleo") })
}

@Test("several questions carry letters, the sealed one says how to change it")
func severalQuestions() {
    var reply = Evening.nothing()
    reply.questions?.open = [
        Evening.question(21), Evening.question(24, "What do you hope for?", tie: 2),
        Evening.question(25, "Tea or coffee?", mine: .sealed),
        Evening.question(26, "Gone.", mine: .passed),
    ]
    let page = Evening.page(reply)
    #expect(
        page.lines.dropFirst(2) == [
            "With Ben                                               open until tomorrow 19:00",
            "  What made you laugh this week?",
            "  Write: tend answer a     Not this one: tend pass a",
            "With Cleo                                              open until tomorrow 19:00",
            "  What do you hope for?",
            "  Write: tend answer b     Not this one: tend pass b",
            "  What you write stays sealed until you have both answered.",
            "With Ben                                               open until tomorrow 19:00",
            "  Tea or coffee?",
            "  Sealed. To change it: tend answer c     To take it back: add --withdraw",
            "That is all for today.",
        ])
    #expect(page.things.map(\.id) == [21, 24, 25])
}

@Test("what is answered, passed or untouched by the others cannot be told from the page")
func nothingOfOthers() {
    // The reply has no field for it; the page of one's own sealed answer promises nothing either.
    var reply = Evening.nothing()
    reply.questions?.open = [Evening.question(21, mine: .sealed)]
    let lines = Evening.page(reply).lines
    #expect(!lines.contains { $0.contains("Ben ") && $0.contains("answered") })
    #expect(
        lines.contains("  Sealed. To change it: tend answer     To take it back: add --withdraw"))
}

@Test("options are shown with their numbers, a scale with its ends")
func options() {
    var reply = Evening.nothing()
    var choice = Evening.question(21, "Which one?")
    choice.type = .single
    choice.options = ["tea", "coffee"]
    reply.questions?.open = [choice]
    #expect(
        Evening.page(reply).lines[3...5] == [
            "  Which one?", "  1 tea  2 coffee",
            "  Choose: tend answer 1     Not this one: tend pass",
        ])
    choice.type = .scale
    choice.options = ["not at all", "very"]
    reply.questions?.open = [choice]
    #expect(
        Evening.page(reply).lines[3...5] == [
            "  Which one?", "  from 1, not at all, to 7, very",
            "  From 1 to 7: tend answer 4     Not this one: tend pass",
        ])
}

@Test("words that came back, answers to read and a yes to an invitation")
func otherThings() {
    var reply = Evening.nothing()
    var head = ReturnedHead()
    head.questionID = 27
    head.text = "What do you hope for?"
    reply.questions?.returned = [head]
    reply.questions?.revealed = [Evening.question(23)]
    var invite = Invite()
    invite.id = 51
    invite.state = .accepted
    invite.sheet = ConsentSheet()
    invite.sheet?.inviteeName = "Dora"
    reply.invites?.invites = [invite]
    #expect(
        Evening.page(reply).lines.dropFirst(2) == [
            "  a  Dora says yes to your invitation                      tend invite confirm a",
            "  b  Your words are yours again: What do you hope for?     tend answer b --draft",
            "To read",
            "  c  With Ben, both answers: What made you laugh this week?          tend read c",
            "That is all for today.",
        ])
    reply.ties?.ties = [Evening.tie(1, "Ben", "Cleo")]
    #expect(Evening.page(reply).lines[5].hasPrefix("  c  With Ben and Cleo, every answer:"))
    head.questionID = 28
    reply.questions?.returned.append(head)
    #expect(Evening.page(reply).lines[4].hasSuffix("tend answer c --draft"))
}

@Test("agreed time that rings now can be done, what is far ahead waits")
func agreedTime() {
    var reply = Evening.nothing()
    var now = Evening.pottery()
    now.tieID = 1
    now.note = "film night"
    reply.reminders?.reminders = [now]
    var far = Evening.filmNight()
    far.nextDueAtMs = Fixture.nowMs + 15 * Evening.dayMs
    var mine = Evening.walk()
    mine.fromPersonID = 7
    mine.mine = .yes
    var refused = Evening.walk()
    refused.mine = .no
    reply.offers?.offers = [far, mine, refused]
    #expect(
        Evening.page(reply).lines.dropFirst(2) == [
            "Time together",
            "  a  today  20:00   film night with Ben                              tend done a",
            "     Sunday 10:30   a walk, offered to Cleo",
            "That is all for today.",
        ])
}

@Test("however much there is, a page has 20 lines of 80 columns and says where the rest is")
func muchOfEverything() {
    var reply = Evening.full()
    let long = String(repeating: "Quite a long word or two. ", count: 15)
    reply.questions?.open = (0..<16).map { Evening.question(100 + $0, long) }
    reply.questions?.revealed = (0..<16).map { Evening.question(200 + $0, long) }
    reply.questions?.shares = (0..<16).map { Evening.share(300 + $0) }
    reply.offers?.offers = (0..<40).map { _ in Evening.walk() }
    reply.reminders?.reminders = (0..<40).map { _ in Evening.pottery() }
    for ties in [[Evening.ben, Evening.cleo], []] {
        reply.ties?.ties = ties
        let page = Evening.page(reply)
        #expect(page.lines.count == TodayPage.linesMax)
        #expect(page.lines.allSatisfy { Columns.width($0) <= Columns.page })
        #expect(
            page.lines.last
                == "There is more than fits here: tend ritual list, tend remind list")
        // Every section has something, and every letter is a thing.
        for title in ["To read", "Time together", "Only you see this"] {
            #expect(page.lines.contains(title))
        }
        #expect(page.things.count <= 20)
    }
    // With nothing that has a list of its own, the rest comes by itself.
    reply.offers?.offers = []
    reply.reminders?.reminders = []
    #expect(
        Evening.page(reply).lines.last
            == "There is more than fits here; it comes up when there is room.")
}

@Test("a long question is shown whole where it is the only one")
func longQuestion() {
    var reply = Evening.nothing()
    let text = Array(repeating: "somewhere", count: 40).joined(separator: " ")
    reply.questions?.open = [Evening.question(21, text)]
    let page = Evening.page(reply)
    let shown = page.lines[3...].prefix { $0.contains("somewhere") }
    #expect(shown.joined(separator: " ").split(separator: " ").count == 40)
    #expect(page.lines.count <= TodayPage.linesMax)
}

@Test(
    "a name does not break a line, whatever it holds",
    arguments: [
        String(repeating: "Maximiliane ", count: 10), "\u{202E}neB", "Ben\u{1B}[31m\nEve", "נועה",
        "山田花子山田花子山田花子山田花子山田花子", "👩‍👩‍👧‍👧", "", "e\u{301}e\u{301}", "\u{2028}x", "a\tb",
    ])
func names(name: String) {
    var reply = Evening.full()
    reply.me = Evening.me(name)
    reply.ties?.ties = [Evening.tie(1, name), Evening.tie(2, name)]
    reply.questions?.revealed = [Evening.question(23, name)]
    reply.reminders?.reminders[0].note = name
    let page = Evening.page(reply)
    #expect(page.lines.count <= TodayPage.linesMax)
    for line in page.lines {
        #expect(Columns.width(line) <= Columns.page, "\(line)")
        for scalar in line.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
            let turns = [0x2028, 0x2029, 0x202E, 0x2066, 0x200F].contains(scalar.value)
            #expect(!isControl && !turns, "\(scalar.value) in \(line)")
        }
    }
}

@Test("no page counts, scores or shouts")
func voice() {
    for reply in [Evening.full(), Evening.nothing()] {
        for line in Evening.page(reply).lines {
            for mark in ["!", "%", "level", "streak", "unread"] {
                #expect(!line.contains(mark), "\(line)")
            }
        }
    }
}

@Test("an offer that comes again says so, on two lines where one is too short")
func offeredRitual() {
    var reply = Evening.nothing()
    var offer = Evening.filmNight(from: 100, zone: "America/New_York")
    offer.state = .waiting
    offer.mine = .none
    reply.offers?.offers = [offer]
    #expect(
        Evening.page(reply).lines.dropFirst(2) == [
            "Time together",
            "  a  Saturday 19:00   Ben offers: film night (13:00 for Ben), every Saturday",
            "                                                           tend yes a, tend no a",
            "That is all for today.",
        ])
}
