import Codec
import Glibc
import RPC

/// A blocking client made by hand that notes every frame it is sent, sizes and all.
final class FrameRecorder {
    private let socket: RawClient
    private var nextID: UInt32 = 1
    private var pending: [UInt8] = []
    /// Every frame so far, in words; ids as they came.
    private(set) var lines: [String] = []

    /// Connects and says who it is.
    init(_ address: String, _ auth: Auth) {
        socket = RawClient(address)
        var hello = Hello()
        hello.frameBytesMax = 65_536
        hello.messageBytesMax = 65_536
        hello.connectionWindow = 1 << 24
        hello.streamWindow = 1 << 20
        hello.auth = auth
        socket.send(Preface.bytes)
        send(FrameType.hello, 0, flags: FrameFlags.noMessage, meta: hello.encoded(), [])
        note(next(), "hello") { _ in "" }
    }

    /// Makes a unary call and waits for its end.
    func call(_ info: MethodInfo, _ json: String, key: IdempotencyKey?) {
        lines.append("> \(info.name) \(json)")
        open(info, json, key: key)
        let id = nextID &- 2
        while let frame = next() {
            note(frame, info.name) { (try? info.responseToJSON($0)) ?? "unreadable" }
            if frame.header.type == FrameType.end && frame.header.streamID == id { return }
            if frame.header.type == FrameType.goAway { return }
        }
        lines.append("closed")
    }

    /// Opens a stream.
    func watch(_ info: MethodInfo, _ json: String) { open(info, json, key: nil) }

    /// Notes frames until an item of a stream says `word`.
    func await(_ info: MethodInfo, saying word: String) {
        while let frame = next() {
            note(frame, info.name) { (try? info.responseToJSON($0)) ?? "unreadable" }
            if lines.last?.contains(word) == true { return }
        }
        lines.append("\(word) never came")
    }

    private func open(_ info: MethodInfo, _ json: String, key: IdempotencyKey?) {
        var meta = Meta()
        meta.method = info.id
        meta.key = key
        let body = (try? info.requestFromJSON(json)) ?? []
        send(FrameType.call, nextID, flags: FrameFlags.endStream, meta: meta.encoded(), body)
        nextID &+= 2
    }

    private struct Seen {
        let header: FrameHeader
        let payload: [UInt8]
    }

    private func send(
        _ type: UInt8, _ id: UInt32, flags: UInt8, meta: [UInt8], _ body: [UInt8]
    ) {
        let header = FrameHeader(
            length: UInt32(meta.count + body.count), type: type, flags: flags,
            metaLength: UInt16(meta.count), streamID: id)
        var bytes = [UInt8](repeating: 0, count: FrameHeader.size)
        bytes.withUnsafeMutableBytes { raw in
            if let start = raw.baseAddress { header.encode(to: start) }
        }
        socket.send(bytes + meta + body)
    }

    private func next() -> Seen? {
        while true {
            if case .header(let header) = pending.withUnsafeBytes({ FrameHeader.decode($0) }),
                pending.count >= FrameHeader.size + Int(header.length)
            {
                let size = FrameHeader.size + Int(header.length)
                let payload = [UInt8](pending[FrameHeader.size..<size])
                pending.removeFirst(size)
                return Seen(header: header, payload: payload)
            }
            guard let more = socket.some(seconds: 30) else { return nil }
            pending += more
        }
    }

    private func note(_ seen: Seen?, _ name: String, _ read: ([UInt8]) -> String) {
        guard let seen else { return }
        let header = seen.header
        let meta = [UInt8](seen.payload.prefix(Int(header.metaLength)))
        let body = [UInt8](seen.payload.dropFirst(Int(header.metaLength)))
        var said = ""
        if header.type == FrameType.end || header.type == FrameType.data {
            let hasMessage = header.flags & FrameFlags.noMessage == 0
            said = hasMessage ? read(body) : "\((try? EndMeta(decoding: meta).json()) ?? "")"
        }
        lines.append(
            "< type \(header.type) flags \(header.flags) stream \(header.streamID) "
                + "length \(header.length) meta \(header.metaLength) \(said)")
    }
}

extension FrameRecorder {
    /// The lines with every long number, which is an id, as its place in the order of appearance.
    var renumbered: [String] {
        var places: [Substring: Int] = [:]
        return lines.map { line in
            var result = ""
            var rest = line[...]
            while let match = rest.firstMatch(of: /[0-9]{15,20}/) {
                result += rest[..<match.range.lowerBound]
                let place = places[match.output] ?? places.count
                places[match.output] = place
                result += "#\(place)"
                rest = rest[match.range.upperBound...]
            }
            return result + rest
        }
    }
}
