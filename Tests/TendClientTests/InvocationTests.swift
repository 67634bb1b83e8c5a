import TendClient
import Testing

/// Reads a command line as `tend` does.
private func read(_ line: [String], _ environment: [String: String] = [:]) throws -> Invocation {
    try Invocation(line, environment: environment, verbs: Verb.all)
}

@Test("the version is asked for with or without a verb, and nothing else is needed then")
func asksForVersion() throws {
    for words in [["--version"], ["-V"], ["remind", "add", "--version"], ["--json", "-V"]] {
        let invocation = try Invocation(words, environment: [:], verbs: Verb.all)
        #expect(invocation.wantsVersion && !invocation.wantsHelp, "\(words)")
    }
    #expect(throws: Failure.self) {
        try Invocation(["-version"], environment: [:], verbs: Verb.all)
    }
}

@Test("flags stand before or after the verb, with a space or an equals sign")
func flagsStandAnywhere() throws {
    for line in [
        ["--as", "ben", "--json", "remind", "add", "Film night", "every", "day", "8:30"],
        ["remind", "add", "--json", "Film night", "every", "day", "8:30", "--as=ben"],
        ["--json", "remind", "add", "Film night", "--as", "ben", "every", "day", "8:30"],
    ] {
        let invocation = try read(line)
        #expect(invocation.verb?.name == "remind add")
        #expect(invocation.json)
        #expect(invocation.identity == "ben")
        #expect(invocation.arguments.plain == ["Film night", "every", "day", "8:30"])
        #expect(invocation.arguments.flags.isEmpty)
    }
}

@Test("what is typed goes before what is set, and an address before a command that is set")
func typedGoesFirst() throws {
    let environment = ["TEND_AS": "ana", "TEND_GATEWAY": "127.0.0.1:1", "TEND_VIA": "ssh x"]
    let set = try read(["me"], environment)
    #expect(set.identity == "ana")
    #expect(set.gateway == "127.0.0.1:1")
    #expect(set.via == "ssh x")
    let typed = try read(["me", "--as", "ben", "--gateway", "127.0.0.1:2"], environment)
    #expect(typed.identity == "ben")
    #expect(typed.gateway == "127.0.0.1:2")
    #expect(typed.via == nil)
    #expect(try read(["me"], ["TEND_AS": ""]).identity == nil)
}

@Test("a dash is an argument, and after two dashes everything is")
func dashes() throws {
    #expect(try read(["remind", "add", "-", "today", "9:00"]).arguments.plain[0] == "-")
    let invocation = try read(["remind", "add", "--", "--json", "today", "9:00"])
    #expect(invocation.arguments.plain == ["--json", "today", "9:00"])
    #expect(!invocation.json)
}

@Test("nothing but options is no verb, and --help asks for a page")
func noVerb() throws {
    #expect(try read([]).verb == nil)
    #expect(try read(["--json"]).verb == nil)
    #expect(try read(["--help"]).wantsHelp)
    #expect(try read(["remind", "snooze", "--help"]).wantsHelp)
    #expect(try read(["me", "-h"]).wantsHelp)
    #expect(try read(["me", "-h"]).group == nil)
    for group in ["remind", "ritual", "quiet"] {
        for line in [[group, "--help"], ["--help", group], [group, "-h", "--json"]] {
            let invocation = try read(line)
            #expect(invocation.group == group && invocation.wantsHelp, "\(line)")
        }
        #expect(throws: Failure.self) { try read([group]) }
        #expect(throws: Failure.self) { try read([group, "--nothing", "--help"]) }
    }
    #expect(try read(["devices", "--help"]).group == nil)
}

/// A command line that makes no sense, and what is said of it.
struct BadLine: CustomTestStringConvertible, Sendable {
    let line: [String]
    let said: String

    init(_ line: String, _ said: String) {
        self.line = line.split(separator: " ").map(String.init)
        self.said = said
    }

    var testDescription: String { line.joined(separator: " ") }
}

@Test(
    "a command line that makes no sense is refused with the nearest match",
    arguments: [
        BadLine("jion CODE", "There is no verb \"jion\". Did you mean: tend join"),
        BadLine("xyzzy", "There is no verb \"xyzzy\". Say: tend help"),
        BadLine("remnd list", "There is no verb \"remnd\". Did you mean: tend remind"),
        BadLine("remind ad x", "There is no verb \"remind ad\". Did you mean: tend remind add"),
        BadLine(
            "remind",
            "\"tend remind\" needs one more word. There are: remind add, remind list, remind show,"
                + " remind snooze, remind done, remind skip, remind cancel, remind audit."),
        BadLine(
            "devices ad", "There is no verb \"devices ad\". Did you mean: tend devices add"),
        BadLine(
            "me --nmae Ana",
            "There is no flag --nmae here. Did you mean --name? Say: tend me --help"),
        BadLine("me --frobnicate", "There is no flag --frobnicate here. Say: tend me --help"),
        BadLine(
            "remind list -all",
            "There is no flag -all here. Did you mean --all? Say: tend remind list --help"),
        BadLine("me --name", "--name needs a value after it."),
        BadLine("me --json=yes", "--json stands alone and takes no value."),
        BadLine("me --name Ana --name Ben", "--name is given twice. Say it once."),
        BadLine("join", "Something is missing. Say: tend join --help"),
        BadLine(
            "join A B",
            "\"B\" is one word too many. If it belongs together with what stands before it, put"
                + " both in quotes; see tend join --help"),
    ])
func nonsenseIsRefused(row: BadLine) throws {
    let failure = try #require(throws: Failure.self) { try read(row.line) }
    #expect(failure.exit == .usage)
    #expect(Words.english.text(failure.phrase) == row.said)
}

@Test("no line of any words traps")
func anyLine() {
    let words = ["", "-", "--", "---", "=", "--=", "remind", "add", "--json", "--as", "help", "é"]
    for first in words {
        for second in words {
            for third in words { _ = try? read([first, second, third]) }
        }
    }
}
