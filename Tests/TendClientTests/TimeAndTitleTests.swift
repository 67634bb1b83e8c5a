import CivilTime
import Contracts
import TendClient
import Testing

private func phrase() throws -> TimePhrase {
    TimePhrase(
        nowMs: Fixture.nowMs, zone: try Fixture.zones().zone("Europe/Berlin"),
        vocabulary: .english)
}

/// The words after the name, as `tend offer ben` reads them.
private func parted(_ line: [String]) throws -> TimeAndTitle {
    let words = ["offer", "ben"] + line
    let arguments = try Invocation(words, environment: [:], verbs: Verb.all).arguments
    return try TimeAndTitle(
        Array(arguments.plain.dropFirst()), dashesAt: arguments.dashesAt.map { $0 - 1 },
        phrase: try phrase(), example: "tend offer ben sunday 10:30 walk")
}

@Test(
    "a time, then what it is",
    arguments: [
        ("sunday 10:30 walk", "2027-03-07T10:30", "walk"),
        ("10:30 sunday walk", "2027-03-07T10:30", "walk"),
        ("sunday 10:30 the long walk", "2027-03-07T10:30", "the long walk"),
        ("on sunday at 10:30 the next walk", "2027-03-07T10:30", "the next walk"),
        ("tomorrow 7pm walk at the lake", "2027-03-05T19:00", "walk at the lake"),
        ("2027-03-09 14:30 tea", "2027-03-09T14:30", "tea"),
        ("in 2 days 19:00 walk", "2027-03-06T19:00", "walk"),
        ("every saturday 19:00 film night", "2027-03-06T19:00", "film night"),
        ("every saturday 19:00 saturday roast", "2027-03-06T19:00", "saturday roast"),
        ("every 2 weeks on sunday 19:00 walk", "2027-03-07T19:00", "walk"),
        ("sunday 10:30 -- every day is a walk", "2027-03-07T10:30", "every day is a walk"),
        ("sunday 10:30 -- sunday 10:30", "2027-03-07T10:30", "sunday 10:30"),
        ("sunday 10:30 -- --json", "2027-03-07T10:30", "--json"),
    ])
func timesAndTitles(line: String, start: String, title: String) throws {
    let said = try parted(line.split(separator: " ").map(String.init))
    #expect(said.rule.localStart == start)
    #expect(said.title == title)
}

@Test("several weekdays belong to the time, a quoted title is a title")
func weekdaysAndQuotes() throws {
    let days = try parted(["19:00", "every", "sunday", "wednesday", "film"])
    #expect(days.rule.weekdays == [3, 7])
    #expect(days.title == "film")
    let quoted = try parted(["every", "sunday", "19:00", "sunday roast"])
    #expect(quoted.title == "sunday roast")
    #expect(try parted(["in", "1h", "30m", "walk"]).title == "walk")
    #expect(try parted(["in", "20", "minutes", "walk"]).rule.atMs == Fixture.nowMs + 1_200_000)
}

@Test(
    "what has no time, no title or a wrong one is refused in a sentence of its own",
    arguments: [
        ("sunday 10:30", .titleMissing), ("sunday 10:30 --", .titleMissing),
        ("sunday walk", .offerTimeMissing), ("walk sunday", .offerTimeMissing),
        ("walk 10:30", .offerTimeMissing), ("sunda 10:30 walk", .timeUnknownNear),
        ("sunday 25:00 walk", .timeBad), ("2027-02-30 10:30 walk", .timeDateBad),
        ("10:30 walk", .offerTimeMissing),
    ] as [(String, WordID)])
func badTimes(line: String, id: WordID) throws {
    let failure = try #require(throws: Failure.self) {
        try parted(line.split(separator: " ").map(String.init))
    }
    #expect(failure.exit == .usage)
    #expect(failure.phrase.id == id, "\(Words.english.text(failure.phrase))")
}

@Test("a title is one line of bounded length")
func titles() throws {
    #expect(throws: Failure(.usage, .titleLines)) {
        try parted(["sunday", "10:30", "a\nb"])
    }
    let long = String(repeating: "x", count: Contracts.Limits.titleBytesMax + 1)
    #expect(throws: Failure(.usage, .titleTooLong, ["limit": "256"])) {
        try parted(["sunday", "10:30", long])
    }
    #expect(throws: Failure.self) { try parted(["sunday", "10:30", "   "]) }
}

@Test("no line of any words traps")
func anyTimeLine() {
    let words = ["", "sunday", "10:30", "every", "--", "in", "2", "é", "the"]
    for first in words {
        for second in words {
            for third in words { _ = try? parted([first, second, third]) }
        }
    }
}

@Test(
    "quiet hours are two times of day",
    arguments: [("22:00", "07:00", 1320, 420), ("0:00", "23:59", 0, 1439)]
        as [(String, String, Int32, Int32)])
func quietWindows(start: String, end: String, from: Int32, to: Int32) throws {
    let window = try QuietAddVerb.window(start, end)
    #expect(window.startMinute == from && window.endMinute == to)
}

@Test(
    "what is no time of day is refused",
    arguments: ["", "24:00", "7", "7pm", "7:0", "22:60", "-1:00", "٢٢:٠٠", "22:00:00", "22.00"])
