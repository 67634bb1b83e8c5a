import Codec
import Reactor
import Seams

/// The client for asynchronous code: calls that suspend, streams to iterate, and the only layer
/// that repeats a call.
///
/// It runs on its loop. A call is repeated at most twice: when it certainly never ran, or when the
/// server was unavailable and repeating is safe, because it carries a key or its caller says so; not
/// when the server did not say hello in its time, which was waited for long enough.
/// Repeats draw on a budget of a tenth of the calls plus one a second.
public actor Channel {
    nonisolated private let loop: Loop
    private let core: ChannelCore
    private var random: RandomSource
    private var budget: RetryBudget
    private var streams: [CallID: any CallReceiver] = [:]
    /// Calls that wait for their next attempt.
    private var naps: [UInt64: UnsafeContinuation<Void, Never>] = [:]
    private var nextNap: UInt64 = 0

    /// The loop.
    nonisolated public var unownedExecutor: UnownedSerialExecutor {
        loop.asUnownedSerialExecutor()
    }

    /// A channel over `core`, made on its loop's thread. `random` is for jitter.
    public init(_ core: sending ChannelCore, random: RandomSource) {
        loop = core.loop
        budget = RetryBudget(nowUs: core.loop.nowUs)
        self.core = core
        self.random = random
    }

    /// Makes a unary call within `timeoutUs`, retries included.
    ///
    /// A method that needs a key must be given one, the same for every attempt of one intended
    /// change. `isSafe` says that repeating changes nothing, as for reads.
    public func call<Q: Message, R: Message>(
        _ method: Method<Q, R>, _ request: Q, timeoutUs: Int64 = 30_000_000,
        key: IdempotencyKey? = nil, isSafe: Bool = false, isBulk: Bool = false
    ) async throws(RPCError) -> R {
        let deadlineUs = core.deadline(timeoutUs)
        var meta = ChannelCore.meta(method, key: key, isBulk: isBulk)
        budget.deposit()
        while true {
            let result = await attempt(method, meta, request, deadlineUs)
            guard case .failure(let error) = result else { return try result.get() }
            let isRepeatable = error.code == .unavailable && (isSafe || key != nil)
            guard error.neverSent || isRepeatable, error.code != .deadlineExceeded,
                error.code != .cancelled, error.code != .unauthenticated, !error.isSilence,
                meta.attempt < 2
            else { throw error }
            meta.attempt += 1
            let waitUs = RetryBudget.waitUs(
                attempt: Int(meta.attempt), error: error, limits: core.limits, random: &random)
            guard loop.nowUs &+ waitUs < deadlineUs, budget.withdraw(loop.nowUs) else {
                throw error
            }
            await sleep(us: waitUs)
            if Task.isCancelled { throw RPCError.cancelled }
        }
    }

    /// Opens a server stream to iterate once. Its credit goes back as it is iterated; it is
    /// cancelled when the sequence is let go. Never repeated: a watch resumes by its own cursor.
    public func stream<Q: Message, R: Message>(
        _ method: Method<Q, R>, _ request: Q, timeoutUs: Int64 = .max
    ) -> ItemSequence<R> {
        let items = ItemBuffer<R>()
        let id = core.call(
            ChannelCore.meta(method), request, compress: method.compress,
            deadlineUs: core.deadline(timeoutUs), receiver: items)
        streams[id] = items
        return ItemSequence(owner: StreamOwner(channel: self, id: id))
    }

    /// Ends every call and closes the connection.
    public func close() { core.close() }

    private func attempt<Q: Message, R: Message>(
        _ method: Method<Q, R>, _ meta: Meta, _ request: Q, _ deadlineUs: Int64
    ) async -> Result<R, RPCError> {
        if Task.isCancelled { return .failure(RPCError.cancelled) }
        let pending = PendingCall<R>()
        let id = core.call(
            meta, request, compress: method.compress, deadlineUs: deadlineUs, receiver: pending)
        return await withTaskCancellationHandler {
            await ended(pending)
        } onCancel: {
            giveUpSoon(id)
        }
    }

    // Swift 6.3.1 runs the operation of `withTaskCancellationHandler` on the global executor although
    // it is formed in the actor (seen in gdb: swift_task_switch, then swift_task_enqueueGlobal). So the
    // operation only calls a method of the actor, which hops back, and touches nothing itself. Each of
    // these makes sure of it: off the loop a call in twenty-five or so would hang or crash.

    private func ended<R: Message>(_ pending: PendingCall<R>) async -> Result<R, RPCError> {
        loop.checkIsolated()
        return await withUnsafeContinuation { pending.wait($0) }
    }

    /// Waits, or returns as soon as the task is cancelled.
    private func sleep(us: Int64) async {
        let nap = nextNap
        nextNap &+= 1
        await withTaskCancellationHandler {
            await slept(nap, us: us)
        } onCancel: {
            // Posted, so that it comes after the wait has begun.
            loop.post { self.assumeIsolated { $0.wake(nap) } }
        }
    }

    private func slept(_ nap: UInt64, us: Int64) async {
        loop.checkIsolated()
        await withUnsafeContinuation { (done: UnsafeContinuation<Void, Never>) in
            naps[nap] = done
            loop.after(us: us) { self.assumeIsolated { $0.wake(nap) } }
        }
    }

    private func wake(_ nap: UInt64) { naps.removeValue(forKey: nap)?.resume() }

    // MARK: Streams

    /// The next item of a stream; nil at its end.
    func next<R: Message>(_ id: CallID, of type: R.Type) async throws(RPCError) -> R? {
        guard let items = streams[id] as? ItemBuffer<R> else { return nil }
        let result = await withTaskCancellationHandler {
            await came(to: items)
        } onCancel: {
            giveUpSoon(id)
        }
        if case .success(.some) = result {
        } else {
            // A stream that failed here goes on at the server unless it is told.
            core.cancel(id)
            streams[id] = nil
        }
        return try result.get()
    }

    private func came<R: Message>(to items: ItemBuffer<R>) async -> Result<R?, RPCError> {
        loop.checkIsolated()
        return await withUnsafeContinuation { items.wait($0) }
    }

    /// Cancels a call from anywhere.
    nonisolated func giveUpSoon(_ id: CallID) {
        loop.post {
            self.assumeIsolated {
                $0.core.giveUp(id)
                $0.streams[id] = nil
            }
        }
    }
}

