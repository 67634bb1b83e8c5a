import Codec
import Contracts
import RPC

/// Feeds frames to a server's session, and a client's, and counts the events. Most headers have
/// right lengths and checks, so that the bytes get past the header.
struct SessionFuzz {
    /// The names this counts under.
    static let expected = [
        "session more", "session hello", "session call", "session cancel", "session fault",
        "session credit", "session failed", "client ready", "client data", "client end",
        "client goAway", "client failed", "header ok", "header badCheck", "header needMore",
    ]

    var mutator: Mutator<SampleRandom>
    private let preface = SessionFuzz.opening(nil)
    private let greeting = SessionFuzz.greeting()

    init(mutator: Mutator<SampleRandom>) { self.mutator = mutator }

    mutating func run(_ count: Int, _ tally: inout Tally) {
        for _ in 0..<count {
            if mutator.chance(65) { server(&tally) } else { client(&tally) }
        }
    }

    /// What a client says first.
    private static func opening(_ auth: Auth?) -> [UInt8] {
        let session = Session(clientAuth: auth, limits: Limits(), nowUs: 0)
        return [UInt8](session.output())
    }

    /// What a server answers.
    private static func greeting() -> [UInt8] {
        var session = Session(serverLimits: Limits(), nowUs: 0)
        let hello = opening(nil)
        hello.withUnsafeBytes { bytes in
            var offset = 0
            while true {
                switch session.next(bytes, &offset) {
                case .hello: session.accept(limits: Limits())
                case .more:
                    if session.isReady { return }
                default: return
                }
            }
        }
        return [UInt8](session.output())
    }

    private mutating func header(_ header: FrameHeader, _ payload: [UInt8], _ tally: inout Tally)
        -> [UInt8]
    {
        var bytes = [UInt8](repeating: 0, count: FrameHeader.size)
        bytes.withUnsafeMutableBytes { raw in
            if let start = raw.baseAddress { header.encode(to: start) }
        }
        tally.add("inputs by field")
        if mutator.chance(2) { bytes[mutator.below(16)] ^= UInt8(1 << mutator.below(8)) }
        var all = bytes + payload
        if mutator.chance(1) { all.removeLast(mutator.below(all.count)) }
        all.withUnsafeBytes { raw in
            switch FrameHeader.decode(raw) {
            case .header: tally.add("header ok")
            case .badCheck: tally.add("header badCheck")
            case .needMore: tally.add("header needMore")
            }
        }
        return all
    }

    private mutating func frame(
        _ types: [UInt8], _ id: UInt32, _ meta: [UInt8], _ body: [UInt8], _ tally: inout Tally
    ) -> [UInt8] {
        let wild = mutator.chance(3)
        let type =
            wild ? UInt8(truncatingIfNeeded: mutator.number()) : types[mutator.below(types.count)]
        let payload = meta + body
        var made = FrameHeader(
            length: UInt32(payload.count), type: type,
            flags: wild ? UInt8(truncatingIfNeeded: mutator.number()) : FrameFlags.endStream,
            metaLength: UInt16(truncatingIfNeeded: meta.count), streamID: id)
        if mutator.chance(1) { made.metaLength = UInt16(truncatingIfNeeded: mutator.number()) }
        if mutator.chance(1) { made.length = UInt32(truncatingIfNeeded: mutator.number()) }
        if mutator.chance(2) { made.streamID = UInt32(truncatingIfNeeded: mutator.number()) }
        return header(made, payload, &tally)
    }

    private mutating func window() -> [UInt8] {
        let increment: UInt32 =
            switch mutator.below(10) {
            case 0: UInt32(truncatingIfNeeded: mutator.number())
            case 1, 2: 0x7FFF_FFFF
            default: 70_000
            }
        return (0..<4).map { UInt8(truncatingIfNeeded: increment >> (24 - 8 * UInt32($0))) }
    }

