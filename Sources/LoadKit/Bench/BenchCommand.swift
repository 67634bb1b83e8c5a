import Glibc
import Host
import Reactor
import Seams

/// The verbs of `tend-bench`.
public enum BenchCommand {
    /// How to write them.
    public static let usage = """
        Measures the engine on this machine, on loopback, servers and clients in processes of their own.

        usage: tend-bench [VERB] [--json] [--seconds S] [--folder DIR] [--floor-durable PATH]

            all           every measurement, the default
            codec         encoding and decoding one record of 217 bytes
            floor         a bare echo on our own event loop
            rpc           calls through the router: W1, W1s, W2, W3
            gateway       the same calls through a gateway
            durable       writes that are on disk before they are answered, beside the disk alone
            allocations   heap allocations of one call, both ends, where valgrind is installed
            help          this

        W1 is one call at a time, W1s the same with both ends on one processor, W2 one connection with
        64 calls outstanding, W3 eight with 32 each; 128 bytes each way. --floor-durable names the
        peers' program of that name, to be measured beside.

        For scripts that compare with other systems, also:
            peer-server PORT, floor-server PORT
            peer-client PORT WORKLOAD WARM_S DUR_S SERVER_PID, floor-client the same
        """

    private static let flags: [Arguments.Flag] = [
        Arguments.Flag("json", nil, "one JSON object a line instead of a table"),
        Arguments.Flag("seconds", "S", "how long each measurement takes (2)"),
        Arguments.Flag("folder", "DIR", "where the durable ones write (/var/tmp)"),
        Arguments.Flag("floor-durable", "PATH", "the peers' program of that name"),
    ]

    /// Runs a verb and returns the exit code. `gatewayServer` serves the verb of that name, which
    /// this module cannot: it knows no gateway.
    public static func run(_ arguments: [String], gatewayServer: ([String]) -> Int32) -> Int32 {
        let hasVerb = arguments.first.map { !$0.hasPrefix("-") } ?? false
        let verb = hasVerb ? arguments[0] : "all"
        let words = Array(arguments.dropFirst(hasVerb ? 1 : 0))
        if let code = BenchServer.run(verb, words) ?? BenchClient.run(verb, words) { return code }
        switch verb {
        case "gateway-server": return gatewayServer(words)
        case "echo-in-place": return echoInPlace(words)
        case "help": return said(usage, 0)
        case "all", "codec", "floor", "rpc", "gateway", "durable", "allocations": break
        default: return said(usage, 2)
        }
        do throws(Arguments.Answer) {
            return measure(
                verb, try Arguments(words, program: "tend-bench", about: "", flags: flags))
        } catch {
            switch error {
            case .help: return said(usage, 0)
            case .wrong(let text): return said(text, 2)
            }
        }
    }

    private static func measure(_ verb: String, _ said: Arguments) -> Int32 {
        var options = Bench.Options()
        if let text = said.values["seconds"] {
            guard let seconds = Double(text), (0.1...60).contains(seconds) else {
                return BenchCommand.said("tend-bench: --seconds is a number from 0.1 to 60", 2)
            }
            options.seconds = seconds
        }
        options.folder = said.values["folder"] ?? options.folder
        options.floorDurable = said.values["floor-durable"]
        let isJSON = said.switches.contains("json")
        if !isJSON { print(BenchRow.head) }
        do {
            let loop = try Loop(time: .system)
            let bench = Bench(
                options, loop: loop, program: ownPath(),
                report: { row in
                    print(isJSON ? row.json : row.text)
                    fflush(nil)
                }, warn: { Log.toStderr("tend-bench: \($0)\n") })
            // Measurements turn the loop themselves, so that a signal is seen between any two turns.
            try loop.onSignals([SIGINT, SIGTERM]) { _ in
                bench.stop()
                exit(130)
            }
            defer { bench.stop() }
            try run(verb, bench)
            return 0
        } catch let error as BenchChild.Failed {
            return BenchCommand.said("tend-bench: \(error.sentence)", 1)
        } catch let error as ReactorError {
            return BenchCommand.said("tend-bench: \(error.sentence)", 1)
        } catch let error as DiskError {
            return BenchCommand.said("tend-bench: \(error.sentence)", 1)
        } catch {
            return BenchCommand.said("tend-bench: \(error)", 1)
        }
    }

    private static func run(_ verb: String, _ bench: Bench) throws {
        let isAll = verb == "all"
        if isAll || verb == "codec" { bench.codec() }
        if isAll || verb == "floor" { try bench.floor() }
        if isAll || verb == "rpc" { try bench.rpc() }
        if isAll || verb == "gateway" { try bench.gateway() }
        if isAll || verb == "durable" { try bench.durable() }
        if isAll || verb == "allocations" { try bench.allocations() }
    }

    private static func echoInPlace(_ words: [String]) -> Int32 {
        guard let calls = words.first.flatMap({ Int($0) }), (1...10_000_000).contains(calls) else {
            return said(usage, 2)
        }
        do throws(ReactorError) {
            return try EchoInPlace.run(calls: calls) == 0 ? 0 : 1
        } catch {
            return said("tend-bench: \(error.sentence)", 1)
        }
    }

    private static func said(_ text: String, _ code: Int32) -> Int32 {
        if code == 0 { print(text) } else { Log.toStderr(text + "\n") }
        return code
    }

    private static func ownPath() -> String {
        var bytes = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &bytes, bytes.count)
        let path = bytes[..<max(0, count)].map { UInt8(bitPattern: $0) }
        return String(decoding: path, as: UTF8.self)
    }
}
