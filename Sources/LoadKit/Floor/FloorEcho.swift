import Reactor

/// The least an echo costs on our own loop: a 16-byte header, no calls, no codec. It speaks the
/// bytes of the peers' `floor-c`, so that either end can be that program.
///
/// Header, little-endian: u32 payload bytes, u16 method, u16 flags, u64 id. Method 1 echoes the
/// payload. Method 2 asks with u32 count and u32 size for that many numbered messages and then one
/// of no bytes with flags 1.
public enum FloorEcho {
    static let headerBytes = 16
    static let payloadBytesMax = 16 << 20
    static let echo: UInt16 = 1
    static let stream: UInt16 = 2
    /// Bytes of a stream made ahead of the peer.
    static let streamBytesAhead = 128 << 10

    /// Serves on 127.0.0.1; the loop does the rest. Port 0 takes a free one.
    public static func serve(on loop: Loop, port: UInt16) throws(ReactorError) -> Listener {
        try Listener.listen(on: loop, .loopback(port: port)) { FloorEchoServer($0) }
    }

    /// The payload all the harnesses send.
    static func pattern(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 131 &+ 7) }
    }
}

/// The serving end of one connection. Loop-confined.
final class FloorEchoServer: ConnectionHandler {
    let maxBuffered = FloorEcho.headerBytes + FloorEcho.payloadBytesMax
    private unowned let connection: Connection
    private var out = FloorOutput()
    private var message: [UInt8] = []
    private var streamID: UInt64 = 0
    private var streamTotal: UInt32 = 0
    private var streamNext: UInt32 = 0

    init(_ connection: Connection) {
        self.connection = connection
    }

    func received(_ bytes: UnsafeRawBufferPointer) -> Int {
        var offset = 0
        while let header = FloorHeader(frameAt: offset, in: bytes) {
            let start = offset + FloorEcho.headerBytes
            offset = start + Int(header.length)
            let payload = UnsafeRawBufferPointer(rebasing: bytes[start..<offset])
            switch header.method {
            case FloorEcho.echo: out.put(header, payload)
            case FloorEcho.stream where payload.count == 8:
                streamID = header.id
                streamTotal = payload.loadUnaligned(as: UInt32.self)
                streamNext = 0
                let size = payload.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
                guard 8...4096 ~= size else { return refuse(offset) }
                message = FloorEcho.pattern(Int(size))
            default: return refuse(offset)
            }
        }
        connection.wantsFlush()
        return offset
    }

    private func refuse(_ consumed: Int) -> Int {
        connection.close()
        return consumed
    }

    func output() -> UnsafeRawBufferPointer {
        if streamNext < streamTotal, out.count < FloorEcho.streamBytesAhead / 2 { fillStream() }
        return out.bytes
    }

    private func fillStream() {
        message.withUnsafeMutableBytes { message in
            while streamNext < streamTotal, out.count < FloorEcho.streamBytesAhead {
                message.storeBytes(of: UInt64(streamNext), as: UInt64.self)
                let header = FloorHeader(
                    length: message.count, method: FloorEcho.stream, id: streamID)
                out.put(header, UnsafeRawBufferPointer(message))
                streamNext += 1
            }
        }
        if streamNext == streamTotal {
            let end = FloorHeader(length: 0, method: FloorEcho.stream, flags: 1, id: streamID)
            out.put(end, UnsafeRawBufferPointer(start: nil, count: 0))
        }
    }

    func didSend(_ count: Int) { out.consume(count) }

    func closed(_ reason: CloseReason) { out.free() }
}
