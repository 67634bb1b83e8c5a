import Contracts
import Host
import Testing

private let flags = [
    Arguments.Flag("listen", "ADDR", needed: true, "where to listen"),
    Arguments.Flag("key", "FILE", "the key"),
    Arguments.Flag("quiet", nil, "say less"),
]

private func parse(_ words: [String]) throws(Arguments.Answer) -> Arguments {
    try Arguments(words, program: "tend-x", about: "X.", flags: flags)
}

@Test("flags are read in any order")
func flagsAreRead() throws {
    let arguments = try parse(["--quiet", "--listen", "a:1", "--key", "k"])
    #expect(arguments.values == ["listen": "a:1", "key": "k"])
    #expect(arguments.switches == ["quiet"])
}

@Test(
    "a wrong command line is told in one sentence",
    arguments: [
        (["--listne", "a:1"], "tend-x: no flag '--listne'. Try 'tend-x --help'."),
        (["--listen"], "tend-x: --listen needs ADDR after it."),
        ([], "tend-x: --listen ADDR is needed. Try 'tend-x --help'."),
    ])
func wrongLines(words: [String], sentence: String) {
    #expect(throws: Arguments.Answer.wrong(sentence)) { try parse(words) }
}

@Test("the version is said whatever else is missing", arguments: ["--version", "-V"])
func version(word: String) {
    #expect(throws: Arguments.Answer.help("tend-x \(Version.text)\n")) { try parse([word]) }
}

@Test("help names every flag")
func helpNamesFlags() {
    do {
        _ = try parse(["--help"])
        Issue.record("help did not stop the program")
    } catch .help(let text) {
        for flag in ["--listen ADDR", "--key FILE", "--quiet"] { #expect(text.contains(flag)) }
    } catch {
        Issue.record("\(error)")
    }
}
