import Contracts
import RPC

/// Echo and server streaming through the real router, for comparison with other systems.
enum EchoServer {
    /// The two echo methods.
    static func router() -> Router {
        let router = Router()
        router.on(EchoService.unary) { request, _ in request }
        router.onStream(EchoService.stream) { request, _, sink throws(RPCError) in
            guard request.size >= 8, request.size <= 32_768 else {
                throw RPCError(.invalidArgument, "size must be from 8 to 32768")
            }
            let pump = Pump(sink, request)
            sink.onRoom { pump.push() }
            pump.push()
        }
        return router
    }
}

/// Offers numbered messages while there is room. Loop-confined.
private final class Pump {
    private let sink: StreamSink<Echo>
    private let count: UInt64
    private var next: UInt64 = 0
    private var item = Echo()

    init(_ sink: StreamSink<Echo>, _ request: EchoStream) {
        self.sink = sink
        count = UInt64(request.count)
        item.payload = Pattern.bytes(Int(request.size))
    }

    func push() {
        while next < count {
            Pattern.number(&item.payload, next)
            guard case .taken = sink.offer(item) else { return }
            next += 1
        }
        sink.end()
    }
}

/// The bytes that the harnesses of all peers send.
enum Pattern {
    static func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 * 131 + 7) }
    }

    /// Puts a number into the first eight bytes.
    static func number(_ bytes: inout [UInt8], _ value: UInt64) {
        bytes.withUnsafeMutableBytes { $0.storeBytes(of: value.littleEndian, as: UInt64.self) }
    }

    /// Whether bytes are the pattern of that length behind that number.
    static func matches(_ bytes: [UInt8], _ pattern: [UInt8], _ value: UInt64) -> Bool {
        guard bytes.count == pattern.count, bytes.count >= 8 else { return false }
        return bytes.withUnsafeBytes { got in
            pattern.withUnsafeBytes { wanted in
                got.loadUnaligned(as: UInt64.self) == value.littleEndian
                    && UnsafeRawBufferPointer(rebasing: got[8...]).elementsEqual(
                        UnsafeRawBufferPointer(rebasing: wanted[8...]))
            }
        }
    }
}
