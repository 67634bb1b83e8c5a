/// One measured line: what, how much of what unit, and for calls how long they took.
package struct BenchRow {
    package var name: String
    package var value: Double
    package var unit: String
    package var p50Us: Double?
    package var p99Us: Double?
    /// Processor seconds of both ends for 100,000 calls.
    package var cpuS: Double?
    /// What the server had resident at most, MB.
    package var serverMB: Double?

    package init(_ name: String, _ value: Double, _ unit: String) {
        self.name = name
        self.value = value
        self.unit = unit
    }

    /// A run of calls, from the line of JSON that its client printed.
    package init?(_ name: String, line: String, unit: String = "calls/s") {
        func number(_ key: String) -> Double? { BenchRow.number(key, in: line) }
        guard let rate = number("rate") else { return nil }
        self.init(name, rate, unit)
        p50Us = number("p50_us")
        p99Us = number("p99_us")
        if let client = number("client_cpu"), let server = number("server_cpu"),
            let calls = number("calls"), calls > 0
        {
            cpuS = (client + server) / calls * 1e5
        }
        serverMB = number("rss_kb").map { $0 / 1024 }
    }

    /// The value of one numeric member of a flat JSON object; nil when there is none.
    package static func number(_ key: String, in line: String) -> Double? {
        guard let at = line.firstRange(of: "\"\(key)\":") else { return nil }
        let rest = line[at.upperBound...].drop { $0 == " " }
        return Double(rest.prefix { $0.isNumber || $0 == "." || $0 == "-" })
    }

    /// The columns' names, then what stands in them.
    static let head = line(
        "measurement", "value", "unit", "p50 us", "p99 us", "cpu s/100k", "server MB")

    /// As a line of the table.
    package var text: String {
        BenchRow.line(
            name, BenchRow.told(value), unit, p50Us.map(BenchRow.told) ?? "",
            p99Us.map(BenchRow.told) ?? "", cpuS.map { PeerResult.fixed($0, 2) } ?? "",
            serverMB.map { PeerResult.fixed($0, 1) } ?? "")
    }

    /// As a line of JSON.
    package var json: String {
        var members = [
            "\"measurement\":\"\(name)\"", "\"value\":\(PeerResult.fixed(value, 3))",
            "\"unit\":\"\(unit)\"",
        ]
        for (key, number) in [
            ("p50_us", p50Us), ("p99_us", p99Us), ("cpu_s_per_100k", cpuS),
            ("server_mb", serverMB),
        ] {
            if let number { members.append("\"\(key)\":\(PeerResult.fixed(number, 3))") }
        }
        return "{" + members.joined(separator: ",") + "}"
    }

    private static func line(
        _ name: String, _ value: String, _ unit: String, _ p50: String, _ p99: String,
        _ cpu: String, _ memory: String
    ) -> String {
        func left(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(1, width - text.count))
        }
        func right(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(1, width - text.count)) + text
        }
        return left(name, 28) + right(value, 11) + " " + left(unit, 12) + right(p50, 10)
            + right(p99, 10) + right(cpu, 12) + right(memory, 11)
    }

    private static func told(_ value: Double) -> String {
        PeerResult.fixed(value, value >= 100 ? 0 : value >= 10 ? 1 : 2)
    }
}