    /// So many bytes, nearly always.
    private mutating func exactly(_ count: Int) -> [UInt8] {
        let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: mutator.random.next()) }
        return mutator.chance(97) ? bytes : mutator.byByte(bytes)
    }

    // MARK: The server's side

    private mutating func server(_ tally: inout Tally) {
        var input = preface
        if mutator.chance(10) {
            tally.add("inputs by byte")
            input = mutator.byByte(preface)
        }
        var id: UInt32 = 1
        for _ in 0...mutator.below(12) {
            var meta = Meta()
            meta.method = EchoService.unary.id
            meta.keyHi = mutator.number()
            meta.timeoutUs = Int64(bitPattern: mutator.number())
            let metaBytes = mutator.chance(80) ? meta.encoded() : mutator.byField(meta.encoded())
            let known = id > 1 ? id &- 2 : 1
            switch mutator.below(8) {
            case 0, 1:
                input += frame([FrameType.cancel], known, [], exactly(4), &tally)
            case 2, 3:
                input += frame(
                    [FrameType.window], mutator.chance(20) ? 0 : known, [], window(), &tally)
            case 4:
                input += frame([FrameType.ping, FrameType.pong], 0, [], exactly(8), &tally)
            default:
                input += frame([FrameType.call], id, metaBytes, mutator.someBytes(200), &tally)
                id &+= 2
            }
        }
        feedServer(input, &tally)
    }

    private mutating func feedServer(_ input: [UInt8], _ tally: inout Tally) {
        var session = Session(serverLimits: Limits(), nowUs: 0)
        var open: [UInt32] = []
        input.withUnsafeBytes { bytes in
            var offset = 0
            while true {
                let event = session.next(bytes, &offset)
                switch event {
                case .more:
                    tally.add("session more")
                    return
                case .hello:
                    tally.add("session hello")
                    session.accept(limits: Limits())
                case .call(let call):
                    tally.add("session call")
                    _ = try? session.plain(call.body, call.isCompressed)
                    open.append(call.id)
                    switch mutator.below(6) {
                    case 0: session.end(call.id, RPCError(.notFound, "no"))
                    case 1: session.reply(call.id, Echo(), compress: true)
                    case 2: _ = session.openStream(call.id, deadlineUs: 30_000_000)
                    default:
                        let slot = session.openStream(call.id, deadlineUs: .max)
                        var item = Echo()
                        item.payload = [UInt8](repeating: 7, count: 9000)
                        for _ in 0..<40 {
                            guard session.item(slot: slot, item, compress: false) == .taken else {
                                break
                            }
                        }
                    }
                case .cancel(let slot):
                    tally.add("session cancel")
                    let id = session.streamID(of: slot)
                    session.closeStream(slot)
                    session.end(id, RPCError(.cancelled, "no"))
                case .fault(let slot, _, _):
                    tally.add("session fault")
                    let id = session.streamID(of: slot)
                    session.closeStream(slot)
                    session.end(id, RPCError(.cancelled, "no"))
                case .credit: tally.add("session credit")
                case .failed(_, let why):
                    tally.add("session failed")
                    tally.add("session failed: \(why)")
                    return
                default: break
                }
            }
        }
        session.begin(40_000_000)
        for _ in 0..<100 {
            guard case .more = session.tick() else { continue }
            break
        }
    }

    // MARK: The client's side

    private mutating func client(_ tally: inout Tally) {
        var session = Session(clientAuth: nil, limits: Limits(), nowUs: 0)
        var input = mutator.chance(90) ? greeting : mutator.byByte(greeting)
        let calls = 1 + mutator.below(6)
        for _ in 0...mutator.below(10) {
            let id = UInt32(1 + 2 * mutator.below(calls + 1))
            switch mutator.below(5) {
            case 0:
                input += frame(
                    [FrameType.end], id, EndMeta().encoded(), mutator.someBytes(50), &tally)
            case 1:
                var end = EndMeta()
                end.code = UInt32(truncatingIfNeeded: mutator.number())
                end.message = "no"
                input += frame([FrameType.end], id, mutator.byField(end.encoded()), [], &tally)
            case 2:
                input += frame(
                    [FrameType.window], mutator.chance(50) ? 0 : id, [], window(), &tally)
            case 3:
                let word = GoAway().encoded()
                input += frame([FrameType.goAway], 0, mutator.byField(word), [], &tally)
            default: input += frame([FrameType.data], id, [], mutator.someBytes(200), &tally)
            }
        }
        input.withUnsafeBytes { bytes in
            var offset = 0
            while true {
                switch session.next(bytes, &offset) {
                case .more: return
                case .ready:
                    tally.add("client ready")
                    for _ in 0..<calls {
                        _ = session.open(
                            Meta(), Echo(), compress: true, deadlineUs: 1_000_000)
                    }
                case .data(let item):
                    tally.add("client data")
                    _ = try? session.plain(item.body, item.isCompressed)
                case .end(let end):
                    tally.add("client end")
                    _ = try? EndMeta(decoding: end.meta)
                    _ = try? session.plain(end.body, end.isCompressed)
                case .goAway: tally.add("client goAway")
                case .failed(_, let why):
                    tally.add("client failed")
                    tally.add("client failed: \(why)")
                    return
                default: break
                }
            }
        }
    }
}
