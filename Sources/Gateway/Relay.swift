import Contracts
import Host
import RPC

/// One forwarded call: passes what the service answers on to the caller, bytes untouched, and the
/// caller's giving up on to the service.
///
/// Loop-confined; lives until the call has ended on either side. Credit goes back to the service
/// only for items that the caller has taken, so at most one stream window waits here.
final class Relay: CallReceiver {
    private let reply: RawReply
    private let backend: Backend
    private var callID: CallID?
    private var waiting: [(bytes: [UInt8], isCompressed: Bool, item: RawItem)] = []
    private var end: (meta: [UInt8], body: [UInt8], isCompressed: Bool, hasMessage: Bool)?
    private var isOver = false

    private init(reply: RawReply, backend: Backend) {
        self.reply = reply
        self.backend = backend
    }

    /// Forwards `call`, in the name of its caller, for as long as the caller waits.
    static func forward(_ call: RawCall, to backend: Backend, isWatch: Bool) {
        guard let reply = call.begin(isWatch: isWatch) else { return }
        let relay = Relay(reply: reply, backend: backend)
        var meta = call.meta
        meta.actorPerson = 0
        meta.actorDevice = 0
        if case .device(let person, let device) = call.caller {
            meta.actorPerson = person
            meta.actorDevice = device
        }
        let left = call.remainingUs(isWatch: isWatch)
        reply.onCancel { [weak relay] in relay?.callerLeft() }
        relay.callID = backend.channel.callRaw(
            meta, body: call.body, isCompressed: call.isCompressed,
            deadlineUs: left == .max ? .max : backend.channel.deadline(left), receiver: relay)
        if isWatch { reply.onRoom { [weak relay] in relay?.passOn() } }
    }

    func callItem(_ item: RawItem, tag: Int) {
        if waiting.isEmpty {
            switch reply.offer(item.body, isCompressed: item.isCompressed) {
            case .taken:
                item.consumed()
                return
            case .closed:
                callerLeft()
                return
            case .full: break
            }
        }
        waiting.append(([UInt8](item.body), item.isCompressed, item))
    }

    func callEnded(_ end: RawEnd, tag: Int) {
        callID = nil
        if end.isLocal {
            waiting = []
            isOver = true
            reply.fail(outward(end.error))
            return
        }
        guard waiting.isEmpty else {
            self.end = ([UInt8](end.meta), [UInt8](end.body), end.isCompressed, end.hasMessage)
            return
        }
        isOver = true
        reply.end(
            meta: end.meta, body: end.body, isCompressed: end.isCompressed,
            hasMessage: end.hasMessage)
    }

    /// What the caller hears when the service was not reached: which one, and nothing of its
    /// address or fault.
    private func outward(_ error: RPCError?) -> RPCError {
        switch error?.code {
        case .deadlineExceeded: return RPCError(.deadlineExceeded, "the deadline passed")
        case .resourceExhausted:
            return RPCError(.resourceExhausted, "too many calls", retryAfterMs: 1000)
        default:
            return RPCError.refused(.unavailable, .serviceDown, field: backend.part)
                .retry(afterMs: 1000)
        }
    }

    private func passOn() {
        var passed = 0
        defer { waiting.removeFirst(min(passed, waiting.count)) }
        for (bytes, isCompressed, item) in waiting {
            switch bytes.withUnsafeBytes({ reply.offer($0, isCompressed: isCompressed) }) {
            case .taken:
                item.consumed()
                passed += 1
            case .full: return
            case .closed:
                callerLeft()
                return
            }
        }
        guard let end, !isOver else { return }
        isOver = true
        end.meta.withUnsafeBytes { meta in
            end.body.withUnsafeBytes { body in
                reply.end(
                    meta: meta, body: body, isCompressed: end.isCompressed,
                    hasMessage: end.hasMessage)
            }
        }
    }

    private func callerLeft() {
        guard !isOver else { return }
        isOver = true
        for (_, _, item) in waiting { item.consumed() }
        waiting = []
        if let callID { backend.channel.cancel(callID) }
        callID = nil
        reply.fail(RPCError(.cancelled, "the call was cancelled"))
    }
}
