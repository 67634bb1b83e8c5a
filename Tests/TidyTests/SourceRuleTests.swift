import Testing

/// What a source file may not say, and where the exceptions are.
struct Rule: CustomTestStringConvertible, Sendable {
    let name: String
    let words: [String]
    let folders: [String]
    let except: @Sendable (SourceTree.File) -> Bool

    init(
        _ name: String, _ words: [String], in folders: [String],
        except: @escaping @Sendable (SourceTree.File) -> Bool = { _ in false }
    ) {
        self.name = name
        self.words = words
        self.folders = folders
        self.except = except
    }

    var testDescription: String { name }

    /// The words are put together here, so that this file does not say them.
    static let all: [Rule] = [
        Rule(
            "nothing traps on the world", ["try" + "!", "as" + "!", "fatal" + "Error("],
            in: ["Sources"]),
        Rule(
            "only Reactor vouches for itself",
            ["@unchecked" + " Sendable", "nonisolated" + "(unsafe)"], in: ["Sources"],
            except: { $0.module == "Reactor" }),
        Rule(
            "nothing is left for later", ["TO" + "DO", "FIX" + "ME"],
            in: ["Sources", "Tests", "deploy", "protocol", ".ci"]),
        Rule("no task runs loose", ["Task." + "detached"], in: ["Sources"]),
        Rule(
            "no path of somebody's machine",
            ["/ro" + "ot/", "/wo" + "rk/", "/ho" + "me/", "/Us" + "ers/"],
            in: ["Sources", "Tests", "deploy", "protocol", "seeds", ".ci"]),
    ]
}

@Test("a file says nothing the house forbids", arguments: Rule.all)
func forbiddenWords(rule: Rule) {
    for folder in rule.folders {
        for file in SourceTree.files(in: folder, endings: [""]) where !rule.except(file) {
            for (index, line) in file.lines.enumerated() {
                for word in rule.words where line.contains(word) {
                    Issue.record("\(file.path):\(index + 1) says \(word)")
                }
            }
        }
    }
}

@Test("a file has at most 400 lines, a function at most 70")
func filesAndFunctionsAreShort() {
    let head = /^( *)(?:@?[a-z]+(?:\([a-z]+\))? )*(?:func |init[?(<])/
    for file in SourceTree.swift {
        let lines = file.lines
        #expect(lines.count <= 401, "\(file.path) has \(lines.count - 1) lines")
        var open: [(indent: Substring, line: Int)] = []
        for (index, line) in lines.enumerated() {
            // A requirement of a protocol has no body: the next declaration or the protocol's own end
            // closes it.
            if let match = line.prefixMatch(of: head) {
                open.removeAll { $0.indent.count >= match.1.count }
                open.append((match.1, index))
            } else if line.drop(while: { $0 == " " }) == "}" {
                open.removeAll { $0.indent.count >= line.count }
            }
            // The formatter puts a function's last brace under its first word.
            while let last = open.last, line == last.indent + "}" {
                let length = index - last.line + 1
                #expect(
                    length <= 70, "\(file.path):\(last.line + 1) is a function of \(length) lines")
                open.removeLast()
            }
        }
    }
}

@Test("the C shims are at most five, and each is listed in the header's comment")
func shimsAreListed() throws {
    var shims = 0
    for file in SourceTree.files(in: "Sources", endings: [".h", ".c", ".cpp", ".m"]) {
        #expect(file.name.hasSuffix(".h"), "\(file.path): no other C")
        for line in file.lines where !line.hasPrefix("//") && line.contains("static inline") {
            shims += 1
            let name = try #require(line.firstMatch(of: /([a-z0-9_]+)\(/)?.1)
            #expect(
                file.lines.contains { $0.hasPrefix("//") && $0.contains(name) },
                "\(file.path) does not list \(name)")
        }
        let bodies = file.lines.filter { !$0.hasPrefix("//") && $0.contains("{") }
        #expect(
            bodies.allSatisfy { $0.contains("static inline") },
            "\(file.path) has a body that is no static inline shim")
    }
    #expect(shims <= 5)
}

@Test("a file of a module starts its main type with a doc comment, without a banner")
func filesHaveNoBanner() {
    for file in SourceTree.swift {
        let first = file.lines.first { !$0.isEmpty } ?? ""
        #expect(
            !first.hasPrefix("//===") && !first.hasPrefix("/*") && !first.hasPrefix("//  "),
            "\(file.path) starts with a banner")
    }
}
