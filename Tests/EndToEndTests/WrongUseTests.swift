import TendClient
import TestSupport
import Testing

/// What a person may type wrongly: each wrong line has a sentence of its own and an exit code, and
/// changes nothing.
@Suite struct WrongUseTests {
    /// One wrong line.
    struct Row {
        let line: String
        var input = ""
        var person = "ana"
        let code: Int32
        let id: WordID
        var values: [String: String] = [:]

        init(
            _ line: String, input: String = "", as person: String = "ana", _ code: Int32,
            _ id: WordID, _ values: [String: String] = [:]
        ) {
            self.line = line
            self.input = input
            self.person = person
            self.code = code
            self.id = id
            self.values = values
        }
    }

    static let words: [Row] = [
        Row("tend frobnicate", 2, .verbUnknown, ["verb": "frobnicate"]),
        Row("tend wach", 2, .verbUnknownNear, ["verb": "wach", "nearest": "watch"]),
        Row(
            "tend remind ad x", 2, .verbUnknownNear, ["verb": "remind ad", "nearest": "remind add"]),
        Row("tend me --colour red", 2, .flagUnknown, ["flag": "--colour", "help": "me --help"]),
        Row(
            "tend me --nmae Ana", 2, .flagUnknownNear,
            ["flag": "--nmae", "nearest": "--name", "help": "me --help"]),
        Row("tend me --name", 2, .flagNeedsValue, ["flag": "--name"]),
        Row("tend me --name A --name B", 2, .flagTwice, ["flag": "--name"]),
        Row("tend status --json=yes", 2, .flagTakesNone, ["flag": "--json"]),
        Row("tend remind add Tea", 2, .argumentMissing, ["verb": "remind add"]),
        Row("tend status now", 2, .argumentUnexpected, ["verb": "status", "word": "now"]),
        Row("tend watch --count 0", 2, .countInvalid),
        Row("tend remind snooze a 10x", 2, .durationInvalid, ["word": "10x"]),
        Row("tend remind done zz", 2, .letterUnknown, ["letter": "zz", "list": "remind list"]),
        Row("tend remind add Tea once", 2, .timeUnknown, ["word": "once"]),
        Row("tend --as nobody me", 2, .identityNamedMissing, ["name": "nobody"]),
        Row("tend me", as: "nobody", 2, .identityMissing),
    ]

    static let methods: [Row] = [
        Row("tend call tend.v1.Stars/Look", 2, .methodUnknown, ["method": "tend.v1.Stars/Look"]),
        Row(
            "tend call reminders/lst", 2, .methodUnknownNear,
            ["method": "reminders/lst", "nearest": "tend.v1.Reminders/List"]),
        Row(
            "tend call tend.v1.Devices/Authenticate", 2, .methodUnknown,
            ["method": "tend.v1.Devices/Authenticate"]),
        Row(
            "tend call tend.v1.Admin/AdvanceClock", 2, .methodUnknown,
            ["method": "tend.v1.Admin/AdvanceClock"]),
        Row(
            "tend call reminders/list", input: "{\"colour\": 1}", 2, .callInput,
            ["problem": "There is no field colour."]),
        Row(
            "tend call reminders/list", input: "{\"cursor\": 7}", 2, .callInput,
            ["problem": "cursor must be a text."]),
        Row(
            "tend call reminders/list", input: "{", 2, .callInput,
            ["problem": "This is not JSON: a quote is missing at byte 1."]),
        Row(
            "tend call reminders/create",
            input: "{\"note\": \"\(String(repeating: "x", count: 1025))\"}", 2, .callInput,
            ["problem": "note is longer than 1024 bytes."]),
        Row("tend call people/update", input: "{\"zone\": \"Mars/Phobos\"}", 1, .reasonZoneUnknown),
    ]

