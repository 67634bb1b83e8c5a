import CivilTime
import TestSupport
import Testing

@Suite("Finding zones by name")
struct ZoneDatabaseTests {
    /// A zoneinfo folder in memory that counts what is read from it.
    private final class MemoryFolder {
        var files: [String: [UInt8]] = [:]
        var reads: [String] = []

        func read(_ name: String) -> [UInt8]? {
            reads.append(name)
            return files[name]
        }

        var database: ZoneDatabase { ZoneDatabase(reading: read) }
    }

    private static let table = """
        # version 2025b
        # This zic input file is in the public domain.
        R d 1916 o - Jun 14 23s 1 S
        Z America/New_York -4:56:2 - LMT 1883 N 18 17u
        -5 u E%sT 1920
        Z Europe/Berlin 0:53:28 - LMT 1893 Ap
        Z America/Los_Angeles -7:52:58 - LMT 1883 N 18 20u
        Z America/North_Dakota/New_Salem -6:45:39 - LMT 1883 N 18 19u
        Z Asia/Kolkata 5:53:28 - LMT 1854 Jun 28
        L America/Los_Angeles US/Pacific
        L Asia/Kolkata Asia/Calcutta

        """

    private func folder() -> MemoryFolder {
        let folder = MemoryFolder()
        folder.files["tzdata.zi"] = Array(Self.table.utf8)
        folder.files["Europe/Berlin"] = TZifWriter(footer: "CET-1CEST,M3.5.0,M10.5.0/3").bytes
        folder.files["America/Los_Angeles"] = TZifWriter(footer: "PST8PDT,M3.2.0,M11.1.0").bytes
        return folder
    }

    @Test("a zone is read once and kept")
    func cached() throws {
        let folder = folder()
        let database = folder.database
        let first = try database.zone("Europe/Berlin")
        #expect(try database.zone("Europe/Berlin") === first)
        #expect(folder.reads == ["Europe/Berlin"])
        #expect(first.id == "Europe/Berlin")
    }

    @Test("an alias is kept as given, also when only the table of links still has it")
    func aliases() throws {
        let zone = try folder().database.zone("US/Pacific")
        #expect(zone.id == "US/Pacific")
        #expect(zone.offset(atUnixSeconds: utc("2027-07-01T00:00")).abbreviation == "PDT")
    }

    @Test(
        "names that could leave the folder are refused before anything is read",
        arguments: [
            "", "/etc/passwd", "../../etc/passwd", "Europe/../Berlin", "Europe/./Berlin", ".", "..",
            "Europe//Berlin", "Europe/", "Europe/Berlin\0", "Europe\0/../x", "Europe/Ber lin",
            "Europe\\Berlin", "Europe/.hidden", "Zürich", "Europe/Berlin\n", "$(reboot)",
            String(repeating: "a", count: 65),
        ])
    func malformed(id: String) {
        let folder = folder()
        #expect(throws: ZoneError.malformedID) { try folder.database.zone(id) }
        #expect(folder.reads.isEmpty)
        #expect(ZoneFolder(path: "/usr/share/zoneinfo").read(id) == nil)
    }

    @Test(
        "what is no zone of the IANA data is unknown",
        arguments: [
            "Europe/Atlantis", "europe/berlin", "localtime", "posixrules", "right/Europe/Berlin",
            "posix/Europe/Berlin", "tzdata.zi", "Factory",
        ])
    func unknown(id: String) {
        let folder = folder()
        folder.files["localtime"] = folder.files["Europe/Berlin"]
        folder.files["posix/Europe/Berlin"] = folder.files["Europe/Berlin"]
        #expect(throws: ZoneError.unknown(id: id)) { try folder.database.zone(id) }
    }

    @Test("a damaged file is the operator's concern, and says where it is damaged")
    func damaged() {
        let folder = folder()
        folder.files["Europe/Berlin"]?.removeLast()
        let length = folder.files["Europe/Berlin"]?.count ?? 0
        let error = ZoneError.unreadable(
            id: "Europe/Berlin", TZifError(.truncated, at: length))
        #expect(throws: error) { try folder.database.zone("Europe/Berlin") }
    }

