import Reactor
import Seams

/// `tend-bench floor-client PORT WORKLOAD WARM_S DUR_S SERVER_PID`: the peers' workloads against a
/// `floor-server`, or against the peers' own floor in C.
enum FloorRun {
    /// Runs a workload and returns what was measured.
    static func run(
        port: UInt16, workload: Workload, warmS: Double, durS: Double, serverPID: Int32,
        clockNs: @escaping () -> UInt64
    ) throws(ReactorError) -> PeerResult {
        let loop = try Loop(time: .system)
        let results = Results()
        let client = FloorEchoClient(
            on: loop, depth: workload.depth, payloadBytes: workload.size, clockNs: clockNs
        ) { results.histogram.add($0) }
        client.connect(workload.connections, port: port)
        let limitUs = loop.nowUs + 5_000_000
        while !client.isReady && client.errors == 0 && loop.nowUs < limitUs {
            loop.turn(waitUs: 50_000)
        }
        var result = PeerResult()
        result.workload = workload.name
        client.start()
        turn(loop, warmS)
        result.clientCPU = -ProcessMeter.ownCPU()
        result.serverCPU = -ProcessMeter.cpu(of: serverPID)
        let startNs = clockNs()
        client.isMeasuring = true
        turn(loop, durS)
        client.isMeasuring = false
        client.isStopping = true
        result.seconds = Double(clockNs() - startNs) / 1e9
        result.clientCPU += ProcessMeter.ownCPU()
        result.serverCPU += ProcessMeter.cpu(of: serverPID)
        result.calls = client.calls
        result.histogram = results.histogram
        result.serverKB = ProcessMeter.peakKB(of: serverPID)
        result.errors = client.errors
        loop.shutDown()
        return result
    }

    private final class Results {
        var histogram = Histogram()
    }

    private static func turn(_ loop: Loop, _ seconds: Double) {
        let endUs = loop.nowUs + Int64(seconds * 1e6)
        while loop.nowUs < endUs { loop.turn(waitUs: endUs - loop.nowUs) }
    }
}
