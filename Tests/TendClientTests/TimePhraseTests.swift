import CivilTime
import Contracts
import TendClient
import Testing

/// A phrase and the rule it means, told on Thursday 4 March 2027 at 20:15 in Berlin.
struct PhraseRow: CustomTestStringConvertible, Sendable {
    let phrase: String
    let meant: String

    init(_ phrase: String, _ meant: String) {
        self.phrase = phrase
        self.meant = meant
    }

    var testDescription: String { phrase }
}

private func rule(_ phrase: String, zone: String = "Europe/Berlin") throws -> ScheduleRule {
    try TimePhrase(
        nowMs: Fixture.nowMs, zone: try Fixture.zones().zone(zone), vocabulary: .english
    ).rule(phrase.split(separator: " ").map(String.init))
}

/// A rule as one short line.
private func brief(_ rule: ScheduleRule) -> String {
    if rule.kind == .absolute { return "in \((rule.atMs - Fixture.nowMs) / 60_000) min" }
    switch rule.frequency {
    case .once: return "once \(rule.localStart)"
    case .daily: return "daily \(rule.interval) \(rule.localStart)"
    case .weekly: return "weekly \(rule.interval) \(rule.weekdays) \(rule.localStart)"
    }
}

@Test(
    "a phrase means a rule",
    arguments: [
        PhraseRow("every sunday 19:00", "weekly 1 [7] 2027-03-07T19:00"),
        PhraseRow("Every Sunday at 19:00", "weekly 1 [7] 2027-03-07T19:00"),
        PhraseRow("19:00 every sunday", "weekly 1 [7] 2027-03-07T19:00"),
        PhraseRow("every sun 7pm", "weekly 1 [7] 2027-03-07T19:00"),
        PhraseRow("every thursday 20:16", "weekly 1 [4] 2027-03-04T20:16"),
        PhraseRow("every thursday 20:15", "weekly 1 [4] 2027-03-11T20:15"),
        PhraseRow("every mon, thu and sat 7:30", "weekly 1 [1, 4, 6] 2027-03-06T07:30"),
        PhraseRow("every weekday 8:30", "weekly 1 [1, 2, 3, 4, 5] 2027-03-05T08:30"),
        PhraseRow("every week 21:00", "weekly 1 [4] 2027-03-04T21:00"),
        PhraseRow("every 2 weeks on sunday wednesday 19:00", "weekly 2 [3, 7] 2027-03-07T19:00"),
        PhraseRow("every other week on friday 12:00", "weekly 2 [5] 2027-03-05T12:00"),
        PhraseRow("every day 8:30", "daily 1 2027-03-05T08:30"),
        PhraseRow("every day 20:30", "daily 1 2027-03-04T20:30"),
        PhraseRow("every 3 days 8:30am", "daily 3 2027-03-05T08:30"),
        PhraseRow("2027-03-09 14:30", "once 2027-03-09T14:30"),
        PhraseRow("2027-03-09T14:30", "once 2027-03-09T14:30"),
        PhraseRow("on 2028-02-29 at 0:05", "once 2028-02-29T00:05"),
        PhraseRow("today 23:59", "once 2027-03-04T23:59"),
        PhraseRow("tomorrow 9:00", "once 2027-03-05T09:00"),
        PhraseRow("tomorrow at 12am", "once 2027-03-05T00:00"),
        PhraseRow("tomorrow 12:30pm", "once 2027-03-05T12:30"),
        PhraseRow("sunday 19:00", "once 2027-03-07T19:00"),
        PhraseRow("thursday 9:00", "once 2027-03-11T09:00"),
        PhraseRow("in 20 minutes", "in 20 min"),
        PhraseRow("in 90 min", "in 90 min"),
        PhraseRow("in 1 hour and 30 minutes", "in 90 min"),
        PhraseRow("in 1h 5m", "in 65 min"),
        PhraseRow("in 2 days", "in 2880 min"),
        PhraseRow("in 2 weeks at 9:00", "once 2027-03-18T09:00"),
    ])
func phraseMeansRule(row: PhraseRow) throws {
    let rule = try rule(row.phrase)
    #expect(brief(rule) == row.meant)
    #expect(rule.zone == (rule.kind == .absolute ? "" : "Europe/Berlin"))
}

