import Glibc
import Reactor

/// The two verbs of `tend-bench` by which the peers' scripts measure Tendril.
public enum PeerCommand {
    /// How to write them.
    public static let usage = """
        usage: tend-bench peer-server PORT
               tend-bench peer-client PORT WORKLOAD WARM_S DUR_S SERVER_PID
        """

    /// Runs `peer-server` or `peer-client`. Returns the exit code, or nil for another verb.
    public static func run(_ arguments: [String]) -> Int32? {
        switch arguments.first {
        case "peer-server": server(Array(arguments.dropFirst()))
        case "peer-client": client(Array(arguments.dropFirst()))
        default: nil
        }
    }

    private static func server(_ arguments: [String]) -> Int32 {
        guard arguments.count == 1, let port = UInt16(arguments[0]) else { return misused() }
        do {
            try PeerServer.run(port: port)
            return 0
        } catch {
            return failed(error.sentence)
        }
    }

    private static func client(_ arguments: [String]) -> Int32 {
        guard arguments.count == 5, let port = UInt16(arguments[0]),
            let workload = Workload.named(arguments[1]), let warmS = Double(arguments[2]),
            let durS = Double(arguments[3]), let pid = Int32(arguments[4]),
            (0...3600).contains(warmS), (0...3600).contains(durS)
        else { return misused() }
        guard workload.name != "W4" else {
            return failed("W4 needs messages of 1 MiB; a message has at most 64 KiB so far")
        }
        do {
            let client = try PeerClient(
                port: port, workload: workload, serverPID: pid, clockNs: monotonicNs)
            let result = client.run(warmS: warmS, durS: durS)
            print(result.line)
            return result.errors == 0 ? 0 : 1
        } catch {
            return failed(error.sentence)
        }
    }

    private static func misused() -> Int32 {
        complain(usage)
        return 2
    }

    private static func failed(_ sentence: String) -> Int32 {
        complain("tend-bench: \(sentence)")
        return 1
    }

    private static func complain(_ text: String) {
        let line = Array((text + "\n").utf8)
        _ = line.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    }

    private static func monotonicNs() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }
}
