import Codec
import Contracts
import TendClient
import Testing

@Test(
    "a length of time is a number with its unit",
    arguments: [("10m", 600_000), ("2h", 7_200_000), ("1d", 86_400_000), ("999m", 59_940_000)]
        as [(String, Int64)])
func lengthsOfTime(text: String, ms: Int64) throws {
    #expect(try RemindSnoozeVerb.milliseconds(text) == ms)
}

@Test(
    "what is no length of time is refused",
    arguments: ["", "m", "10", "0m", "-1m", "1.5h", "10s", "1000m", "٣m", "10 m", "10mm"])
func noLengths(text: String) {
    #expect(throws: Failure(.usage, .durationInvalid, ["word": text])) {
        try RemindSnoozeVerb.milliseconds(text)
    }
}

@Test("a count is a whole number from 1 on")
func counts() throws {
    #expect(try WatchVerb.count("3") == 3)
    for text in ["0", "-1", "x", "", "1.5", "99999999999999999999"] {
        #expect(throws: Failure(.usage, .countInvalid)) { try WatchVerb.count(text) }
    }
}

@Test("the key of an installation is 64 hexadecimal digits")
func keys() {
    let text = String(repeating: "0aF9", count: 16)
    let key = KeyFile.key(Array((text + "\n").utf8))
    #expect(key == Array(repeating: [0x0A, 0xF9], count: 16).flatMap { $0 })
    for bad in ["", text + "0", String(text.dropLast()), text.dropLast() + "g", text + "\n\n"] {
        #expect(KeyFile.key(Array(bad.utf8)) == nil)
    }
}

@Test(
    "where a machine lives is a place",
    arguments: [
        ("Europe/Berlin", "Europe/Berlin"), ("UTC", "UTC"),
        ("/usr/share/zoneinfo/America/New_York", "America/New_York"),
        ("../usr/share/zoneinfo/Etc/UTC", "Etc/UTC"), ("CET-1CEST", nil), ("", nil),
        ("/etc/zone", nil),
    ] as [(String, String?)])
func machineZones(text: String, zone: String?) {
    #expect(Machine.place(text) == zone)
}

@Test("a method goes by its full name or the end of it, in any case")
func methodNames() throws {
    let names = CallVerb.callable(asOperator: false).map(\.name)
    #expect(
        try MethodName.find("tend.v1.Reminders/Create", in: names) == "tend.v1.Reminders/Create")
    #expect(try MethodName.find("reminders/create", in: names) == "tend.v1.Reminders/Create")
    #expect(try MethodName.find("Snooze", in: names) == "tend.v1.Reminders/Snooze")
    #expect(
        throws: Failure(
            .usage, .methodUnknownNear,
            ["method": "tend.v1.Reminders/Craete", "nearest": "tend.v1.Reminders/Create"])
    ) { try MethodName.find("tend.v1.Reminders/Craete", in: names) }
    #expect(throws: Failure(.usage, .methodUnknown, ["method": "x"])) {
        try MethodName.find("x", in: names)
    }
}

@Test("the operator's methods are the operator's, and those between the parts are nobody's")
func methodsByCaller() {
    let person = CallVerb.callable(asOperator: false).map(\.name)
    let all = CallVerb.callable(asOperator: true).map(\.name)
    #expect(!person.contains("tend.v1.Codes/Create"))
    #expect(all.contains("tend.v1.Codes/Create"))
    #expect(!all.contains("tend.v1.Devices/Authenticate"))
}

@Test("a mistyped key of a request is told in the codec's words")
func mistypedKey() throws {
    #expect(try CallVerb.request(ListReminders.self, " \n").cursor == "")
    #expect(try CallVerb.request(ListReminders.self, "{\"include_ended\": true}").includeEnded)
    #expect(
        throws: Failure(
            .usage, .callInput, ["problem": CodecError.unknownKey("include_endde").sentence])
    ) { try CallVerb.request(ListReminders.self, "{\"include_endde\": true}") }
}
