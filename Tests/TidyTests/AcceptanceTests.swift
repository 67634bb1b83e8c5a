import Testing

/// `seeds/README.md` says which tests hold each of the product's promises; they must be there.
@Suite struct AcceptanceTests {
    /// One row of the table: the promise, the file that holds it, and the test's name.
    private struct Row {
        let promise: Substring
        let path: Substring
        let name: Substring
    }

    private static let rows: [Row] = {
        let text = SourceTree.read("seeds/README.md") ?? ""
        let row = /(?m)^\| (T[0-9]+) \| `(Tests\/[^`]+\.swift)`: "([^"]+)" \|$/
        return text.matches(of: row).map { Row(promise: $0.1, path: $0.2, name: $0.3) }
    }()

    @Test("every promise that is kept by now names at least one test")
    func promisesAreHeld() {
        let held = Set(AcceptanceTests.rows.map(\.promise))
        for promise in [
            "T1", "T2", "T3", "T4", "T5", "T6", "T8", "T11", "T12", "T32", "T33", "T40",
        ] {
            #expect(held.contains(Substring(promise)), "\(promise) is held by no test")
        }
    }

    @Test("every test that a promise names exists and always runs")
    func testsExist() {
        #expect(!AcceptanceTests.rows.isEmpty)
        for row in AcceptanceTests.rows {
            guard let text = SourceTree.read(String(row.path)) else {
                Issue.record("\(row.promise): there is no \(row.path)")
                continue
            }
            guard let attribute = AcceptanceTests.attribute(named: String(row.name), in: text)
            else {
                Issue.record("\(row.promise): \(row.path) has no test \"\(row.name)\"")
                continue
            }
            for word in [".disabled", ".enabled(", "withKnownIssue"] {
                #expect(!attribute.contains(word), "\(row.promise): \(row.name) may not run")
            }
        }
    }

    /// What stands between `@Test(` and the function it is about; nil when no test has that name.
    private static func attribute(named name: String, in text: String) -> Substring? {
        var rest = text[...]
        while let start = rest.firstRange(of: "@Test(") {
            rest = rest[start.upperBound...]
            let head = rest.firstRange(of: "func ").map { rest[..<$0.lowerBound] } ?? rest
            if head.contains("\"" + name + "\"") { return head }
        }
        return nil
    }
}
