import Codec
import Reactor

extension ChannelCore {
    /// What a call says about itself.
    public static func meta<Q, R>(
        _ method: Method<Q, R>, key: IdempotencyKey? = nil, isBulk: Bool = false
    ) -> Meta {
        var meta = Meta()
        meta.method = method.id
        meta.key = key
        meta.priority = isBulk ? 1 : 0
        return meta
    }

    /// Makes a unary call; `done` hears the reply or the failure, once, unless it is cancelled.
    @discardableResult
    public func call<Q: Message, R: Message>(
        _ method: Method<Q, R>, _ request: Q, timeoutUs: Int64 = 30_000_000,
        key: IdempotencyKey? = nil, done: @escaping (Result<R, RPCError>) -> Void
    ) -> CallID {
        call(
            ChannelCore.meta(method, key: key), request, compress: method.compress,
            deadlineUs: deadline(timeoutUs), receiver: UnaryReceiver(done))
    }

    /// Makes a unary call that says `meta`, in somebody's name.
    @discardableResult
    public func call<Q: Message, R: Message>(
        _ meta: Meta, _ method: Method<Q, R>, _ request: Q, deadlineUs: Int64,
        done: @escaping (Result<R, RPCError>) -> Void
    ) -> CallID {
        call(
            meta, request, compress: method.compress, deadlineUs: deadlineUs,
            receiver: UnaryReceiver(done))
    }

    /// Makes a streaming call; each item's credit goes back as soon as `onItem` returns.
    @discardableResult
    public func stream<Q: Message, R: Message>(
        _ method: Method<Q, R>, _ request: Q, timeoutUs: Int64 = .max,
        onItem: @escaping (R) -> Void, onEnd: @escaping (RPCError?) -> Void
    ) -> CallID {
        let receiver = StreamReceiver(self, onItem, onEnd)
        let id = call(
            ChannelCore.meta(method), request, compress: method.compress,
            deadlineUs: deadline(timeoutUs), receiver: receiver)
        receiver.id = id
        return id
    }

    /// The end of a time that starts now, on the loop's clock.
    public func deadline(_ timeoutUs: Int64) -> Int64 {
        let (sum, overflow) = loop.nowUs.addingReportingOverflow(timeoutUs)
        return overflow ? .max : sum
    }
}

/// Where the end of one unary call goes.
private final class UnaryReceiver<R: Message>: CallReceiver {
    private let done: (Result<R, RPCError>) -> Void

    init(_ done: @escaping (Result<R, RPCError>) -> Void) { self.done = done }

    func callItem(_ item: RawItem, tag: Int) { item.consumed() }

    func callEnded(_ end: RawEnd, tag: Int) {
        do throws(RPCError) {
            done(.success(try end.decode(R.self)))
        } catch {
            done(.failure(error))
        }
    }
}

/// Where the items of one stream go.
private final class StreamReceiver<R: Message>: CallReceiver {
    private let channel: ChannelCore
    private let onItem: (R) -> Void
    private let onEnd: (RPCError?) -> Void
    var id: CallID?

    init(
        _ channel: ChannelCore, _ onItem: @escaping (R) -> Void,
        _ onEnd: @escaping (RPCError?) -> Void
    ) {
        self.channel = channel
        self.onItem = onItem
        self.onEnd = onEnd
    }

    func callItem(_ item: RawItem, tag: Int) {
        do throws(RPCError) {
            onItem(try item.decode(R.self))
            item.consumed()
        } catch {
            if let id { channel.cancel(id) }
            onEnd(error)
        }
    }

    func callEnded(_ end: RawEnd, tag: Int) { onEnd(end.error) }
}
