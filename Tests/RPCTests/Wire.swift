import Codec
import RPC

typealias Limits = RPC.Limits

/// Writes frames byte by byte, right ones and wrong ones, without the session's own writer.
enum Wire {
    static let preface = Preface.bytes

    /// A frame; `check` and `length` replace the right ones.
    static func frame(
        _ type: UInt8, _ id: UInt32 = 0, flags: UInt8 = 0, meta: [UInt8] = [], _ body: [UInt8] = [],
        length: UInt32? = nil, metaLength: UInt16? = nil, badCheck: Bool = false
    ) -> [UInt8] {
        let header = FrameHeader(
            length: length ?? UInt32(meta.count + body.count), type: type, flags: flags,
            metaLength: metaLength ?? UInt16(meta.count), streamID: id)
        var bytes = [UInt8](repeating: 0, count: FrameHeader.size)
        bytes.withUnsafeMutableBytes { raw in
            if let start = raw.baseAddress { header.encode(to: start) }
        }
        if badCheck { bytes[15] ^= 1 }
        return bytes + meta + body
    }

    /// A frame of the connection.
    static func frame(_ type: UInt8, _ body: [UInt8], badCheck: Bool = false) -> [UInt8] {
        frame(type, 0, body, badCheck: badCheck)
    }

    static func hello(_ change: (inout Hello) -> Void = { _ in }) -> [UInt8] {
        var hello = Hello()
        hello.frameBytesMax = 65_536
        hello.messageBytesMax = 65_536
        hello.connectionWindow = 1 << 20
        hello.streamWindow = 32_768
        hello.compressions = 1
        change(&hello)
        return frame(FrameType.hello, flags: FrameFlags.noMessage, meta: hello.encoded())
    }

    static let opening = preface + hello()

    /// A call of a method with some bytes as its message.
    static func call(
        _ id: UInt32, _ method: UInt32 = echo.id, _ body: [UInt8] = [], flags: UInt8 = 1,
        _ change: (inout Meta) -> Void = { _ in }
    ) -> [UInt8] {
        var meta = Meta()
        meta.method = method
        change(&meta)
        return frame(FrameType.call, id, flags: flags, meta: meta.encoded(), body)
    }

    static func word(_ type: UInt8, _ id: UInt32, _ value: UInt32) -> [UInt8] {
        frame(type, id, (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) })
    }

    static func window(_ id: UInt32, _ value: UInt32) -> [UInt8] {
        word(FrameType.window, id, value)
    }

    static func cancel(_ id: UInt32) -> [UInt8] { word(FrameType.cancel, id, 1) }

    static func ping(_ value: UInt8) -> [UInt8] {
        frame(FrameType.ping, [UInt8](repeating: value, count: 8))
    }

    static func end(_ id: UInt32, code: UInt32 = 0, _ body: [UInt8] = []) -> [UInt8] {
        var meta = EndMeta()
        meta.code = code
        let flags: UInt8 = code == 0 ? 1 : 17
        return frame(FrameType.end, id, flags: flags, meta: meta.encoded(), body)
    }

    static let echo = Method<Blob, Blob>("tend.v1.Echo/Unary", .open)
    static let secret = Method<Blob, Blob>("tend.v1.Echo/Secret", .open, compress: false)
    static let watch = Method<Blob, Blob>("tend.v1.Echo/Stream", .open, shape: .serverStream)
}

/// A message with one field of bytes, like the benchmark's echo.
struct Blob: Message, Equatable {
    var payload: [UInt8] = []

    init() {}

    init(_ payload: [UInt8]) { self.payload = payload }

    mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "payload", &payload, .content(max: 4 << 20), seenBy: .owner)
    }
}

/// What a frame says, in words, for transcripts.
struct SeenFrame: Equatable, CustomStringConvertible {
    var header: FrameHeader
    var payload: [UInt8]

    var meta: [UInt8] { [UInt8](payload.prefix(Int(header.metaLength))) }
    var body: [UInt8] { [UInt8](payload.dropFirst(Int(header.metaLength))) }
    var end: EndMeta? { try? EndMeta(decoding: meta) }
    var goAway: GoAway? { try? GoAway(decoding: meta) }
    var word: UInt32 { body.prefix(4).reduce(0) { $0 << 8 | UInt32($1) } }

    var description: String {
        switch header.type {
        case FrameType.hello: return "HELLO"
        case FrameType.pong: return "PONG"
        case FrameType.ping: return "PING"
        case FrameType.goAway:
            let word = goAway ?? GoAway()
            return "GOAWAY last \(word.lastStreamID) code \(word.code) \(word.debug)"
        case FrameType.window: return "WINDOW \(header.streamID) +\(word)"
        case FrameType.end:
            let meta = end ?? EndMeta()
            let what = meta.code == 0 ? "ok \(body.count)" : "\(meta.code) \(meta.message)"
            return "END \(header.streamID) \(what)"
        case FrameType.data: return "DATA \(header.streamID) \(body.count)"
        case FrameType.call: return "CALL \(header.streamID) \(body.count)"
        case FrameType.cancel: return "CANCEL \(header.streamID)"
        default: return "frame \(header.type)"
        }
    }

    /// The frames in some bytes; what is no frame is returned as it is.
    static func all(_ bytes: [UInt8]) -> (frames: [SeenFrame], rest: [UInt8]) {
        var frames: [SeenFrame] = []
        var rest = bytes[...]
        while case .header(let header) = rest.withUnsafeBytes({ FrameHeader.decode($0) }) {
            let size = FrameHeader.size + Int(header.length)
            guard rest.count >= size else { break }
            frames.append(
                SeenFrame(
                    header: header, payload: [UInt8](rest.dropFirst(16).prefix(size - 16))))
            rest = rest.dropFirst(size)
        }
        return (frames, [UInt8](rest))
    }
}

extension [UInt8] {
    init(hex: some StringProtocol) {
        let digits = hex.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        self = stride(from: 0, to: digits.count - 1, by: 2).map {
            UInt8(digits[$0] * 16 + digits[$0 + 1])
        }
    }

    var hex: String {
        map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

/// Bytes that do not compress.
func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed
    return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 33)
    }
}
