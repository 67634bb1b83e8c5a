import CivilTime
import TestSupport
import Testing

@Suite("Reading zone files and answering from them")
struct TimeZoneDataTests {
    /// Two transitions, then the rule of New York.
    private static let eastern = TZifWriter(
        [.init("LMT", -17_762), .init("EST", -18_000), .init("EDT", -14_400, isDST: true)],
        [(at: -2_717_650_800, kind: 1), (at: 1_173_596_400, kind: 2)],
        footer: "EST5EDT,M3.2.0,M11.1.0")

    @Test(
        "fat and slim files of versions 2, 3 and 4 say the same",
        arguments: TZifWriter.Form.allCases, ["2", "3", "4"] as [Character])
    func forms(form: TZifWriter.Form, version: Character) throws {
        var writer = Self.eastern
        writer.form = form
        writer.version = version
        let zone = try TimeZoneData(tzif: writer.bytes, id: "Test/Eastern")
        let rows: [(Int64, Int32, Bool, String)] = [
            (.min, -17_762, false, "LMT"),
            (-2_717_650_801, -17_762, false, "LMT"),
            (-2_717_650_800, -18_000, false, "EST"),
            (1_173_596_399, -18_000, false, "EST"),
            (1_173_596_400, -14_400, true, "EDT"),
            (utc("2007-11-04T05:59:59"), -14_400, true, "EDT"),
            (utc("2007-11-04T06:00"), -18_000, false, "EST"),
            (utc("2100-03-14T06:59:59"), -18_000, false, "EST"),
            (utc("2100-03-14T07:00"), -14_400, true, "EDT"),
            (utc("9999-07-01T00:00"), -14_400, true, "EDT"),
            (.max, -18_000, false, "EST"),
        ]
        for (instant, seconds, isDST, name) in rows {
            let expected = ZoneOffset(seconds: seconds, isDST: isDST, abbreviation: name)
            #expect(zone.offset(atUnixSeconds: instant) == expected, "at \(instant)")
        }
    }

    @Test("without a rule the last offset stays, without transitions the first is all")
    func noRule() throws {
        var writer = Self.eastern
        writer.footer = ""
        let zone = try TimeZoneData(tzif: writer.bytes, id: "a")
        #expect(zone.offset(atUnixSeconds: 4_000_000_000).abbreviation == "EDT")
        writer.transitions = []
        let fixed = try TimeZoneData(tzif: writer.bytes, id: "b")
        #expect(fixed.offset(atUnixSeconds: 0).abbreviation == "LMT")
    }

