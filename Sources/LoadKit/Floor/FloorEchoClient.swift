import Glibc
import Reactor

/// The asking end of `FloorEcho`: a number of connections with a number of calls outstanding on
/// each, every byte that comes back compared. Loop-confined.
public final class FloorEchoClient {
    /// Calls answered since `isMeasuring` was set.
    public private(set) var calls: UInt64 = 0
    /// Answers that were not what was asked, and connections lost.
    public internal(set) var errors: UInt64 = 0
    /// Calls sent and not answered.
    public private(set) var outstanding = 0
    /// Whether answers are counted and given to `record`.
    public var isMeasuring = false
    /// No call follows an answer any more.
    public var isStopping = false

    private let loop: Loop
    private let depth: Int
    private let clockNs: () -> UInt64
    private let record: (UInt64) -> Void
    private var pattern: [UInt8]
    private var number: UInt64 = 0
    private var connected = 0
    private var ends: [FloorEchoEnd] = []

    /// `clockNs` is monotonic; `record` gets the nanoseconds of each measured call.
    public init(
        on loop: Loop, depth: Int, payloadBytes: Int, clockNs: @escaping () -> UInt64,
        record: @escaping (UInt64) -> Void
    ) {
        precondition(payloadBytes >= 8, "the payload begins with a number of eight bytes")
        self.loop = loop
        self.depth = depth
        self.clockNs = clockNs
        self.record = record
        pattern = FloorEcho.pattern(payloadBytes)
    }

    /// Opens connections to a port of 127.0.0.1. Make turns until `isReady`.
    public func connect(_ count: Int, port: UInt16) {
        for _ in 0..<count {
            loop.connect(.loopback(port: port), timeoutUs: 5_000_000) { [self] result in
                guard case .success(let connection) = result else {
                    errors += 1
                    return
                }
                let end = FloorEchoEnd(self, connection, depth: depth)
                ends.append(end)
                connection.handler = end
            }
        }
        connected += count
    }

    /// Whether every connection was made.
    public var isReady: Bool { ends.count == connected }

    /// Sends the first calls.
    public func start() {
        for end in ends {
            for slot in 0..<depth { issue(end, slot) }
            end.connection.wantsFlush()
        }
    }

    /// Asks for a stream of messages on the first connection and calls `done` at its end.
    public func startStream(messages: UInt32, _ done: @escaping () -> Void) {
        guard let end = ends.first else { return }
        end.expected = 0
        end.onStreamEnd = { [self] in
            if end.expected != UInt64(messages) { errors += 1 }
            done()
        }
        let request: [UInt32] = [messages, UInt32(pattern.count)]
        request.withUnsafeBytes {
            end.out.put(FloorHeader(length: 8, method: FloorEcho.stream, id: 77), $0)
        }
        end.connection.wantsFlush()
    }

    fileprivate func issue(_ end: FloorEchoEnd, _ slot: Int) {
        number &+= 1
        pattern.withUnsafeMutableBytes { pattern in
            pattern.storeBytes(of: number, as: UInt64.self)
            end.slots[slot] = (clockNs(), number)
            let header = FloorHeader(
                length: pattern.count, method: FloorEcho.echo, id: UInt64(slot))
            end.out.put(header, UnsafeRawBufferPointer(pattern))
        }
        outstanding += 1
    }

    fileprivate func answered(
        _ end: FloorEchoEnd, _ header: FloorHeader, _ payload: UnsafeRawBufferPointer
    ) {
        guard header.id < UInt64(depth) else {
            errors += 1
            return
        }
        let slot = Int(header.id)
        let (sentNs, number) = end.slots[slot]
        if !matches(payload, number) { errors += 1 }
        if isMeasuring {
            calls += 1
            record(clockNs() &- sentNs)
        }
        outstanding -= 1
        if !isStopping { issue(end, slot) }
    }

    fileprivate func matches(_ payload: UnsafeRawBufferPointer, _ number: UInt64) -> Bool {
        pattern.withUnsafeBytes { pattern in
            guard payload.count == pattern.count, let got = payload.baseAddress,
                let wanted = pattern.baseAddress
            else { return false }
            return payload.loadUnaligned(as: UInt64.self) == number
                && memcmp(got + 8, wanted + 8, pattern.count - 8) == 0
        }
    }
}

/// One connection of a `FloorEchoClient`. Loop-confined.
private final class FloorEchoEnd: ConnectionHandler {
    let maxBuffered = FloorEcho.headerBytes + FloorEcho.payloadBytesMax
    let connection: Connection
    var out = FloorOutput()
    var slots: [(sentNs: UInt64, number: UInt64)]
    var expected: UInt64 = 0
    var onStreamEnd: (() -> Void)?
    private let client: FloorEchoClient

    init(_ client: FloorEchoClient, _ connection: Connection, depth: Int) {
        self.client = client
        self.connection = connection
        slots = .init(repeating: (0, 0), count: depth)
    }

    func received(_ bytes: UnsafeRawBufferPointer) -> Int {
        var offset = 0
        while let header = FloorHeader(frameAt: offset, in: bytes) {
            let start = offset + FloorEcho.headerBytes
            offset = start + Int(header.length)
            let payload = UnsafeRawBufferPointer(rebasing: bytes[start..<offset])
            if header.method == FloorEcho.echo {
                client.answered(self, header, payload)
            } else if header.flags == 1 {
                let done = onStreamEnd
                onStreamEnd = nil
                done?()
            } else {
                if !client.matches(payload, expected) { client.errors += 1 }
                expected += 1
            }
        }
        connection.wantsFlush()
        return offset
    }

    func output() -> UnsafeRawBufferPointer { out.bytes }

    func didSend(_ count: Int) { out.consume(count) }

    func closed(_ reason: CloseReason) {
        out.free()
        if reason != .local, reason != .loopStopped { client.errors += 1 }
    }
}
