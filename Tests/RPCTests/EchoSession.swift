import Codec
import RPC

/// A server's session with the smallest owner there can be: it echoes calls of one method, leaves
/// those of another open, and notes what happens.
final class EchoSession {
    var session: Session
    /// Events in words.
    var events: [String] = []
    /// All that was sent.
    var sent: [UInt8] = []
    var nowUs: Int64
    /// Open calls: slot and generation by stream.
    var slots: [UInt32: Int] = [:]
    /// Whether output is taken as it comes, as by a peer that reads.
    var peerReads = true
    /// Whether a HELLO is accepted at once.
    var accepts = true
    private var kept: [UInt8] = []

    init(_ change: (inout Limits) -> Void = { _ in }, nowUs: Int64 = 1_000_000) {
        var limits = Limits()
        change(&limits)
        self.nowUs = nowUs
        session = Session(serverLimits: limits, nowUs: nowUs)
    }

    /// The frames sent.
    var frames: [SeenFrame] { SeenFrame.all(sent).frames }

    /// The answers, one line each, without HELLO.
    var answers: [String] { frames.map(\.description).filter { $0 != "HELLO" } }

    var isFailed: Bool { session.isFailed }
    var openCount: Int { session.openCount }
    var nearestDeadlineUs: Int64 { session.nearestDeadlineUs }
    /// Bytes waiting to be sent.
    var unsent: Int { session.output().count }

    /// Bytes fed and not consumed.
    var unread: Int { kept.count }

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

    /// Takes output as the peer would; at most `most` bytes.
    func flush(_ most: Int = .max) {
        guard peerReads else { return }
        let bytes = session.output()
        let count = min(most, bytes.count)
        sent += [UInt8](bytes.prefix(count))
        session.didSend(count)
        if session.isReady, !session.staysPaused() {}
    }

    func tick(afterUs: Int64) {
        nowUs += afterUs
        session.begin(nowUs)
        while step(session.tick()) {}
        flush()
    }

    /// Handles one event; false when there is no more.
    private func step(_ event: SessionEvent) -> Bool {
        switch event {
        case .more: return false
        case .hello:
            events.append("hello")
            if accepts { session.accept(limits: session.limits) }
        case .call(let call):
            events.append("call \(call.id) body \(call.body.count)")
            answer(call)
        case .cancel(let slot): endEarly(slot, RPCError(.cancelled, "cancelled"))
        case .expired(let slot): endEarly(slot, RPCError(.deadlineExceeded, "expired"))
        case .fault(let slot, let code, let text):
            endEarly(slot, RPCError(code, text.description))
        case .failed(let code, let text): events.append("failed \(code) \(text)")
        case .goAway: events.append("goaway")
        case .credit(let slot): events.append("credit \(session.streamID(of: slot))")
        case .connectionCredit: events.append("credit")
        case .idle: events.append("idle")
        case .ready, .data, .end: events.append("unexpected")
        }
        return true
    }

    private func answer(_ call: CallFrame) {
        if call.meta.method == Wire.echo.id || call.meta.method == Wire.secret.id {
            do throws(RPCError) {
                let body = try session.plain(call.body, call.isCompressed)
                let blob = try? Blob(decoding: body)
                if let blob {
                    session.reply(call.id, blob, compress: call.meta.method == Wire.echo.id)
                } else {
                    session.end(call.id, RPCError(.invalidArgument, "not a blob"))
                }
            } catch {
                session.end(call.id, error)
            }
        } else if call.meta.method == Wire.watch.id {
            let timeoutUs = call.meta.timeoutUs
            let given = timeoutUs == Meta.notGiven || timeoutUs <= 0
            let slot = session.openStream(call.id, deadlineUs: given ? .max : nowUs + timeoutUs)
            slots[call.id] = slot
        } else {
            session.end(call.id, RPCError(.unimplemented, "no such method"))
        }
    }

    private func endEarly(_ slot: Int, _ error: RPCError) {
        let id = session.streamID(of: slot)
        events.append("ended \(id) \(error.code)")
        session.end(id, error)
        session.closeStream(slot)
        slots[id] = nil
    }
}