    @Test(
        "rules of every form change when they say",
        arguments: [
            // The rule, an instant in UTC, and what holds then.
            ("EST5", "2027-07-01T00:00", "EST", -18_000),
            ("<-03>3", "2027-07-01T00:00", "-03", -10_800),
            ("<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", "2027-01-01T00:00", "+1345", 49_500),
            ("<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", "2027-06-01T00:00", "+1245", 45_900),
            // Jn never counts 29 February: J60 is 1 March in every year.
            ("AAA0BBB,J60/0,J300/0", "2028-02-29T23:59:59", "AAA", 0),
            ("AAA0BBB,J60/0,J300/0", "2028-03-01T00:00", "BBB", 3600),
            ("AAA0BBB,J60/0,J300/0", "2027-02-28T23:59:59", "AAA", 0),
            ("AAA0BBB,J60/0,J300/0", "2027-03-01T00:00", "BBB", 3600),
            ("AAA0BBB,J60/0,J365/0", "2028-12-30T22:59:59", "BBB", 3600),
            ("AAA0BBB,J60/0,J365/0", "2028-12-30T23:00", "AAA", 0),
            // n counts it: day 59 is 29 February in leap years, else 1 March.
            ("AAA0BBB,59/0,300/0", "2028-02-29T00:00", "BBB", 3600),
            ("AAA0BBB,59/0,300/0", "2027-02-28T23:59:59", "AAA", 0),
            ("AAA0BBB,59/0,300/0", "2027-03-01T00:00", "BBB", 3600),
            // The fifth week is the last.
            ("AAA0BBB,M2.5.0/0,M11.1.0/0", "2027-02-27T23:59:59", "AAA", 0),
            ("AAA0BBB,M2.5.0/0,M11.1.0/0", "2027-02-28T00:00", "BBB", 3600),
            ("AAA0BBB,M2.5.2/0,M11.1.0/0", "2028-02-29T00:00", "BBB", 3600),
            // Times before the day and after it (RFC 9636 section 3.3.1).
            ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2027-03-28T00:59:59", "-02", -7200),
            ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2027-03-28T01:00", "-01", -3600),
            ("IST-2IDT,M3.4.4/26,M10.5.0", "2027-03-25T23:59:59", "IST", 7200),
            ("IST-2IDT,M3.4.4/26,M10.5.0", "2027-03-26T00:00", "IDT", 10_800),
            ("AAA0BBB,J1/-167,J100/0", "2026-12-25T00:59:59", "AAA", 0),
            ("AAA0BBB,J1/-167,J100/0", "2026-12-25T01:00", "BBB", 3600),
            ("AAA0BBB,J100/0,J365/167:59:59", "2027-01-06T22:59:58", "BBB", 3600),
            ("AAA0BBB,J100/0,J365/167:59:59", "2027-01-06T22:59:59", "AAA", 0),
            ("AAA0BBB,J100/0,J365/167", "2028-01-06T21:59:59", "BBB", 3600),
            ("AAA0BBB,J100/0,J365/167", "2028-01-06T22:00", "AAA", 0),
            // Both changes of a year happen in the next one.
            ("AAA0BBB,J365/167,J364/160", "2027-01-03T00:00", "BBB", 3600),
            ("AAA0BBB,J365/167,J364/160", "2027-01-06T00:00", "AAA", 0),
            // Daylight saving time all year, as RFC 9636 writes it, and written generously.
            ("EST5EDT,0/0,J365/25", "2027-01-01T04:59:59", "EDT", -14_400),
            ("EST5EDT,0/0,J365/25", "2027-01-01T05:00", "EDT", -14_400),
            ("EST5EDT,0/0,J365/25", "2027-07-01T05:00", "EDT", -14_400),
            ("XXX3EDT4,0/0,J365/23", "2028-12-31T23:59:59", "EDT", -14_400),
            ("AAA0BBB,0/0,J365/48", "2027-01-01T12:00", "BBB", 3600),
            // Daylight saving time in winter, as Dublin's law has it.
            ("IST-1GMT0,M10.5.0,M3.5.0/1", "2027-01-01T00:00", "GMT", 0),
            ("IST-1GMT0,M10.5.0,M3.5.0/1", "2027-07-01T00:00", "IST", 3600),
            // An hour ahead unless it says otherwise, and seconds.
            ("AAA-1BBB-1:20:30,M3.1.0,M10.1.0", "2027-07-01T00:00", "BBB", 4830),
        ])
    func rules(rule: String, at text: String, name: String, seconds: Int32) throws {
        let zone = try TimeZoneData(tzif: TZifWriter(footer: rule).bytes, id: "Test/Rule")
        let found = zone.offset(atUnixSeconds: utc(text))
        #expect(found.abbreviation == name)
        #expect(found.seconds == seconds)
    }

    @Test(
        "a footer that is no rule is refused",
        arguments: [
            "E5", "EST", "EST5EDT", "EST25", "EST-25", "EST5EDT,M3.2.0", "EST5EDT,M3.2.0,",
            "EST5EDT,M0.2.0,M11.1.0", "EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M3.0.0,M11.1.0",
            "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,J0,J365",
            "EST5EDT,J1,J366",
            "EST5EDT,0,366", "EST5EDT,M3.2.0/168,M11.1.0", "EST5EDT,M3.2.0/-168,M11.1.0",
            "EST5EDT,M3.2.0/2:60,M11.1.0", "EST5EDT,M3.2.0,M11.1.0x", "EST5EDT,M3.2.0,M11.1.0 ",
            "<EST5", "<E>5", "<ES_T>5", "E1T5", "EST5<EDT,M3.2.0,M11.1.0", " EST5", "EST 5",
            "EST5:",
            "EST5:0:", "EST--5", "EST+-5", "EST0005", "ABCDEFGHIJKLMNOP5",
            "EST-12EDT12,M3.2.0,M11.1.0",
            "EST99999999999999999999", "\u{7f}\u{7f}\u{7f}5", "EST5EDT,M,M", "EST5EDT,,",
        ])
    func badRules(rule: String) {
        #expect(fault(of: TZifWriter(footer: rule).bytes) == .footer)
    }

