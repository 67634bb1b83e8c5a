import Codec
import Reactor

extension RawCall {
    /// Passes the call on over `channel` and its answer back, bytes untouched: items as credit comes
    /// from the caller, who thereby gives credit to the channel; cancellation and deadlines both
    /// ways. `meta` is what the channel's server is told, with the actor; its time is set here.
    /// `explain` turns a failure of the channel itself into what the caller may hear of it.
    public func forward(
        over channel: ChannelCore, meta: Meta, isWatch: Bool,
        explain: @escaping (RPCError) -> RPCError = { $0 }
    ) {
        guard let reply = begin(isWatch: isWatch) else { return }
        let deadlineUs = connection.session.deadline(self.meta, isWatch: isWatch) ?? 0
        let relay = Relay(channel, reply, explain)
        relay.call = channel.callRaw(
            meta, body: body, isCompressed: isCompressed, deadlineUs: deadlineUs, receiver: relay)
        reply.onCancel { relay.callerLeft() }
    }
}

/// One forwarded call. Loop-confined; lives while the channel or the caller's connection knows it.
///
/// Items that the caller has no credit for are kept here; their credit is not given back meanwhile,
/// so that at most one stream window is kept.
private final class Relay: CallReceiver {
    private struct Kept {
        let credit: ItemCredit
        let body: [UInt8]
        let isCompressed: Bool
    }

    private let channel: ChannelCore
    private let reply: RawReply
    private let explain: (RPCError) -> RPCError
    private var kept: [Kept] = []
    private var end: (meta: [UInt8], body: [UInt8], isCompressed: Bool, hasMessage: Bool)?
    private var listens = false
    var call: CallID?

    init(
        _ channel: ChannelCore, _ reply: RawReply, _ explain: @escaping (RPCError) -> RPCError
    ) {
        self.channel = channel
        self.reply = reply
        self.explain = explain
    }

    func callItem(_ item: RawItem, tag: Int) {
        if kept.isEmpty {
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
        kept.append(
            Kept(
                credit: item.credit, body: [UInt8](item.body), isCompressed: item.isCompressed))
        if !listens {
            listens = true
            reply.onRoom { [self] in pass() }
        }
    }

    func callEnded(_ end: RawEnd, tag: Int) {
        call = nil
        if let error = end.isLocal ? end.error : nil {
            // What was kept came over a connection that was lost, or dropped on purpose.
            kept = []
            reply.fail(explain(error))
        } else if kept.isEmpty {
            reply.end(
                meta: end.meta, body: end.body, isCompressed: end.isCompressed,
                hasMessage: end.hasMessage)
        } else {
            self.end = (
                [UInt8](end.meta), [UInt8](end.body), end.isCompressed, end.hasMessage
            )
        }
    }

    /// There is room for what was kept.
    private func pass() {
        var passed = 0
        passing: while passed < kept.count {
            let next = kept[passed]
            let offer = next.body.withUnsafeBytes {
                reply.offer($0, isCompressed: next.isCompressed)
            }
            switch offer {
            case .taken:
                next.credit.giveBack()
                passed += 1
            case .full: break passing
            case .closed:
                callerLeft()
                return
            }
        }
        kept.removeFirst(passed)
        guard kept.isEmpty, let end else { return }
        self.end = nil
        end.meta.withUnsafeBytes { meta in
            end.body.withUnsafeBytes { body in
                reply.end(
                    meta: meta, body: body, isCompressed: end.isCompressed,
                    hasMessage: end.hasMessage)
            }
        }
    }

    /// Nobody waits any more: the work behind the channel stops, and the slot is free.
    func callerLeft() {
        kept = []
        end = nil
        if let call { channel.cancel(call) }
        call = nil
        reply.fail(.cancelled)
    }
}