@Test("tomorrow is the day after today in the zone that is meant, not here")
func tomorrowElsewhere() throws {
    // 20:15 in Berlin is 14:15 in New York; both are the 4th, and at 2:00 UTC they differ.
    #expect(try rule("today 19:00", zone: "America/New_York").localStart == "2027-03-04T19:00")
    let late = TimePhrase(
        nowMs: Fixture.nowMs + 6 * 3_600_000,
        zone: try Fixture.zones().zone("America/New_York"), vocabulary: .english)
    #expect(try late.rule(["tomorrow", "9:00"]).localStart == "2027-03-05T09:00")
}

@Test("one quoted phrase is read as its words are")
func quotedPhrase() throws {
    let phrase = TimePhrase(
        nowMs: Fixture.nowMs, zone: try Fixture.zones().zone("Etc/UTC"), vocabulary: .english)
    #expect(
        brief(try phrase.rule(["every sunday", "at 19:00"])) == "weekly 1 [7] 2027-03-07T19:00")
}

@Test(
    "what names no time is refused with what to write",
    arguments: [
        PhraseRow(
            "every sundya 19:00", "\"sundya\" does not name a time here. Did you mean sunday?"),
        PhraseRow("evry sunday 19:00", "\"evry\" does not name a time here. Did you mean every?"),
        PhraseRow(
            "night every sunday 19:00",
            "\"night\" does not name a time here. Write for example: every sunday 19:00, tomorrow"
                + " 9:00, in 20 minutes"),
        PhraseRow(
            "every sunday",
            "At what time? Write it at the end, as in: tend remind add \"Film night\" every sunday"
                + " 19:00"),
        PhraseRow("every sunday 25:00", "\"25:00\" is no time of day. Write it as 19:00 or 8:30."),
        PhraseRow("every sunday 19:0", "\"19:0\" is no time of day. Write it as 19:00 or 8:30."),
        PhraseRow("tomorrow 13pm", "\"13pm\" is no time of day. Write it as 19:00 or 8:30."),
        PhraseRow("2027-02-29 9:00", "There is no day 2027-02-29. A day is written as 2027-03-09."),
        PhraseRow(
            "19:00",
            "On which day? Write for example: today 19:00, tomorrow 19:00, every sunday 19:00"),
        PhraseRow(
            "every 19:00",
            "On which day? Write for example: today 19:00, tomorrow 19:00, every sunday 19:00"),
        PhraseRow("every 0 days 9:00", "\"0\" is not a number from 1 to 999."),
        PhraseRow("in 1000 minutes", "\"1000\" is not a number from 1 to 999."),
        PhraseRow(
            "tomorrow 9:00 10:00",
            "\"10:00\" is one time of day too many. Put the words of the note in quotes."),
        PhraseRow(
            "in 20 minutes 9:00",
            "\"09:00\" is one time of day too many. Put the words of the note in quotes."),
        PhraseRow("tomorrow 19.00", "\"19.00\" is no time of day. Write it as 19:00 or 8:30."),
        PhraseRow(
            "every month 9:00",
            "Nothing repeats by months or years yet. Days and weeks do, as in: every 4 weeks on"
                + " sunday 19:00"),
        PhraseRow(
            "in 5 seconds",
            "\"seconds\" is no length of time here. Write for example: in 20 minutes, in 2 hours, in"
                + " 3 days"),
        PhraseRow(
            "in a while",
            "\"a\" is no length of time here. Write for example: in 20 minutes, in 2 hours, in 3"
                + " days"),
        PhraseRow(
            "tomorrow m 9:00",
            "\"m\" does not name a time here. Write for example: every sunday 19:00, tomorrow 9:00,"
                + " in 20 minutes"),
    ])
func nonsenseTimeIsRefused(row: PhraseRow) throws {
    let failure = try #require(throws: Failure.self) { try rule(row.phrase) }
    #expect(failure.exit == .usage)
    let said = Words.english.text(failure.phrase)
    #expect(said == row.meant)
}

@Test("no words trap, at the edges of the calendar neither")
func anyWords() throws {
    let words = [
        "every", "in", "9999-12-31", "day", "999", "weeks", "19:00", "tomorrow", ":", "1:",
        "99999999999999999999", "am", "pm", "5sam", "é", "-1", "T", "1T2", "on", "next",
    ]
    for nowMs in [Fixture.nowMs, 0, 253_402_300_799_000, Int64.max / 2, Int64.min / 2] {
        let phrase = TimePhrase(
            nowMs: nowMs, zone: try Fixture.zones().zone("Europe/Berlin"), vocabulary: .english)
        for first in words {
            for second in words {
                for third in words { _ = try? phrase.rule([first, second, third]) }
            }
        }
    }
}
