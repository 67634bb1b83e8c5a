import Testing

/// Finds the string literals of a Swift file, enough to tell a sentence from a name.
struct Literals {
    /// Each literal with the number of its line, interpolations replaced by `#`.
    private(set) var found: [(line: Int, text: String)] = []

    init(of source: String) {
        var rest = Substring(source)
        var line = 1
        while let character = rest.first {
            if rest.hasPrefix("//") {
                rest = rest.drop { $0 != "\n" }
            } else if character == "\"" {
                let mark = rest.hasPrefix("\"\"\"") ? "\"\"\"" : "\""
                rest = rest.dropFirst(mark.count)
                let text = Literals.body(&rest, until: mark)
                found.append((line, text))
                line += text.count { $0 == "\n" }
            } else {
                if character == "\n" { line += 1 }
                rest = rest.dropFirst()
            }
        }
    }

    /// Takes a literal's body and its closing mark from `rest`.
    private static func body(_ rest: inout Substring, until mark: String) -> String {
        var text = ""
        while let character = rest.first, !rest.hasPrefix(mark) {
            if rest.hasPrefix("\\(") {
                skipInterpolation(&rest)
                text += "#"
            } else if character == "\\" {
                rest = rest.dropFirst(2)
            } else {
                text.append(character)
                rest = rest.dropFirst()
            }
        }
        rest = rest.dropFirst(mark.count)
        return text
    }

    private static func skipInterpolation(_ rest: inout Substring) {
        var depth = 0
        repeat {
            if rest.first == "(" { depth += 1 }
            if rest.first == ")" { depth -= 1 }
            rest = rest.dropFirst()
        } while (depth > 0 || rest.first == "(") && !rest.isEmpty
    }

    /// Whether a text reads like words for a person: two words with a space between, one of them
    /// in plain lower case.
    static func isSentence(_ text: String) -> Bool {
        let words = text.split(separator: " ").filter { $0.contains(where: \.isLetter) }
        guard words.count >= 2 else { return false }
        return words.contains { $0.wholeMatch(of: /[a-z]{2,}[.,:;?]?/) != nil }
    }
}

@Test(
    "a sentence is told from a name",
    arguments: [
        ("There is no such verb.", true), ("tend: # is not loopback", true), ("--name NAME", false),
        ("tend.v1.Codes/Create", false), ("remind", false), ("# #", false), ("a", false),
        ("Europe/Berlin", false), ("no such zone", true), ("\t - ", false),
    ])
func sentencesAreTold(text: String, isSentence: Bool) {
    #expect(Literals.isSentence(text) == isSentence)
}

@Test("literals are found with their lines, comments and interpolations aside")
func literalsAreFound() {
    let source =
        "let a = \"one \\(f(\"x\", 2)) two\" // \"no\"\nlet b = \"\"\"\n    three\n    \"\"\"\n\"\""
    let found = Literals(of: source).found
    #expect(found.map(\.line) == [1, 2, 5])
    #expect(found.map(\.text) == ["one # two", "\n    three\n    ", ""])
}

@Test("the client's verbs say nothing of their own: every sentence is in the catalogue")
func verbsHaveNoSentences() {
    for file in SourceTree.files(in: "Sources/TendClient", endings: [".swift"])
    where !file.name.hasPrefix("Words") {
        let lines = file.lines
        for literal in Literals(of: file.text).found where Literals.isSentence(literal.text) {
            // What is said to ourselves about our own mistakes is no word of the product.
            if lines[literal.line - 1].contains("precondition") { continue }
            Issue.record("\(file.path):\(literal.line) says \"\(literal.text)\"")
        }
    }
}
