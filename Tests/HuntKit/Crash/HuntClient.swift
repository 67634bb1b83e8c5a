import Codec
import Contracts
import RPC
import Reactor
import Seams

/// One caller of a gateway that makes calls by hand: it can send one and look away, so that a test
/// may kill whoever would answer before the answer is read.
///
/// Turns the loop itself; several clients of one thread share one loop.
public final class HuntClient {
    /// The way to the gateway.
    public let channel: ChannelCore
    /// The loop that it turns.
    public let loop: Loop

    /// A caller who says this of itself.
    public init(loop: Loop, to address: Address, auth: Auth?, random: RandomSource) {
        self.loop = loop
        var limits = RPC.Limits()
        // Whoever is killed is back within milliseconds.
        limits.backoffMinUs = 2_000
        limits.backoffMaxUs = 50_000
        channel = ChannelCore(loop: loop, to: address, auth: auth, limits: limits, random: random)
    }

    deinit { channel.close() }

    /// Turns the loop until `done`, at most so long. True when it is done.
    @discardableResult
    public func wait(seconds: Int64 = 20, until done: () -> Bool) -> Bool {
        let endUs = TimeSource.system.monotonicUs() + seconds * 1_000_000
        while !done() {
            if TimeSource.system.monotonicUs() > endUs { return false }
            loop.turn(waitUs: 5_000)
        }
        return true
    }

    /// Dials until calls can go out. False when that takes too long.
    public func connect() -> Bool {
        channel.connect()
        return wait {
            if channel.state == .idle { channel.connect() }
            return channel.state == .ready
        }
    }

    /// Makes a call and hands its bytes to the kernel, when the channel is ready; reads nothing.
    public func send<Q: Message, R: Message>(
        _ method: Method<Q, R>, _ request: Q, key: IdempotencyKey? = nil
    ) -> PendingCall {
        let call = PendingCall()
        channel.call(method, request, timeoutUs: 10_000_000, key: key) {
            (result: Result<R, RPCError>) in
            switch result {
            case .success(let reply): call.outcome = .success(reply.encoded())
            case .failure(let error): call.outcome = .failure(error)
            }
        }
        loop.turn(waitUs: 0)
        return call
    }

    /// Makes a call, again and again with the same key, until there is an answer that another try
    /// would not change.
    public func call<Q: Message, R: Message>(
        _ method: Method<Q, R>, _ request: Q, key: IdempotencyKey? = nil
    ) throws(RPCError) -> R {
        let bytes = try settle { self.send(method, request, key: key) }
        do throws(CodecError) {
            return try R(decoding: bytes)
        } catch {
            throw RPCError(.internal, error.sentence)
        }
    }

    /// Repeats a call until there is an answer that another try would not change.
    func settle(_ send: () -> PendingCall) throws(RPCError) -> [UInt8] {
        let endUs = TimeSource.system.monotonicUs() + 20_000_000
        while true {
            let call = send()
            wait { call.outcome != nil }
            switch call.outcome {
            case .success(let bytes): return bytes
            case .failure(let error):
                guard error.isPassing, TimeSource.system.monotonicUs() < endUs else { throw error }
                loop.turn(waitUs: 2_000)
            case nil: throw RPCError(.deadlineExceeded, "no answer and no failure")
            }
        }
    }
}

/// A call whose answer may come. Loop-confined.
public final class PendingCall {
    /// The reply's bytes or the failure, once one is there.
    public internal(set) var outcome: Result<[UInt8], RPCError>?

    /// Whether it was answered: what it asked for must last from now on.
    var isAcknowledged: Bool {
        if case .success = outcome { true } else { false }
    }
}

extension RPCError {
    /// Whether the same call may succeed a moment later: the way or the service was away.
    var isPassing: Bool {
        switch code {
        case .unavailable, .deadlineExceeded, .cancelled, .resourceExhausted: true
        default: neverSent && code != .unauthenticated
        }
    }
}
