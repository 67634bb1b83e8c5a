import Host
import LoadKit
import Testing

private let needed = ["--gateway", "127.0.0.1:7400", "--key", "var/key"]

@Test("what is not said has its default")
func defaults() throws {
    let options = try LoadOptions(needed)
    #expect(options.count == 100_000)
    #expect(options.connections == 64)
    #expect(options.outstanding == 16)
    #expect(options.sameSecond == 20_000)
    #expect(options.people == 10)
    #expect(options.record == nil)
    #expect(options.restartCommand == nil)
    #expect(!options.isJSON)
}

@Test("everything can be said")
func everything() throws {
    let options = try LoadOptions(
        needed + [
            "--count", "5000", "--connections", "7", "--outstanding", "3", "--watchers", "2",
            "--due-in", "9", "--same-second", "100", "--record", "r", "--restart-command", "x y",
            "--restart-at", "30", "--patience", "5", "--seed", "42", "--json",
        ])
    #expect(options.count == 5000)
    #expect(options.connections == 7)
    #expect(options.outstanding == 3)
    #expect(options.watchers == 2)
    #expect(options.dueInS == 9)
    #expect(options.sameSecond == 100)
    #expect(options.record == "r")
    #expect(options.restartCommand == "x y")
    #expect(options.restartAt == 30)
    #expect(options.patienceS == 5)
    #expect(options.seed == 42)
    #expect(options.isJSON)
}

@Test(
    "a wrong command line is told, naming the flag",
    arguments: [
        (["--gateway", "here", "--key", "k"], "--gateway"),
        (["--gateway", "127.0.0.1:1"], "--key"),
        (needed + ["--count", "0"], "--count"), (needed + ["--count", "many"], "--count"),
        (needed + ["--outstanding", "33"], "--outstanding"),
        (needed + ["--same-second", "100001"], "--same-second"),
        (needed + ["--restart-at", "100"], "--restart-at"), (needed + ["--seed", "-1"], "--seed"),
        (needed + ["--speed"], "--speed"), (needed + ["--count"], "--count"),
        (needed + ["--connections", "3"], "connections"),
    ])
func wrongLines(words: [String], named: String) {
    #expect {
        try LoadOptions(words)
    } throws: { error in
        if case .wrong(let text)? = error as? Arguments.Answer {
            text.contains(named)
        } else {
            false
        }
    }
}

@Test(
    "there are people enough for the watchers, the reminders and the devices",
    arguments: [
        (count: 1, connections: 1, watchers: 8, people: 1),
        (count: 100, connections: 64, watchers: 8, people: 8),
        (count: 100_000, connections: 64, watchers: 8, people: 10),
        (count: 100_001, connections: 64, watchers: 8, people: 11),
        (count: 100, connections: 512, watchers: 1, people: 23),
    ])
func people(count: Int, connections: Int, watchers: Int, people: Int) {
    var options = LoadOptions()
    options.count = count
    options.connections = connections
    options.watchers = watchers
    #expect(options.people == people)
}

@Test(
    "every reminder has a device to make it, and nobody has more than they may",
    arguments: [
        (count: 1, connections: 1, same: 1), (count: 7, connections: 3, same: 5),
        (count: 100_000, connections: 64, same: 20_000), (count: 99_999, connections: 11, same: 0),
        (count: 5, connections: 64, same: 3), (count: 200_000, connections: 512, same: 200_000),
    ])
func seats(count: Int, connections: Int, same: Int) {
    var options = LoadOptions()
    options.count = count
    options.connections = connections
    options.sameSecond = same
    let (watching, creating) = LoadSeat.plan(options)
    #expect(watching.map(\.person) == Array(0..<options.people))
    #expect(creating.count == connections)
    #expect(creating.map(\.person) == creating.map(\.person).sorted())
    #expect(creating.reduce(0) { $0 + $1.share } == count)
    #expect(creating.reduce(0) { $0 + $1.sameSecondShare } == same)
    let perPerson = Dictionary(grouping: creating, by: \.person).mapValues {
        $0.reduce(0) { $0 + $1.share }
    }
    #expect(perPerson.count == options.people)
    #expect(perPerson.values.allSatisfy { $0 <= LoadOptions.perPersonMax })
}
