import Glibc
import Host
import Reactor

/// The calling ends of the measurements, each a verb of `tend-bench` and a process of its own that
/// prints one line of JSON: `peer-client` calls by Tendril, `floor-client` by the bare floor.
enum BenchClient {
    /// Runs the client of a verb. Returns the exit code, or nil for another verb.
    static func run(_ verb: String, _ words: [String]) -> Int32? {
        guard verb == "peer-client" || verb == "floor-client" else { return nil }
        guard words.count == 5, let port = UInt16(words[0]),
            let workload = Workload.named(words[1]), let warmS = Double(words[2]),
            let durS = Double(words[3]), let pid = Int32(words[4]),
            (0...3600).contains(warmS), (0...3600).contains(durS)
        else { return complain(BenchCommand.usage, 2) }
        guard workload.name != "W4" else {
            return complain(
                "tend-bench: W4 needs messages of 1 MiB; a message has at most 64 KiB so far", 1)
        }
        do throws(ReactorError) {
            let result: PeerResult
            if verb == "peer-client" {
                let client = try PeerClient(
                    port: port, workload: workload, serverPID: pid, clockNs: monotonicNs)
                result = client.run(warmS: warmS, durS: durS)
            } else {
                result = try FloorRun.run(
                    port: port, workload: workload, warmS: warmS, durS: durS, serverPID: pid,
                    clockNs: monotonicNs)
            }
            print(result.line)
            return result.errors == 0 ? 0 : 1
        } catch {
            return complain("tend-bench: \(error.sentence)", 1)
        }
    }

    private static func complain(_ text: String, _ code: Int32) -> Int32 {
        Log.toStderr(text + "\n")
        return code
    }

    private static func monotonicNs() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }
}
