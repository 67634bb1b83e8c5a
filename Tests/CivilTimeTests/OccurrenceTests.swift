import CivilTime
import TestSupport
import Testing

@Suite("When a schedule happens")
struct OccurrenceTests {
    /// A case of the reminder rules: zone, rule, start, end, and the instants in UTC.
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var zone: TimeZoneData
        var start: String
        var rule: Schedule.Rule
        var end = Schedule.End.never
        var expected: [String]
        var isFinite = false

        var testDescription: String { name }
    }

    private static let rows: [Row] = [
        Row(
            name: "R01 daily 02:30 over a gap", zone: Fixtures.newYork, start: "2026-03-07T02:30",
            rule: .daily(interval: 1),
            expected: ["2026-03-07T07:30", "2026-03-08T07:30", "2026-03-09T06:30"]),
        Row(
            name: "R01 a count keeps the shifted one", zone: Fixtures.newYork,
            start: "2026-03-08T02:30", rule: .daily(interval: 1), end: .count(2),
            expected: ["2026-03-08T07:30", "2026-03-09T06:30"], isFinite: true),
        Row(
            name: "R02 daily 01:30 over an overlap", zone: Fixtures.newYork,
            start: "2026-10-31T01:30", rule: .daily(interval: 1),
            expected: ["2026-10-31T05:30", "2026-11-01T05:30", "2026-11-02T06:30"]),
        Row(
            name: "R03 Berlin 09:00 over a change", zone: Fixtures.berlin,
            start: "2026-03-28T09:00", rule: .daily(interval: 1),
            expected: ["2026-03-28T08:00", "2026-03-29T07:00", "2026-03-30T07:00"]),
        Row(
            name: "R04 Lord Howe, half an hour skipped", zone: Fixtures.lordHowe,
            start: "2026-10-03T02:15", rule: .daily(interval: 1),
            expected: ["2026-10-02T15:45", "2026-10-03T15:45", "2026-10-04T15:15"]),
        Row(
            name: "R05 Lord Howe, half an hour twice", zone: Fixtures.lordHowe,
            start: "2026-04-04T01:45", rule: .daily(interval: 1),
            expected: ["2026-04-03T14:45", "2026-04-04T14:45", "2026-04-05T15:15"]),
        Row(
            name: "R06 Cairo, midnight skipped", zone: Fixtures.cairo, start: "2026-04-23T00:00",
            rule: .daily(interval: 1),
            expected: ["2026-04-22T22:00", "2026-04-23T22:00", "2026-04-24T21:00"]),
        Row(
            name: "R07 Santiago, the hour after midnight skipped", zone: Fixtures.santiago,
            start: "2026-09-06T00:30", rule: .once, expected: ["2026-09-06T04:30"],
            isFinite: true),
        Row(
            name: "R08 Havana, the hour after midnight twice", zone: Fixtures.havana,
            start: "2026-11-01T00:30", rule: .daily(interval: 1),
            expected: ["2026-11-01T04:30", "2026-11-02T05:30"]),
        Row(
            name: "R09 Apia, a day missing", zone: Fixtures.apia, start: "2011-12-28T09:00",
            rule: .daily(interval: 1),
            expected: [
                "2011-12-28T19:00", "2011-12-29T19:00", "2011-12-30T19:00", "2011-12-31T19:00",
            ]),
        Row(
            name: "R09 two at one instant count once", zone: Fixtures.apia,
            start: "2011-12-28T09:00", rule: .daily(interval: 1), end: .count(4),
            expected: [
                "2011-12-28T19:00", "2011-12-29T19:00", "2011-12-30T19:00", "2011-12-31T19:00",
            ], isFinite: true),
        Row(
            name: "R10 Dublin, daylight saving in winter", zone: Fixtures.dublin,
            start: "2026-10-24T09:00", rule: .daily(interval: 1),
            expected: ["2026-10-24T08:00", "2026-10-25T09:00"]),
        Row(
            name: "R11 Kathmandu", zone: Fixtures.kathmandu, start: "2026-07-01T09:00",
            rule: .daily(interval: 1), expected: ["2026-07-01T03:15", "2026-07-02T03:15"]),
        Row(
            name: "R11 Tehran", zone: Fixtures.tehran, start: "2026-07-01T09:00",
            rule: .daily(interval: 1), expected: ["2026-07-01T05:30", "2026-07-02T05:30"]),
        Row(
            name: "R18 every working day", zone: .utc, start: "2026-11-27T09:00",
            rule: .weekly(interval: 1, on: .workdays),
            expected: [
                "2026-11-27T09:00", "2026-11-30T09:00", "2026-12-01T09:00", "2026-12-02T09:00",
            ]),
        Row(
            name: "R19 weeks that begin on Monday", zone: .utc, start: "1997-08-05T09:00",
            rule: .weekly(interval: 2, on: [.tuesday, .sunday], weekStart: .monday),
            end: .count(4),
            expected: [
                "1997-08-05T09:00", "1997-08-10T09:00", "1997-08-19T09:00", "1997-08-24T09:00",
            ], isFinite: true),
        Row(
            name: "R19 weeks that begin on Sunday", zone: .utc, start: "1997-08-05T09:00",
            rule: .weekly(interval: 2, on: [.tuesday, .sunday], weekStart: .sunday),
            end: .count(4),
            expected: [
                "1997-08-05T09:00", "1997-08-17T09:00", "1997-08-19T09:00", "1997-08-31T09:00",
            ], isFinite: true),
        Row(
            name: "R24 until the instant of the third", zone: Fixtures.newYork,
            start: "2026-10-31T09:00", rule: .daily(interval: 1),
            end: .until(ms: utcMs("2026-11-02T14:00")),
            expected: ["2026-10-31T13:00", "2026-11-01T14:00", "2026-11-02T14:00"],
            isFinite: true),
        Row(
            name: "R24 until a minute before it", zone: Fixtures.newYork,
            start: "2026-10-31T09:00", rule: .daily(interval: 1),
            end: .until(ms: utcMs("2026-11-02T13:59")),
            expected: ["2026-10-31T13:00", "2026-11-01T14:00"], isFinite: true),
        Row(
            name: "R24 through a local date", zone: Fixtures.newYork,
            start: "2026-10-31T23:30", rule: .daily(interval: 1), end: .through(day("2026-11-01")),
            expected: ["2026-11-01T03:30", "2026-11-02T04:30"], isFinite: true),
        Row(
            name: "R25 a start the rule does not name", zone: .utc, start: "2026-11-25T09:00",
            rule: .weekly(interval: 1, on: .monday), end: .count(3),
            expected: ["2026-11-30T09:00", "2026-12-07T09:00", "2026-12-14T09:00"],
            isFinite: true),
        Row(
            name: "T20 Berlin's Sunday at seven", zone: Fixtures.berlin,
            start: "2027-03-07T19:00", rule: .weekly(interval: 1, on: .sunday),
            expected: [
                "2027-03-07T18:00", "2027-03-14T18:00", "2027-03-21T18:00", "2027-03-28T17:00",
            ]),
        Row(
            name: "T21 once, over a gap", zone: Fixtures.newYork, start: "2021-03-14T02:30",
            rule: .once, expected: ["2021-03-14T07:30"], isFinite: true),
        Row(
            name: "every third day", zone: .utc, start: "2026-12-30T07:00",
            rule: .daily(interval: 3),
            expected: ["2026-12-30T07:00", "2027-01-02T07:00", "2027-01-05T07:00"]),
        Row(
            name: "the end of the calendar", zone: Fixtures.newYork, start: "9999-12-31T09:00",
            rule: .daily(interval: 1), expected: ["9999-12-31T14:00"], isFinite: true),
    ]

    @Test("the cases of the reminder rules", arguments: rows)
    func table(row: Row) {
        let schedule = Schedule(start: .floating(local(row.start)), rule: row.rule, end: row.end)
        var found: [String] = []
        var instant = utcMs(row.start) - 7 * 86_400_000
        while found.count < row.expected.count + (row.isFinite ? 1 : 0),
            let next = schedule.next(afterMs: instant, in: row.zone)
        {
            instant = next.instantMs
            found.append(inUTC(ms: instant))
        }
        #expect(found == row.expected)
    }

    @Test("the nominal time names the occurrence even when the clock skips it")
    func nominalNames() {
        let night = Schedule(start: .floating(local("2026-03-08T02:30")))
        #expect(
            night.next(afterMs: 0, in: Fixtures.newYork)
                == Occurrence(
                    localDateTime: local("2026-03-08T02:30"), instantMs: utcMs("2026-03-08T07:30")))
        // Of the two that coincide the earlier date is the name.
        let daily = Schedule(start: .floating(local("2011-12-28T09:00")), rule: .daily(interval: 1))
        let merged = daily.next(afterMs: utcMs("2011-12-29T19:00"), in: Fixtures.apia)
        #expect(merged?.localDateTime == local("2011-12-30T09:00"))
        #expect(daily.last(throughMs: utcMs("2011-12-30T19:00"), in: Fixtures.apia) == merged)
        let after = daily.next(afterMs: utcMs("2011-12-30T19:00"), in: Fixtures.apia)
        #expect(after?.localDateTime == local("2012-01-01T09:00"))
    }

    @Test("Berlin's Sunday at seven is shown in New York as product rule T20 says")
    func shownElsewhere() {
        let ritual = Schedule(
            start: .zoned(local("2027-03-07T19:00"), zone: "Europe/Berlin"),
            rule: .weekly(interval: 1, on: .sunday))
        var shown: [String] = []
        var instant: Int64 = 0
        for _ in 0..<4 {
            guard let next = ritual.next(afterMs: instant, in: Fixtures.berlin) else { break }
            instant = next.instantMs
            shown.append(
                Fixtures.newYork.localDateTime(atUnixSeconds: instant / 1000).description)
        }
        #expect(
            shown == [
                "2027-03-07T13:00", "2027-03-14T14:00", "2027-03-21T14:00", "2027-03-28T13:00",
            ])
    }

    @Test("an instant happens once, to the millisecond, wherever the person is")
    func instants() {
        let alarm = Schedule(start: .instant(ms: 1_800_000_000_123))
        let expected = Occurrence(
            localDateTime: local("2027-01-15T08:00"), instantMs: 1_800_000_000_123)
        #expect(alarm.next(afterMs: 1_800_000_000_122, in: Fixtures.apia) == expected)
        #expect(alarm.next(afterMs: 1_800_000_000_123, in: Fixtures.apia) == nil)
        #expect(alarm.last(throughMs: 1_800_000_000_122, in: .utc) == nil)
        #expect(alarm.last(throughMs: 1_800_000_000_123, in: .utc) == expected)
        #expect(
            alarm.occurrences(afterMs: 0, throughMs: .max, in: .utc)
                == Schedule.Elapsed(count: 1, newest: expected))
        #expect(alarm.next(afterLocal: .first, in: .utc) == nil)
    }

    @Test("milliseconds within a second do not repeat or lose the occurrence on it")
    func milliseconds() {
        let schedule = Schedule(start: .floating(local("2027-01-15T08:00")))
        let at: Int64 = 1_800_000_000_000
        #expect(schedule.next(afterMs: at - 1, in: .utc)?.instantMs == at)
        #expect(schedule.next(afterMs: at, in: .utc) == nil)
        #expect(schedule.last(throughMs: at - 1, in: .utc) == nil)
        #expect(schedule.last(throughMs: at, in: .utc)?.instantMs == at)
        #expect(schedule.occurrences(afterMs: at - 1, throughMs: at, in: .utc).count == 1)
        #expect(schedule.occurrences(afterMs: at, throughMs: at + 1, in: .utc).count == 0)
        #expect(schedule.occurrences(afterMs: at, throughMs: at - 5000, in: .utc).count == 0)
    }

    @Test(
        "a floating time asked from the one that fired last neither repeats nor skips on a journey")
    func travel() {
        let daily = Schedule(start: .floating(local("2027-05-01T09:00")), rule: .daily(interval: 1))
        // Fired in Berlin on the 3rd, then flown to New York: 09:00 there comes again that day.
        let fired = local("2027-05-03T09:00")
        let next = daily.next(afterLocal: fired, in: Fixtures.newYork)
        #expect(next?.localDateTime == local("2027-05-04T09:00"))
        // From New York to Samoa the next one has passed already, and is due at once.
        let east = daily.next(afterLocal: fired, in: Fixtures.apia)
        #expect(east?.instantMs == utcMs("2027-05-03T20:00"))
        // Over the missing day the repeat of the 30th is left out.
        let old = Schedule(start: .floating(local("2011-12-28T09:00")), rule: .daily(interval: 1))
        let over = old.next(afterLocal: local("2011-12-30T09:00"), in: Fixtures.apia)
        #expect(over?.localDateTime == local("2012-01-01T09:00"))
    }
}
