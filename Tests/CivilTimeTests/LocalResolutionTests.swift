import CivilTime
import TestSupport
import Testing

@Suite("From the clock on the wall to the instant")
struct LocalResolutionTests {
    @Test(
        "gaps use the offset before them and overlaps the first of the two",
        arguments: [
            // The cases of the reminder rules: R01, R02, R04 to R08, R10, R11.
            (Fixtures.newYork, "2026-03-08T02:30", "2026-03-08T07:30"),
            (Fixtures.newYork, "2026-11-01T01:30", "2026-11-01T05:30"),
            (Fixtures.newYork, "2021-03-14T02:30", "2021-03-14T07:30"),
            (Fixtures.lordHowe, "2026-10-04T02:15", "2026-10-03T15:45"),
            (Fixtures.lordHowe, "2026-04-05T01:45", "2026-04-04T14:45"),
            (Fixtures.cairo, "2026-04-24T00:00", "2026-04-23T22:00"),
            (Fixtures.santiago, "2026-09-06T00:30", "2026-09-06T04:30"),
            (Fixtures.havana, "2026-11-01T00:30", "2026-11-01T04:30"),
            (Fixtures.dublin, "2026-10-24T09:00", "2026-10-24T08:00"),
            (Fixtures.dublin, "2026-10-25T09:00", "2026-10-25T09:00"),
            (Fixtures.dublin, "2026-10-25T01:30", "2026-10-25T00:30"),
            (Fixtures.kathmandu, "2026-07-01T09:00", "2026-07-01T03:15"),
            (Fixtures.tehran, "2026-07-01T09:00", "2026-07-01T05:30"),
            (Fixtures.apia, "2011-12-30T09:00", "2011-12-30T19:00"),
            (Fixtures.apia, "2011-12-31T09:00", "2011-12-30T19:00"),
        ])
    func table(zone: TimeZoneData, wall: String, instant: String) {
        #expect(zone.instant(of: local(wall)) == utc(instant))
    }

    @Test("the detailed answer says once, never or twice")
    func detail() {
        let zone = Fixtures.newYork
        #expect(
            zone.resolve(local("2026-03-08T01:59:59")) == .unique(utc("2026-03-08T06:59:59")))
        #expect(
            zone.resolve(local("2026-03-08T02:00"))
                == .gap(utc("2026-03-08T07:00"), offsetBefore: -18_000, offsetAfter: -14_400))
        #expect(
            zone.resolve(local("2026-03-08T02:59:59"))
                == .gap(utc("2026-03-08T07:59:59"), offsetBefore: -18_000, offsetAfter: -14_400))
        #expect(zone.resolve(local("2026-03-08T03:00")) == .unique(utc("2026-03-08T07:00")))
        #expect(zone.resolve(local("2026-11-01T00:59:59")) == .unique(utc("2026-11-01T04:59:59")))
        #expect(
            zone.resolve(local("2026-11-01T01:00"))
                == .overlap(first: utc("2026-11-01T05:00"), second: utc("2026-11-01T06:00")))
        #expect(
            zone.resolve(local("2026-11-01T01:59:59"))
                == .overlap(first: utc("2026-11-01T05:59:59"), second: utc("2026-11-01T06:59:59")))
        #expect(zone.resolve(local("2026-11-01T02:00")) == .unique(utc("2026-11-01T07:00")))
    }

    @Test("a time in a gap is shown later by the length of the gap")
    func shownAfterGap() {
        let zone = Fixtures.newYork
        let instant = zone.instant(of: local("2026-03-08T02:30"))
        #expect(zone.localDateTime(atUnixSeconds: instant) == local("2026-03-08T03:30"))
    }

    @Test("the first instant that shows a time is found, whatever the offsets do")
    func againstScan() {
        // Hours are the smallest step in this zone, so a scan by hours misses nothing.
        var random = SeededRandom(seed: 4271)
        for _ in 0..<300 {
            let zone = busyZone(&random)
            var shown: [Int64: [Int64]] = [:]
            for hour in Int64(-80)..<220 {
                let instant = hour * 3600
                let wall = instant + Int64(zone.offset(atUnixSeconds: instant).seconds)
                shown[wall, default: []].append(instant)
            }
            for hour in Int64(-40)..<180 {
                guard let wall = CivilDateTime(secondNumber: hour * 3600) else { continue }
                let found = shown[hour * 3600] ?? []
                switch zone.resolve(wall) {
                case .unique(let instant): #expect(found == [instant])
                case .overlap(let first, let second):
                    #expect(Array(found.prefix(2)) == [first, second])
                case .gap(let instant, let before, let after):
                    #expect(found.isEmpty && before < after)
                    #expect(instant == hour * 3600 - Int64(before))
                }
            }
        }
    }

    /// Up to six jumps of whole hours within a week.
    private func busyZone(_ random: inout SeededRandom) -> TimeZoneData {
        let kinds = (0..<6).map { _ in
            TZifWriter.Kind("ABC", Int32.random(in: -24...25, using: &random) * 3600)
        }
        let hours = Set((0..<6).map { _ in Int64.random(in: 0..<168, using: &random) })
        let transitions = hours.sorted().enumerated().map { index, hour in
            (at: hour * 3600, kind: UInt8(index))
        }
        return Fixtures.zone("Test/Busy", TZifWriter(kinds, transitions))
    }

    @Test("the ends of the calendar have an instant", arguments: Fixtures.all)
    func calendarEnds(zone: TimeZoneData) {
        for edge in [CivilDateTime.first, .last] {
            let instant = zone.instant(of: edge)
            #expect(zone.localDateTime(atUnixSeconds: instant) == edge)
        }
    }
}
