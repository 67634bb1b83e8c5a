import CivilTime
import TestSupport
import Testing

/// The engine against a model that walks through every day, as the engine never does.
@Suite("Seeking finds what walking finds")
struct OccurrenceModelTests {
    @Test("in zones with ordinary and with strange jumps", arguments: Fixtures.all)
    func fixtures(zone: TimeZoneData) {
        var random = SeededRandom(seed: zone.fingerprint)
        let starts = [
            "2026-02-20T02:30", "2011-12-01T09:00", "1994-12-20T00:30", "2001-09-01T01:46:40",
            "1969-12-25T02:00", "1969-12-25T14:00",
        ]
        for start in starts {
            for _ in 0..<25 { compare(zone, from: local(start), &random) }
        }
    }

    @Test("in zones that jump by up to two days several times a week", arguments: 0..<60)
    func madeUp(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let kinds = (0..<9).map { _ in
            TZifWriter.Kind("ABC", Int32.random(in: -24...25, using: &random) * 3600)
        }
        let hours = Set((0..<9).map { _ in Int64.random(in: 0..<1200, using: &random) })
        let transitions = hours.sorted().enumerated().map { index, hour in
            (at: hour * 3600, kind: UInt8(index))
        }
        let zone = Fixtures.zone("Test/MadeUp", TZifWriter(kinds, transitions))
        for _ in 0..<40 { compare(zone, from: local("1969-12-25T09:00"), &random) }
    }

    private func compare(
        _ zone: TimeZoneData, from start: CivilDateTime, _ random: inout SeededRandom
    ) {
        let schedule = randomSchedule(from: start, &random)
        let model = walk(schedule, zone, days: 200)
        let horizon = (start.secondNumber + 150 * 86_400) * 1000
        let within = model.filter { $0.instantMs <= horizon }

        var found: [Occurrence] = []
        var instant = Int64.min
        while let next = schedule.next(afterMs: instant, in: zone), next.instantMs <= horizon {
            if next.instantMs <= instant { Issue.record("went back: \(schedule)"); return }
            found.append(next)
            instant = next.instantMs
        }
        #expect(found == within, "\(schedule) in \(zone.id)")

        for _ in 0..<12 {
            let one = randomInstant(near: within, start, &random)
            let two = randomInstant(near: within, start, &random)
            let (low, high) = (min(one, two, horizon), min(max(one, two), horizon))
            let between = model.filter { $0.instantMs > low && $0.instantMs <= high }
            #expect(schedule.next(afterMs: low, in: zone) == model.first { $0.instantMs > low })
            #expect(schedule.last(throughMs: high, in: zone) == model.last { $0.instantMs <= high })
            #expect(
                schedule.occurrences(afterMs: low, throughMs: high, in: zone)
                    == Schedule.Elapsed(count: between.count, newest: between.last),
                "\(schedule) in \(zone.id) from \(low) to \(high)")
        }
    }

    /// Every day of a rule by its definition, mapped to instants, sorted, the earlier name kept.
    private func walk(_ schedule: Schedule, _ zone: TimeZoneData, days: Int) -> [Occurrence] {
        guard let start = schedule.startLocal else { return [] }
        var found: [Int64: Occurrence] = [:]
        for offset in 0..<days {
            guard let date = start.date.adding(days: offset), isNamed(date, by: schedule, offset)
            else { continue }
            if case .through(let last) = schedule.end, date > last { continue }
            let nominal = CivilDateTime(date: date, time: start.time)
            let instantMs = zone.instant(of: nominal) * 1000
            if case .until(let last) = schedule.end, instantMs > last { continue }
            if found[instantMs] == nil {
                found[instantMs] = Occurrence(localDateTime: nominal, instantMs: instantMs)
            }
        }
        let all = found.values.sorted { $0.instantMs < $1.instantMs }
        if case .count(let count) = schedule.end { return Array(all.prefix(count)) }
        return all
    }

    private func isNamed(_ date: CivilDate, by schedule: Schedule, _ offset: Int) -> Bool {
        guard let start = schedule.startLocal else { return false }
        switch schedule.rule {
        case .once: return offset == 0
        case .daily(let interval): return offset % interval == 0
        case .weekly(let interval, let days, let weekStart):
            let week = (offset + start.date.weekday.days(after: weekStart)) / 7
            return days.contains(date.weekday) && week % interval == 0
        }
    }

    private func randomSchedule(
        from start: CivilDateTime, _ random: inout SeededRandom
    ) -> Schedule {
        let rule: Schedule.Rule
        switch Int.random(in: 0..<6, using: &random) {
        case 0: rule = .once
        case 1, 2: rule = .daily(interval: Int.random(in: 1...4, using: &random))
        default:
            rule = .weekly(
                interval: Int.random(in: 1...3, using: &random),
                on: WeekdaySet(rawValue: UInt8.random(in: 1...127, using: &random)),
                weekStart: Weekday.allCases.randomElement(using: &random) ?? .monday)
        }
        let length = Int.random(in: 0..<60, using: &random)
        let end: Schedule.End
        switch Int.random(in: 0..<4, using: &random) {
        case 0: end = .count(1 + length)
        case 1: end = .until(ms: (start.secondNumber + Int64(length) * 86_400) * 1000)
        case 2: end = start.date.adding(days: length).map(Schedule.End.through) ?? .never
        default: end = .never
        }
        return Schedule(start: .floating(start), rule: rule, end: end)
    }

    /// Just before, at or after an occurrence, or anywhere.
    private func randomInstant(
        near occurrences: [Occurrence], _ start: CivilDateTime, _ random: inout SeededRandom
    ) -> Int64 {
        if Bool.random(using: &random), let near = occurrences.randomElement(using: &random) {
            return near.instantMs + Int64.random(in: -1...1, using: &random)
        }
        return start.secondNumber * 1000
            + Int64.random(in: -400_000_000...9_000_000_000, using: &random)
    }
}