    @Test(
        "near names are offered, best first",
        arguments: [
            ("europe/berlin", ["Europe/Berlin"]),
            ("EUROPE/BERLIN", ["Europe/Berlin"]),
            ("berlin", ["Europe/Berlin"]),
            ("Berln", ["Europe/Berlin"]),
            ("Europe/Berlim", ["Europe/Berlin"]),
            ("new york", ["America/New_York"]),
            ("New_", ["America/New_York", "America/North_Dakota/New_Salem"]),
            ("calcutta", ["Asia/Calcutta"]),
            ("us/pacific", ["US/Pacific"]),
            ("atlantis", []),
            ("", []),
            ("x", []),
        ] as [(String, [String])])
    func suggestions(text: String, names: [String]) {
        #expect(folder().database.suggestions(for: text) == names)
    }

    @Test("suggestions are few, and none for text of any length or kind")
    func suggestionLimits() {
        let folder = MemoryFolder()
        let lines = (0..<50).map { "Z Area/Place\($0) 0 - UTC" }
        folder.files["tzdata.zi"] = Array(lines.joined(separator: "\n").utf8)
        #expect(folder.database.suggestions(for: "place").count == Limits.zoneSuggestionsMax)
        #expect(folder.database.suggestions(for: String(repeating: "a", count: 100_000)).isEmpty)
        #expect(folder.database.suggestions(for: "🙂🙂🙂").isEmpty)
        #expect(MemoryFolder().database.suggestions(for: "berlin").isEmpty)
    }

    @Test("without tzdata.zi the names come from the tables of places")
    func tables() {
        let folder = MemoryFolder()
        folder.files["zone.tab"] = Array(
            "# comment\nDE\t+5230+01322\tEurope/Berlin\tmost of it\n".utf8)
        #expect(folder.database.ids == ["Europe/Berlin"])
        folder.files["zone1970.tab"] = Array("CH,DE\t+4723+00832\tEurope/Zurich\n".utf8)
        #expect(folder.database.ids == ["Europe/Zurich"])
    }

    @Test("the version is what the data say of themselves, else a hash that changes with a zone")
    func version() {
        let folder = folder()
        #expect(folder.database.version == "2025b")
        folder.files["tzdata.zi"] = nil
        folder.files["+VERSION"] = Array("2026c\n".utf8)
        #expect(folder.database.version == "2026c")
        folder.files["+VERSION"] = nil
        let first = folder.database.version
        #expect(first.hasPrefix("files-"))
        #expect(folder.database.version == first)
        folder.files["Europe/Berlin"]?.append(0)
        #expect(folder.database.version != first)
    }

    @Test("reading again tells which zones changed and keeps those that are gone")
    func reload() throws {
        let folder = folder()
        let database = folder.database
        let berlin = try database.zone("Europe/Berlin")
        _ = try database.zone("America/Los_Angeles")
        _ = try database.zone("US/Pacific")
        #expect(database.version == "2025b")
        #expect(database.reload() == ZoneDatabase.Changes())
        #expect(try database.zone("Europe/Berlin") === berlin)

        folder.files["tzdata.zi"] = Array(Self.table.replacing("2025b", with: "2026c").utf8)
        folder.files["America/Los_Angeles"] = TZifWriter(footer: "PST7").bytes
        folder.files["Europe/Berlin"] = nil
        var changes = ZoneDatabase.Changes()
        changes.changed = ["America/Los_Angeles", "US/Pacific"]
        changes.kept = ["Europe/Berlin"]
        #expect(database.reload() == changes)
        #expect(database.version == "2026c")
        #expect(try database.zone("Europe/Berlin") === berlin)
        let winter = try database.zone("US/Pacific").offset(atUnixSeconds: utc("2027-01-01T00:00"))
        #expect(winter.seconds == -25_200)
    }
}
