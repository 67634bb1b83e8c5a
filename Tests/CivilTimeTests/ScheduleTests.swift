import CivilTime
import Testing

@Suite("Schedules that make sense, and those that do not")
struct ScheduleTests {
    private static let start = local("2026-11-25T09:00")

    private static func zoned(_ rule: Schedule.Rule, _ end: Schedule.End = .never) -> Schedule {
        Schedule(start: .zoned(start, zone: "Europe/Berlin"), rule: rule, end: end)
    }

    @Test(
        "a schedule that makes sense stays as it is",
        arguments: [
            zoned(.once), zoned(.daily(interval: 1)),
            zoned(.daily(interval: 1000), .count(100_000)),
            zoned(.weekly(interval: 2, on: [.wednesday, .sunday], weekStart: .sunday)),
            zoned(.daily(interval: 1), .through(day("2026-11-25"))),
            zoned(.daily(interval: 1), .until(ms: utcMs("2026-11-25T08:00"))),
            Schedule(start: .floating(start), rule: .daily(interval: 1)),
            Schedule(start: .instant(ms: 1_800_000_000_123)),
        ])
    func sound(schedule: Schedule) throws {
        let checked = try schedule.validated()
        #expect(checked.schedule == schedule)
        #expect(checked.movedFrom == nil)
    }

    @Test(
        "a start that the weekly rule does not name moves to the first day it names",
        arguments: [
            // R25: Wednesday, every Monday.
            (1, WeekdaySet.monday, Weekday.monday, "2026-11-30T09:00"),
            (1, [.tuesday, .friday], .monday, "2026-11-27T09:00"),
            // Every second week counts from the week of the start, as RFC 5545 does.
            (2, .monday, .monday, "2026-12-07T09:00"),
            (2, .sunday, .monday, "2026-11-29T09:00"),
            (2, .sunday, .sunday, "2026-12-06T09:00"),
        ] as [(Int, WeekdaySet, Weekday, String)])
    func moved(interval: Int, days: WeekdaySet, weekStart: Weekday, first: String) throws {
        let asked = Self.zoned(.weekly(interval: interval, on: days, weekStart: weekStart))
        let checked = try asked.validated()
        #expect(checked.movedFrom == Self.start)
        #expect(checked.schedule.startLocal == local(first))
        #expect(checked.schedule.zoneID == "Europe/Berlin")
        // Moving it changed nothing that happens, and once is enough.
        #expect(try checked.schedule.validated().movedFrom == nil)
        var (before, after): (Int64, Int64) = (0, 0)
        for _ in 0..<20 {
            before = asked.next(afterMs: before, in: Fixtures.berlin)?.instantMs ?? -1
            after = checked.schedule.next(afterMs: after, in: Fixtures.berlin)?.instantMs ?? -2
            #expect(before == after)
        }
    }

    @Test(
        "what makes no sense is refused with the reason",
        arguments: [
            (zoned(.daily(interval: 0)), ScheduleError.interval(0, most: 1000)),
            (zoned(.daily(interval: 1001)), .interval(1001, most: 1000)),
            (zoned(.weekly(interval: -1, on: .monday)), .interval(-1, most: 1000)),
            (zoned(.weekly(interval: .min, on: .monday)), .interval(.min, most: 1000)),
            (zoned(.weekly(interval: 1, on: [])), .noWeekdays),
            (zoned(.daily(interval: 1), .count(0)), .count(0, most: 100_000)),
            (zoned(.daily(interval: 1), .count(100_001)), .count(100_001, most: 100_000)),
            (zoned(.once, .count(1)), .endWithoutRule),
            (zoned(.once, .until(ms: utcMs("2030-01-01T00:00"))), .endWithoutRule),
            (zoned(.daily(interval: 1), .through(day("2026-11-24"))), .endsBeforeStart),
            (
                zoned(.weekly(interval: 1, on: .monday), .through(day("2026-11-29"))),
                .endsBeforeStart
            ),
            (zoned(.daily(interval: 1), .until(ms: utcMs("2026-11-23T00:00"))), .endsBeforeStart),
            (zoned(.daily(interval: 1), .until(ms: .max)), .instantOutOfRange),
            (Schedule(start: .instant(ms: .max)), .instantOutOfRange),
            (Schedule(start: .instant(ms: 0), rule: .daily(interval: 1)), .instantCannotRepeat),
            (Schedule(start: .zoned(start, zone: "../etc/passwd")), .malformedZone),
            (Schedule(start: .zoned(start, zone: "localtime")), .malformedZone),
            (Schedule(start: .zoned(start, zone: "")), .malformedZone),
            (
                Schedule(
                    start: .floating(.last), rule: .weekly(interval: 1, on: .monday)),
                .endsBeforeStart
            ),
        ])
    func refused(schedule: Schedule, error: ScheduleError) {
        #expect(throws: error) { try schedule.validated() }
    }

    @Test("a schedule nobody validated never traps")
    func unvalidated() {
        let rules: [Schedule.Rule] = [
            .once, .daily(interval: .min), .daily(interval: .max), .weekly(interval: 0, on: []),
            .weekly(interval: .max, on: .everyDay, weekStart: .sunday),
        ]
        let ends: [Schedule.End] = [
            .never, .count(.min), .count(0), .count(.max), .until(ms: .min), .until(ms: .max),
            .through(.first), .through(.last),
        ]
        let starts: [Schedule.Start] = [
            .instant(ms: .min), .instant(ms: .max), .floating(.first), .floating(.last),
            .zoned(local("2011-12-29T09:00"), zone: ""),
        ]
        let instants: [Int64] = [.min, -1, 0, utcMs("2011-12-30T19:00"), .max]
        for rule in rules {
            for end in ends {
                for start in starts {
                    let schedule = Schedule(start: start, rule: rule, end: end)
                    _ = try? schedule.validated()
                    for instant in instants {
                        _ = schedule.next(afterMs: instant, in: Fixtures.apia)
                        _ = schedule.last(throughMs: instant, in: Fixtures.kiritimati)
                        _ = schedule.occurrences(
                            afterMs: .min, throughMs: instant, in: Fixtures.apia)
                        _ = schedule.next(afterLocal: .first, in: Fixtures.apia)
                    }
                }
            }
        }
    }
}
