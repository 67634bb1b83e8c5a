import Host
import Reactor

/// What `tend-load reminders` was asked for, checked.
public struct LoadOptions: Sendable {
    /// Where the gateway listens.
    public var gateway = Address.loopback(port: 0)
    /// The installation's key file.
    public var keyPath = ""
    /// Reminders to create.
    public var count = 100_000
    /// Connections that create.
    public var connections = 64
    /// Creations outstanding on each.
    public var outstanding = 16
    /// Watchers, each of another person.
    public var watchers = 8
    /// The latest due time of a reminder, seconds after its creation; the earliest is half of it.
    public var dueInS = 20
    /// Reminders due in one and the same second.
    public var sameSecond = 20_000
    /// Where the record goes; nil for a temporary file.
    public var record: String?
    /// Kills a service and starts it again.
    public var restartCommand: String?
    /// When: percent of the creations acknowledged.
    public var restartAt = 50
    /// How long to wait for something to happen before giving up, seconds.
    public var patienceS = 45
    /// Decides about words and due times.
    public var seed: UInt64 = 1
    /// Whether the result is JSON.
    public var isJSON = false

    /// Reminders one person may have that have not ended; the Reminder service's own limit.
    public static let perPersonMax = 10_000
    /// Devices of one person, of which one watches; Profile's own limit is higher.
    static let devicesPerPersonMax = 24
    /// Calls outstanding on one device: half of the keyed calls that a service remembers of it, so
    /// that a call sent again after a restart is always known.
    static let outstandingMax = 32

    /// The default of everything, to be changed by tests.
    public init() {}

    /// The command line as it is written.
    static let flags: [Arguments.Flag] = [
        Arguments.Flag("gateway", "ADDR", needed: true, "where the gateway listens"),
        Arguments.Flag("key", "FILE", needed: true, "the installation's key, to make join codes"),
        Arguments.Flag("count", "N", "reminders to create (100000)"),
        Arguments.Flag("connections", "N", "connections that create (64)"),
        Arguments.Flag("outstanding", "N", "creations outstanding on each, at most 32 (16)"),
        Arguments.Flag("watchers", "N", "watchers, each of another person (8)"),
        Arguments.Flag("due-in", "S", "due so many seconds after creation, or half of it (20)"),
        Arguments.Flag("same-second", "N", "so many are due in one second (a fifth of count)"),
        Arguments.Flag("record", "FILE", "where the record goes (a temporary file)"),
        Arguments.Flag("restart-command", "CMD", "a shell command that restarts a service"),
        Arguments.Flag("restart-at", "N", "run it when N percent are created (50)"),
        Arguments.Flag("patience", "S", "give up when nothing happens for so long (45)"),
        Arguments.Flag("seed", "N", "decides about words and due times (1)"),
        Arguments.Flag("json", nil, "one line of JSON instead of text"),
    ]

    /// Reads what follows the verb. Throws the help or what is wrong.
    public init(_ words: [String]) throws(Arguments.Answer) {
        let said = try Arguments(
            words, program: "tend-load reminders",
            about: "Creates reminders through the gateway and checks every delivery.",
            flags: LoadOptions.flags)
        do throws(ReactorError) {
            gateway = try Address(said.values["gateway"] ?? "")
        } catch {
            throw .wrong("tend-load: --gateway: \(error.sentence)")
        }
        func number(_ name: String, _ range: ClosedRange<Int>, _ value: inout Int)
            throws(Arguments.Answer)
        {
            guard let text = said.values[name] else { return }
            guard let read = Int(text), range.contains(read) else {
                throw .wrong(
                    "tend-load: --\(name) is a number from \(range.lowerBound) to "
                        + "\(range.upperBound), not '\(text)'.")
            }
            value = read
        }
        try number("count", 1...Verdict.creationsMax, &count)
        try number("connections", 1...512, &connections)
        try number("outstanding", 1...LoadOptions.outstandingMax, &outstanding)
        try number("watchers", 1...256, &watchers)
        try number("due-in", 2...3600, &dueInS)
        sameSecond = count / 5
        try number("same-second", 0...count, &sameSecond)
        try number("restart-at", 1...99, &restartAt)
        try number("patience", 1...3600, &patienceS)
        if let text = said.values["seed"] {
            guard let value = UInt64(text) else {
                throw .wrong("tend-load: --seed is a whole number, not '\(text)'.")
            }
            seed = value
        }
        keyPath = said.values["key"] ?? ""
        record = said.values["record"]
        restartCommand = said.values["restart-command"]
        isJSON = said.switches.contains("json")
        guard people <= connections else {
            throw .wrong(
                "tend-load: \(count) reminders are those of \(people) people, so there must be at "
                    + "least \(people) connections.")
        }
    }

    /// How many people it takes: one for each watcher, and enough for the reminders and devices.
    public var people: Int {
        let byCount = (count + LoadOptions.perPersonMax - 1) / LoadOptions.perPersonMax
        let byDevices =
            (connections + LoadOptions.devicesPerPersonMax - 2)
            / (LoadOptions.devicesPerPersonMax - 1)
        return max(min(watchers, connections), byCount, byDevices)
    }
}