    static let texts: [Row] = [
        Row(
            "tend remind add \"$(printf '%01025d' 0)\" tomorrow 9:00", 2, .noteTooLong,
            ["limit": "1024"]),
        Row(
            "tend me --name \"$(printf '%0129d' 0)\"", 1, .reasonTooLong,
            ["field": "The name", "limit": "128"]),
        Row("tend me --zone Mars/Phobos", 1, .reasonZoneUnknown),
        Row(
            "tend remind add Tea tomorrow 9:00 --zone Mars/Phobos", 2, .zoneUnknown,
            ["zone": "Mars/Phobos"]),
        Row("tend remind add \"$(printf 'caf\\351')\" tomorrow 9:00", 2, .argumentNotText),
        Row("printf 'caf\\351' | tend remind add - tomorrow 9:00", 2, .inputNotText),
        Row(
            "printf '{\"note\":\"caf\\351\"}' | tend call reminders/create", 2, .inputNotText),
    ]

    static let ways: [Row] = [
        Row(
            "tend --gateway 127.0.0.1:1 status", 3, .gatewayUnreachable,
            ["address": "127.0.0.1:1"]),
        Row("tend --gateway 192.0.2.1:7400 me", 2, .gatewayPlain, ["address": "192.0.2.1:7400"]),
    ]

    @Test("a wrong line is refused in a sentence of its own and changes nothing")
    func wrongLines() {
        let scene = Scene()
        scene.join()
        let tea = scene.installation.tend(["remind", "add", "Tea", "in", "20", "minutes"])
        #expect(tea.code == 0, "\(tea.errors)")
        #expect(scene.installation.tend(["remind", "list"]).code == 0)
        let before = scene.everything()
        for row in Self.words + Self.methods + Self.texts + Self.ways {
            let end = Shell.run(
                row.line, home: scene.home(row.person), gateway: scene.installation.gateway,
                input: row.input)
            #expect(end.code == row.code, "\(row.line)")
            #expect(end.errors == Words.english.text(row.id, row.values) + "\n", "\(row.line)")
            #expect(end.output == "", "\(row.line)")
        }
        #expect(scene.everything() == before)
        #expect(scene.isWell())
    }

    @Test("before joining tend and tend today are one greeting, and a script is told of it")
    func notJoined() {
        let scene = Scene()
        for words in [[], ["today"]] {
            let end = scene.installation.tend(words, as: "nobody")
            #expect(end.code == 0, "\(words): \(end.errors)")
            #expect(end.output == Words.english.text(.nextNotJoined) + "\n", "\(words)")
            let json = scene.installation.tend(["--json"] + words, as: "nobody")
            #expect(json.code == 2 && json.output == "", "\(words)")
        }
    }

    @Test("one more quiet time is said back, and a list with nothing open does not say never")
    func answersInSentences() {
        let scene = Scene()
        scene.join()
        let quiet = scene.installation.tend(["quiet", "add", "22:00", "07:00"])
        let window = ["window": "22:00 to 07:00"]
        #expect(quiet.output == Words.english.text(.quietAdded, window) + "\n", "\(quiet.errors)")
        func list() -> String { scene.installation.tend(["remind", "list"]).output }
        #expect(list() == Words.english.text(.remindersNone) + "\n")
        #expect(scene.installation.tend(["remind", "add", "Tea", "tomorrow", "9:00"]).code == 0)
        #expect(list().contains("Tea"))
        #expect(scene.installation.tend(["remind", "cancel", "a"]).code == 0)
        #expect(list() == Words.english.text(.remindersOver) + "\n")
    }

    @Test("a key that is not the installation's, or that others can read, is refused")
    func keys() {
        let scene = Scene()
        let folder = scene.installation.folder
        folder.write(String(repeating: "a5", count: 32) + "\n", to: "other")
        folder.write(String(repeating: "5a", count: 32) + "\n", to: "open", mode: 0o640)
        folder.write("a5a5\n", to: "short")
        let rows: [(String, Int32, WordID, [String: String])] = [
            ("other", 1, .keyRefused, [:]),
            ("open", 2, .fileNotPrivate, ["path": folder.path + "/open"]),
            ("short", 2, .keyFileBad, ["path": folder.path + "/short"]),
        ]
        for (name, code, id, values) in rows {
            let end = scene.installation.tend(
                ["--key", folder.path + "/" + name, "call", "tend.v1.Codes/Create"],
                input: "{\"code\":\"0000000001\"}")
            #expect(end.code == code, "\(name)")
            #expect(end.errors == Words.english.text(id, values) + "\n")
        }
    }
}
