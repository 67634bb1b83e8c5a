import Codec
import RPC

/// A client's session with the smallest owner there can be: it notes what comes back.
final class ClientSession {
    var session: Session
    var events: [String] = []
    var sent: [UInt8] = []
    var nowUs: Int64
    /// Items that came, by slot, with their charges.
    var items: [Int: [[UInt8]]] = [:]
    var charges: [(slot: Int, generation: UInt32, charge: Int)] = []
    /// Replies that came, in order.
    var replies: [[UInt8]] = []
    /// Gives credit back at once.
    var consumes = true
    private var kept: [UInt8] = []

    init(
        _ change: (inout Limits) -> Void = { _ in }, firstID: UInt32 = 1, nowUs: Int64 = 1_000_000
    ) {
        var limits = Limits()
        change(&limits)
        self.nowUs = nowUs
        session = Session(clientAuth: nil, limits: limits, nowUs: nowUs, firstID: firstID)
    }

    var frames: [SeenFrame] { SeenFrame.all([UInt8](sent.dropFirst(8))).frames }
    var said: [String] { frames.map(\.description).filter { $0 != "HELLO" } }
    var isFailed: Bool { session.isFailed }
    var openCount: Int { session.openCount }
    var lateReplies: Int { session.lateReplies }
    var canOpen: Bool { session.canOpen }
    var isSpent: Bool { session.isSpent }

    /// Makes a call; its slot, or nil.
    @discardableResult
    func call(
        _ method: UInt32 = Wire.echo.id, _ body: [UInt8] = [], deadlineUs: Int64 = .max,
        compress: Bool = true
    ) -> Int? {
        var meta = Meta()
        meta.method = method
        session.begin(nowUs)
        let opened = session.open(meta, Blob(body), compress: compress, deadlineUs: deadlineUs)
        guard case .slot(let slot) = opened else {
            events.append("\(opened)")
            return nil
        }
        return slot
    }

    func feed(_ bytes: [UInt8]) {
        kept += bytes
        session.begin(nowUs)
        let input = kept
        var offset = 0
        input.withUnsafeBytes { raw in
            while step(session.next(raw, &offset)) {}
        }
        kept.removeFirst(offset)
        flush()
    }

    func flush() {
        let bytes = [UInt8](session.output())
        sent += bytes
        session.didSend(bytes.count)
    }

    func tick(afterUs: Int64) {
        nowUs += afterUs
        session.begin(nowUs)
        while step(session.tick()) {}
        flush()
    }

    /// Gives back the credit of all items kept so far.
    func consumeAll() {
        for (slot, generation, charge) in charges {
            session.consumed(slot: slot, generation: generation, charge: charge)
        }
        charges = []
        flush()
    }

    private func step(_ event: SessionEvent) -> Bool {
        switch event {
        case .more: return false
        case .ready: events.append("ready")
        case .data(let data):
            items[data.slot, default: []].append([UInt8](data.body))
            charges.append((data.slot, session.generation(of: data.slot), data.charge))
            if consumes { consumeAll() }
        case .end(let end):
            let code = (try? EndMeta(decoding: end.meta))?.code ?? 99
            replies.append([UInt8](end.body))
            events.append("end \(end.slot) \(code)\(end.isCompressed ? " compressed" : "")")
        case .goAway: events.append("goaway \(session.goAway?.lastStreamID ?? 99)")
        case .failed(let code, let text): events.append("failed \(code) \(text)")
        case .expired(let slot):
            session.abandonStream(slot)
            events.append("expired \(slot)")
        default: events.append("unexpected")
        }
        return true
    }
}

/// Carries what both ends have to say until neither has more.
func exchange(_ client: ClientSession, _ server: EchoSession) {
    var heardByServer = 0
    var heardByClient = 0
    client.flush()
    server.flush()
    while heardByServer < client.sent.count || heardByClient < server.sent.count {
        let up = [UInt8](client.sent[heardByServer...])
        let down = [UInt8](server.sent[heardByClient...])
        heardByServer = client.sent.count
        heardByClient = server.sent.count
        server.feed(up)
        client.feed(down)
    }
    client.sent = []
    server.sent = []
}