/// The items of one server stream. Iterate it once; letting it go cancels the stream.
public struct ItemSequence<R: Message>: AsyncSequence, Sendable {
    let owner: StreamOwner

    /// Walks the items in order.
    public func makeAsyncIterator() -> Iterator { Iterator(owner: owner) }

    /// Walks the items in order.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        let owner: StreamOwner

        /// The next item; nil when the server ended the stream well.
        public func next() async throws(RPCError) -> R? {
            try await owner.channel.next(owner.id, of: R.self)
        }
    }
}

/// Cancels a stream that nobody can iterate any more.
final class StreamOwner: Sendable {
    let channel: Channel
    let id: CallID

    init(channel: Channel, id: CallID) {
        self.channel = channel
        self.id = id
    }

    deinit { channel.giveUpSoon(id) }
}

/// A suspended unary call. Loop-confined.
private final class PendingCall<R: Message>: CallReceiver {
    private var waiter: UnsafeContinuation<Result<R, RPCError>, Never>?
    private var result: Result<R, RPCError>?

    func wait(_ waiter: UnsafeContinuation<Result<R, RPCError>, Never>) {
        if let result { waiter.resume(returning: result) } else { self.waiter = waiter }
    }

    func callItem(_ item: RawItem, tag: Int) { item.consumed() }

    func callEnded(_ end: RawEnd, tag: Int) {
        let result: Result<R, RPCError>
        do throws(RPCError) {
            result = .success(try end.decode(R.self))
        } catch {
            result = .failure(error)
        }
        self.result = result
        waiter?.resume(returning: result)
        waiter = nil
    }
}

/// Items that came and were not asked for yet; at most one stream window. Loop-confined.
private final class ItemBuffer<R: Message>: CallReceiver {
    typealias Next = Result<R?, RPCError>

    private var items: [(R, ItemCredit)] = []
    private var head = 0
    private var end: Next?
    /// Usually one; several tasks that iterate the same stream are served in turn.
    private var waiters: [UnsafeContinuation<Next, Never>] = []

    func wait(_ waiter: UnsafeContinuation<Next, Never>) {
        if head < items.count {
            let (item, credit) = items[head]
            head += 1
            if head == items.count {
                items.removeAll(keepingCapacity: true)
                head = 0
            }
            credit.giveBack()
            waiter.resume(returning: .success(item))
        } else if let end {
            waiter.resume(returning: end)
        } else {
            waiters.append(waiter)
        }
    }

    func callItem(_ item: RawItem, tag: Int) {
        if end != nil { return }
        do throws(RPCError) {
            let message = try item.decode(R.self)
            if waiters.isEmpty {
                items.append((message, item.credit))
            } else {
                item.consumed()
                waiters.removeFirst().resume(returning: .success(message))
            }
        } catch {
            finish(.failure(error))
        }
    }

    func callEnded(_ end: RawEnd, tag: Int) {
        finish(end.error.map { .failure($0) } ?? .success(nil))
    }

    private func finish(_ end: Next) {
        if self.end == nil { self.end = end }
        let left = waiters
        waiters = []
        for waiter in left { waiter.resume(returning: end) }
    }
}
