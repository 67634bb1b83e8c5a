/// One workload of the peers' harnesses.
public struct Workload: Sendable {
    /// W1 to W5, D1 or D64.
    public let name: String
    /// Connections.
    public let connections: Int
    /// Calls outstanding on each.
    public let depth: Int
    /// Bytes of each message.
    public let size: Int
    /// Whether it is one server stream instead of calls.
    public var isStream: Bool { name == "W5" }
    /// Messages of one measured stream.
    public static let streamCount: UInt32 = 1_000_000

    /// The workload of a name.
    public static func named(_ name: String) -> Workload? {
        all.first { $0.name == name }
    }

    private static let all = [
        Workload(name: "W1", connections: 1, depth: 1, size: 128),
        Workload(name: "W2", connections: 1, depth: 64, size: 128),
        Workload(name: "W3", connections: 8, depth: 32, size: 128),
        Workload(name: "W4", connections: 1, depth: 4, size: 1 << 20),
        Workload(name: "W5", connections: 1, depth: 1, size: 128),
        // Of our own: what is durable before it is answered, with 1 connection and with 64.
        Workload(name: "D1", connections: 1, depth: 1, size: DiskBench.recordBytes),
        Workload(name: "D64", connections: 64, depth: 1, size: DiskBench.recordBytes),
    ]
}

/// What a run measured: the line that all peers' harnesses print.
public struct PeerResult: Sendable {
    var workload = ""
    var calls: UInt64 = 0
    var seconds = 0.0
    var histogram: Histogram?
    var clientCPU = 0.0
    var serverCPU = 0.0
    var serverKB = 0
    /// Replies that were not what was sent, or did not come.
    public internal(set) var errors: UInt64 = 0

    /// One line of JSON with the keys of `result_line` in the peers' `bench.h`.
    public var line: String {
        func us(_ q: Double) -> String { PeerResult.fixed((histogram?.quantile(q) ?? 0) / 1e3, 2) }
        let rate = seconds > 0 ? Double(calls) / seconds : 0
        return "{\"peer\":\"tendril\",\"w\":\"\(workload)\",\"calls\":\(calls),"
            + "\"secs\":\(PeerResult.fixed(seconds, 6)),\"rate\":\(PeerResult.fixed(rate, 1)),"
            + "\"p50_us\":\(us(0.5)),\"p99_us\":\(us(0.99)),\"p999_us\":\(us(0.999)),"
            + "\"errors\":\(errors),\"client_cpu\":\(PeerResult.fixed(clientCPU, 3)),"
            + "\"server_cpu\":\(PeerResult.fixed(serverCPU, 3)),\"rss_kb\":\(serverKB)}"
    }

    /// A number with a fixed count of decimals.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let units = UInt64(max(0, (value * scale).rounded()))
        if decimals == 0 { return String(units) }
        let whole = units / UInt64(scale)
        let rest = String(units % UInt64(scale))
        return "\(whole)." + String(repeating: "0", count: decimals - rest.count) + rest
    }
}
