import Glibc
import TestSupport
import Testing

/// The stand that real processes are watched from.
@Suite struct RealProcessTests {
    /// What a wait of 60 s meets, each after 25 s, and what comes of it.
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let answers: [Int32]
        let isReady: Bool
        /// The milliseconds asked for.
        let asked: [Int32]
    }

    @Test(
        "a signal does not end a wait, and the wait does not begin anew",
        arguments: [
            Row(testDescription: "ready", answers: [1], isReady: true, asked: [60_000]),
            Row(testDescription: "not ready", answers: [0], isReady: false, asked: [60_000]),
            Row(
                testDescription: "a signal, then ready", answers: [-EINTR, 2], isReady: true,
                asked: [60_000, 35_000]),
            Row(
                testDescription: "signals until it is over", answers: [-EINTR, -EINTR, -EINTR, 0],
                isReady: false, asked: [60_000, 35_000, 10_000, 0]),
            Row(testDescription: "failed", answers: [-ENOMEM], isReady: false, asked: [60_000]),
        ])
    func signals(_ row: Row) {
        var nowMs: Int64 = 7_000
        var asked: [Int32] = []
        let isReady = RealProcess.isReady(withinMs: 60_000, nowMs: { nowMs }) { leftMs in
            asked.append(leftMs)
            nowMs += 25_000
            return row.answers[asked.count - 1]
        }
        #expect(isReady == row.isReady && asked == row.asked)
    }

    @Test("of a process that hangs its last words are told, and where it hangs")
    func hangs() {
        let line = "echo so far >&2; echo ready; exec sleep 1000"
        let process = RealProcess("sh", ["-c", line], in: "/bin")
        #expect(process.line() == "ready")
        let end = process.finish(seconds: 0)
        #expect(end.code == 128 + SIGKILL)
        #expect(end.errors.hasPrefix("so far\n\nsh, process \(process.pid): State:"))
        #expect(end.errors.contains(", wchan: "))
        #expect(end.errors.hasSuffix(" Killed after 0 s of silence.\n"))
    }
}
