import Glibc
import Testing

/// The README as the tests read it.
private struct Readme {
    let text = SourceTree.read("README.md") ?? ""

    /// The lines of its code blocks: between fences, or indented by four spaces outside a list.
    var commands: [String] {
        var found: [String] = []
        var isFenced = false
        var isList = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                isFenced.toggle()
            } else if isFenced {
                found.append(String(line))
            } else if line.hasPrefix("    "), !isList {
                found.append(String(line.dropFirst(4)))
            } else if !line.isEmpty {
                isList =
                    line.hasPrefix("- ") || line.first?.isNumber == true
                    || isList && line.hasPrefix(" ")
            }
        }
        return found.filter { !$0.isEmpty }
    }
}

@Test("the README's two commands are the demo and the tests")
func readmeHasTwoCommands() {
    #expect(Array(Readme().commands.prefix(2)) == ["deploy/demo", "deploy/test"])
}

@Test("every command in the README is a script that exists or a verb that explains itself")
func readmeCommandsExist() {
    for command in Readme().commands {
        // What is piped into a verb is words for it.
        let verb = command.split(separator: "|").last.map { String($0.drop { $0 == " " }) } ?? ""
        let first = String(verb.split(separator: " ").first ?? "")
        if first == "tend" {
            let line = "PATH=\"$0:$PATH\"; \(verb) --help"
            let help = Command(["sh", "-c", line, SourceTree.built])
            #expect(help.code == 0, "\(command): \(help.output.prefix(200))")
        } else {
            #expect(SourceTree.isExecutable(first), "\(command): there is no script \(first)")
        }
    }
}

@Test("every file the README names exists")
func readmeFilesExist() {
    let paths = Readme().text.matches(of: /`((?:Sources|Tests|deploy|protocol|seeds)\/[^` ]+)`/)
    #expect(paths.count > 10)
    for path in paths.map({ String($0.1) }) {
        let exists = access(SourceTree.root + "/" + path, F_OK) == 0
        #expect(exists, "README.md names \(path), which is not there")
    }
}

@Test("the README's table names every module with about as many lines as it has")
func readmeCountsLines() {
    let rows = Readme().text.matches(of: /\| `([A-Za-z-]+)` \| ([0-9,]+) \|/)
    let told = Dictionary(
        rows.map { (String($0.1), Int($0.2.filter { $0 != "," }) ?? 0) }, uniquingKeysWith: max)
    var isTrue = Set(told.keys).isSubset(of: SourceTree.names(in: "Sources"))
    var table = ""
    for module in SourceTree.names(in: "Sources") {
        let files = SourceTree.files(in: "Sources/" + module, endings: [".swift", ".h"])
        let lines = files.reduce(0) { $0 + $1.lines.count - 1 }
        table += "| `\(module)` | \(lines) |\n"
        // A fifth either way, so that it need not change with every line.
        let isNear = told[module].map { abs($0 - lines) <= max(lines / 5, 20) } ?? false
        isTrue = isTrue && isNear
    }
    #expect(isTrue, "the table in README.md is no longer true; it is now:\n\(table)")
}