    @Test("what is no usable zone file is refused with the reason")
    func refused() {
        #expect(fault(of: []) == .notTZif)
        #expect(fault(of: Array("# version 2025b\n".utf8)) == .notTZif)

        var versionOne = Self.eastern
        versionOne.version = "\0"
        #expect(fault(of: versionOne.bytes) == .versionOne)

        var right = Self.eastern
        right.leapSeconds = [(at: 78_796_800, total: 1)]
        #expect(fault(of: right.bytes) == .leapSeconds)

        var disordered = Self.eastern
        disordered.transitions.swapAt(0, 1)
        #expect(fault(of: disordered.bytes) == .order)
        disordered.transitions[1] = disordered.transitions[0]
        #expect(fault(of: disordered.bytes) == .order)

        var unknownKind = Self.eastern
        unknownKind.transitions[1].kind = 3
        #expect(fault(of: unknownKind.bytes) == .typeIndex)

        for seconds in [Int32.min, -90_000, 93_600, .max] {
            #expect(fault(of: TZifWriter([.init("AAA", seconds)]).bytes) == .offset)
        }
        #expect(fault(of: TZifWriter([]).bytes) == .counts)
        #expect(fault(of: TZifWriter([.init("", 0)]).bytes) == .abbreviation)
        #expect(fault(of: TZifWriter([.init("Ünix", 0)]).bytes) == .abbreviation)
        #expect(fault(of: TZifWriter([.init("ABCDEFGHIJKLMNOP", 0)]).bytes) == .abbreviation)
        #expect(fault(of: Self.eastern.bytes + [0]) == .tooLong)
        #expect(fault(of: Self.eastern.bytes + [UInt8](repeating: 0, count: 70_000)) == .tooLong)
    }

    @Test(
        "a file cut anywhere is refused, and the fault lies within it",
        arguments: TZifWriter.Form.allCases)
    func truncated(form: TZifWriter.Form) {
        var writer = Self.eastern
        writer.form = form
        let whole = writer.bytes
        for length in 0..<whole.count {
            let cut = Array(whole.prefix(length))
            do {
                _ = try TimeZoneData(tzif: cut, id: "cut")
                Issue.record("accepted \(length) of \(whole.count) bytes")
            } catch {
                #expect((0...length).contains(error.offset), "\(error)")
            }
        }
    }

    @Test(
        "any byte changed to anything gives a zone or an error, and a zone answers everything",
        arguments: TZifWriter.Form.allCases)
    func flipped(form: TZifWriter.Form) {
        var writer = Self.eastern
        writer.form = form
        let whole = writer.bytes
        var accepted = 0
        for position in whole.indices {
            for value in UInt8.min...UInt8.max where value != whole[position] {
                var bytes = whole
                bytes[position] = value
                guard let zone = try? TimeZoneData(tzif: bytes, id: "flipped") else { continue }
                accepted += 1
                askEverything(zone)
            }
        }
        #expect(accepted > 0)
    }

    @Test("random damage never traps")
    func randomDamage() {
        var random = SeededRandom(seed: 20_270_307)
        for _ in 0..<20_000 {
            var bytes = Self.eastern.bytes
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] =
                    UInt8.random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) {
                bytes.removeSubrange(..<Int.random(in: 0..<8, using: &random))
            }
            if let zone = try? TimeZoneData(tzif: bytes, id: "damaged") { askEverything(zone) }
        }
    }

    @Test("counts larger than the file are refused before anything is allocated for them")
    func hugeCounts() {
        for position in 20..<44 {
            var bytes = Self.eastern.bytes
            bytes[position] = 0xFF
            #expect(fault(of: bytes) != nil)
        }
        // The second header begins after the empty first block.
        for position in (51 + 20)..<(51 + 44) {
            var bytes = Self.eastern.bytes
            bytes[position] = 0xFF
            #expect(fault(of: bytes) != nil)
        }
    }

    private func askEverything(_ zone: TimeZoneData) {
        for instant in [.min, -1 << 61, -2_717_650_800, 0, 1_173_596_400, 1 << 40, .max] as [Int64]
        {
            _ = zone.offset(atUnixSeconds: instant)
            _ = zone.localDateTime(atUnixSeconds: instant)
        }
        for text in ["0001-01-01T00:00", "2007-03-11T02:30", "9999-12-31T23:59:59"] {
            _ = zone.resolve(local(text))
        }
        let schedule = Schedule(
            start: .floating(local("2007-03-10T02:30")), rule: .daily(interval: 1), end: .count(9))
        _ = schedule.next(afterMs: utcMs("2007-03-12T00:00"), in: zone)
        _ = schedule.occurrences(afterMs: .min, throughMs: .max, in: zone)
    }

    private func fault(of bytes: [UInt8]) -> TZifError.Fault? {
        do {
            _ = try TimeZoneData(tzif: bytes, id: "Test/Bad")
            return nil
        } catch {
            return error.fault
        }
    }
}
