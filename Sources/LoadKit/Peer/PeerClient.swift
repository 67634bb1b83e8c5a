import Codec
import Contracts
import RPC
import Reactor
import Seams

/// `tend-bench peer-client PORT WORKLOAD WARM_S DUR_S SERVER_PID`: the workloads of the peers
/// against a `peer-server`, every byte compared. Loop-confined.
///
/// It calls through `ChannelCore` with one receiver for all calls, which encodes and decodes the
/// message of each like any other client.
public final class PeerClient: CallReceiver {
    private struct Slot {
        var channel = 0
        var number: UInt64 = 0
        var sentNs: UInt64 = 0
    }

    private let loop: Loop
    private let workload: Workload
    private let serverPID: Int32
    private let clockNs: () -> UInt64
    private let meta = ChannelCore.meta(EchoService.unary)
    private let pattern: [UInt8]
    private var message = Echo()
    private var channels: [ChannelCore] = []
    private var slots: [Slot] = []
    private var number: UInt64 = 0
    private var outstanding = 0
    private var isMeasuring = false
    private var isStopping = false
    private var histogram = Histogram()
    private var result = PeerResult()
    private var startNs: UInt64 = 0

    /// A client of the server on this port of 127.0.0.1. `clockNs` is monotonic.
    public init(
        port: UInt16, workload: Workload, serverPID: Int32, clockNs: @escaping () -> UInt64
    ) throws(ReactorError) {
        loop = try Loop(time: .system)
        self.workload = workload
        self.serverPID = serverPID
        self.clockNs = clockNs
        pattern = Pattern.bytes(workload.size)
        message.payload = pattern
        for _ in 0..<workload.connections {
            channels.append(
                ChannelCore(loop: loop, to: .loopback(port: port), auth: nil, random: .system))
        }
    }

    /// Runs the workload and returns what was measured.
    public func run(warmS: Double, durS: Double) -> PeerResult {
        result.workload = workload.name
        let warmUs = Int64(warmS * 1e6)
        let durUs = Int64(durS * 1e6)
        if workload.isStream {
            stream(until: loop.nowUs + warmUs, durUs: durUs)
        } else {
            startCalls()
            loop.after(us: warmUs) { [self] in start() }
            loop.after(us: warmUs + durUs) { [self] in stop() }
            loop.after(us: warmUs + durUs + 5_000_000) { [self] in loop.stop() }
        }
        loop.run()
        result.errors += UInt64(outstanding)
        result.serverKB = ProcessMeter.peakKB(of: serverPID)
        return result
    }

    private func start() {
        result.clientCPU = -ProcessMeter.ownCPU()
        result.serverCPU = -ProcessMeter.cpu(of: serverPID)
        startNs = clockNs()
        isMeasuring = true
    }

    private func stop() {
        isMeasuring = false
        isStopping = true
        result.seconds = Double(clockNs() - startNs) / 1e9
        result.clientCPU += ProcessMeter.ownCPU()
        result.serverCPU += ProcessMeter.cpu(of: serverPID)
        if !workload.isStream { result.histogram = histogram }
    }

    // MARK: Calls

    private func startCalls() {
        for channel in channels.indices {
            for _ in 0..<workload.depth {
                slots.append(Slot(channel: channel))
                issue(slots.count - 1)
            }
        }
    }

    private func issue(_ at: Int) {
        number &+= 1
        slots[at].number = number
        slots[at].sentNs = clockNs()
        Pattern.number(&message.payload, number)
        outstanding += 1
        let channel = channels[slots[at].channel]
        _ = channel.call(
            meta, message, compress: false, deadlineUs: channel.deadline(30_000_000),
            receiver: self, tag: at)
    }

    /// One call is back: compares it and makes the next.
    public func callEnded(_ end: RawEnd, tag: Int) {
        do throws(RPCError) {
            let reply = try end.decode(Echo.self)
            if !Pattern.matches(reply.payload, pattern, slots[tag].number) { result.errors += 1 }
        } catch {
            result.errors += 1
        }
        if isMeasuring {
            result.calls += 1
            histogram.add(clockNs() - slots[tag].sentNs)
        }
        outstanding -= 1
        if !isStopping {
            issue(tag)
        } else if outstanding == 0 {
            loop.stop()
        }
    }

    /// Unary calls have no items.
    public func callItem(_ item: RawItem, tag: Int) { result.errors += 1 }

    // MARK: Streams

    private func stream(until warmUs: Int64, durUs: Int64) {
        if !isMeasuring && loop.nowUs >= warmUs { start() }
        if isMeasuring && clockNs() - startNs >= UInt64(durUs) * 1000 {
            stop()
            loop.stop()
            return
        }
        var request = EchoStream()
        request.count = isMeasuring ? Workload.streamCount : Workload.streamCount / 5
        request.size = UInt32(workload.size)
        var expected: UInt64 = 0
        let count = UInt64(request.count)
        channels[0].stream(EchoService.stream, request) { [self] item in
            if !Pattern.matches(item.payload, pattern, expected) { result.errors += 1 }
            expected += 1
        } onEnd: { [self] error in
            if error != nil || expected != count { result.errors += 1 }
            if isMeasuring { result.calls += count }
            if error != nil { isStopping = true }
            if isStopping {
                loop.stop()
            } else {
                stream(until: warmUs, durUs: durUs)
            }
        }
    }
}
