import CivilTime
import TestSupport
import Testing

/// Against this machine's zone data, where it has any: the same cases as with the tests' own zones,
/// which hold for every release of the data since 2022.
@Suite(
    "With the system's own zones",
    .enabled(if: ZoneFolder.system().read("Europe/Berlin") != nil))
struct SystemZoneTests {
    private let database = ZoneDatabase(reading: ZoneFolder.system().read)

    @Test(
        "the cases of the reminder rules",
        arguments: [
            ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:30"),
            ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30"),
            ("Europe/Berlin", "2026-03-28T09:00", "2026-03-28T08:00"),
            ("Europe/Berlin", "2026-03-29T09:00", "2026-03-29T07:00"),
            ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45"),
            ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45"),
            ("Africa/Cairo", "2026-04-24T00:00", "2026-04-23T22:00"),
            ("America/Santiago", "2026-09-06T00:30", "2026-09-06T04:30"),
            ("America/Havana", "2026-11-01T00:30", "2026-11-01T04:30"),
            ("Pacific/Apia", "2011-12-28T09:00", "2011-12-28T19:00"),
            ("Pacific/Apia", "2011-12-30T09:00", "2011-12-30T19:00"),
            ("Pacific/Apia", "2011-12-31T09:00", "2011-12-30T19:00"),
            ("Europe/Dublin", "2026-10-24T09:00", "2026-10-24T08:00"),
            ("Europe/Dublin", "2026-10-25T09:00", "2026-10-25T09:00"),
            ("Asia/Kathmandu", "2026-07-01T09:00", "2026-07-01T03:15"),
            ("Asia/Tehran", "2026-07-01T09:00", "2026-07-01T05:30"),
        ])
    func table(id: String, wall: String, instant: String) throws {
        #expect(try database.zone(id).instant(of: local(wall)) == utc(instant))
    }

    @Test("Apia's missing day fires once, as R09 says")
    func apia() throws {
        let zone = try database.zone("Pacific/Apia")
        let daily = Schedule(start: .floating(local("2011-12-28T09:00")), rule: .daily(interval: 1))
        let elapsed = daily.occurrences(
            afterMs: utcMs("2011-12-28T19:00"), throughMs: utcMs("2011-12-31T19:00"), in: zone)
        #expect(elapsed.count == 3)
        #expect(elapsed.newest?.localDateTime == local("2012-01-01T09:00"))
    }

    @Test("Berlin's Sunday at seven is one in the afternoon in New York, and two for two weeks")
    func dstShift() throws {
        let berlin = try database.zone("Europe/Berlin")
        let newYork = try database.zone("America/New_York")
        let ritual = Schedule(
            start: .zoned(local("2027-03-07T19:00"), zone: "Europe/Berlin"),
            rule: .weekly(interval: 1, on: .sunday))
        var shown: [String] = []
        var instant: Int64 = 0
        for _ in 0..<4 {
            guard let next = ritual.next(afterMs: instant, in: berlin) else { break }
            instant = next.instantMs
            shown.append(newYork.localDateTime(atUnixSeconds: instant / 1000).description)
        }
        #expect(
            shown == [
                "2027-03-07T13:00", "2027-03-14T14:00", "2027-03-21T14:00", "2027-03-28T13:00",
            ])
    }

    @Test("every zone of the list can be read, and reads its own clock back")
    func everyZone() throws {
        var random = SeededRandom(seed: 9636)
        for id in database.ids {
            let zone = try database.zone(id)
            for _ in 0..<200 {
                let instant = Int64.random(in: 0..<4_102_444_800, using: &random)
                let wall = zone.localDateTime(atUnixSeconds: instant)
                switch zone.resolve(wall) {
                case .unique(let found): #expect(found == instant)
                case .overlap(let first, let second): #expect(instant == first || instant == second)
                case .gap: Issue.record("\(id) shows \(wall), which it says it skips")
                }
            }
        }
    }

    @Test("the machine's own files are no zones")
    func machineFiles() {
        #expect(throws: ZoneError.unknown(id: "localtime")) { try database.zone("localtime") }
        #expect(throws: ZoneError.unknown(id: "zone.tab")) { try database.zone("zone.tab") }
        // With leap seconds, where the folder has them at all.
        if let right = ZoneFolder.system().read("right/Europe/Berlin") {
            #expect(throws: TZifError.self) { try TimeZoneData(tzif: right, id: "right") }
        }
    }

    @Test("a folder is read as a file, and a missing folder has no zones")
    func folders() {
        #expect(ZoneFolder.system().read("Europe") == nil)
        #expect(ZoneFolder(path: "/nonexistent").read("Europe/Berlin") == nil)
        #expect(ZoneFolder.system().path.hasPrefix("/"))
    }
}