func badQuiet(text: String) {
    #expect(throws: Failure(.usage, .timeBad, ["word": text])) {
        try QuietAddVerb.window(text, "07:00")
    }
    #expect(throws: Failure(.usage, .quietEmpty)) { try QuietAddVerb.window("7:00", "07:00") }
}

@Test("quiet hours are listed with letters, and shown with oneself")
func quietText() {
    let windows = [Evening.window(1320, 420), Evening.window(780, 840)]
    #expect(
        QuietListVerb.lines(windows, Fixture.times()) == [
            "a  22:00 to 07:00", "b  13:00 to 14:00",
        ])
    #expect(QuietListVerb.lines([], Fixture.times()).count == 1)
    var me = Evening.me()
    me.quiet = windows
    #expect(
        MeVerb.lines(me, Fixture.times()).last == "Quiet     22:00 to 07:00 and 13:00 to 14:00")
}

@Test("time together is told in the reader's own zone, and of who offers only what they offered")
func offerText() {
    let text = OfferText(times: Fixture.times(), book: Evening.book(), zone: Evening.berlin)
    let mine = Evening.filmNight()
    let theirs = Evening.filmNight(from: 100, zone: "America/New_York")
    #expect(text.elsewhere(mine) == "")
    #expect(text.elsewhere(theirs) == " (13:00 for Ben)")
    #expect(
        text.list([mine, theirs, Evening.walk()]) == [
            "a  Saturday 19:00   film night with Ben, every Saturday",
            "b  Saturday 19:00   film night with Ben (13:00 for Ben), every Saturday",
            "c  Sunday 10:30     Cleo offers: a walk                    tend yes c, tend no c",
        ])
    #expect(
        text.list([]) == [
            "No time together is set. Offer some: tend offer ben sunday 10:30 walk"
        ])
    let alone = OfferText(times: Fixture.times(), book: Evening.book([]), zone: Evening.berlin)
    #expect(
        alone.list([]) == [
            "No time together is set. To invite somebody for it: tend invite"
        ])
    #expect(
        text.said(mine, .saidAgreed) == [
            "Agreed with Ben: film night, every Saturday, first on Saturday 6 March at 19:00."
        ])
    #expect(text.said(Evening.walk(), .saidNo) == ["Not this time: a walk."])
}

@Test("what is agreed to is listed whole, however long it is")
func longOffer() {
    let text = OfferText(times: Fixture.times(), book: Evening.book(), zone: Evening.berlin)
    var offer = Evening.filmNight(from: 100, zone: "America/New_York")
    offer.state = .waiting
    offer.mine = .none
    #expect(
        text.list([offer]) == [
            "a  Saturday 19:00   Ben offers: film night (13:00 for Ben), every Saturday",
            "                                                           tend yes a, tend no a",
        ])
    offer.title = "film night with popcorn and the good blanket"
    #expect(
        text.list([offer]) == [
            "a  Saturday 19:00   Ben offers: film night with popcorn and the good blanket",
            "                    (13:00 for Ben), every Saturday        tend yes a, tend no a",
        ])
    var reply = Evening.nothing()
    reply.offers?.offers = [offer]
    #expect(Evening.page(reply).lines.contains { $0.contains("every Saturday") })
}

@Test("another day where they are is said, and the weekdays are the reader's own")
func otherDay() {
    var late = Evening.filmNight(from: 100, zone: "America/New_York")
    late.schedule.localStart = "2027-03-06T21:00"
    late.nextDueAtMs += 8 * Evening.hourMs
    let text = OfferText(times: Fixture.times(), book: Evening.book(), zone: Evening.berlin)
    #expect(
        text.list([late]) == [
            "a  Sunday 03:00   film night with Ben (Saturday 21:00 for Ben), every Sunday"
        ])
}

@Test("what was answered to an offer is said plainly")
func offerAnswers() {
    #expect(YesVerb.said(Evening.walk(), yes: true) == .saidYes)
    #expect(YesVerb.said(Evening.filmNight(), yes: true) == .saidAgreed)
    #expect(YesVerb.said(Evening.filmNight(), yes: false) == .saidNo)
}

@Test("ideas say how long they take and what they cost")
func ideas() throws {
    var idea = Idea()
    idea.title = "A walk without a map"
    idea.minutes = 60
    var list = IdeaList()
    list.ideas = [idea]
    #expect(
        RitualSuggestVerb.lines(list, .english) == [
            "A walk without a map                                       1 hour, costs nothing"
        ])
    list.ideas[0].title = String(repeating: "word ", count: 12)
    let lines = RitualSuggestVerb.lines(list, .english)
    #expect(lines.allSatisfy { Columns.width($0) <= Columns.page && !$0.contains("…") })
    #expect(RitualSuggestVerb.lines(IdeaList(), .english).count == 1)
    #expect(try RitualSuggestVerb.cost(nil) == 3)
    #expect(try RitualSuggestVerb.cost("0") == 0)
    for bad in ["4", "-1", "x", ""] {
        #expect(throws: Failure(.usage, .costBad)) { try RitualSuggestVerb.cost(bad) }
    }
}
