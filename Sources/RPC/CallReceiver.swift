import Codec
import Reactor

/// Gets what comes back from calls. One object may serve many calls, told apart by `tag`; it is held
/// until the call has ended. Called on the loop, never from inside the function that makes the call.
public protocol CallReceiver: AnyObject {
    /// An item of a stream. Its credit goes back when `item.consumed()` is called.
    func callItem(_ item: RawItem, tag: Int)
    /// The end of a call, once, unless it was cancelled.
    func callEnded(_ end: RawEnd, tag: Int)
}

/// An item as it came; its bytes are valid inside `callItem`, its credit for longer.
public struct RawItem {
    let connection: ClientConnection
    /// What it cost, to be given back when it is consumed.
    public let credit: ItemCredit
    /// The message, compressed or not.
    public let body: UnsafeRawBufferPointer
    /// Whether the body is zlib's.
    public let isCompressed: Bool

    init(_ frame: DataFrame, _ connection: ClientConnection) {
        self.connection = connection
        credit = ItemCredit(
            connection: connection, slot: frame.slot,
            generation: connection.session.generation(of: frame.slot), charge: frame.charge)
        body = frame.body
        isCompressed = frame.isCompressed
    }

    /// Gives the credit of the item back, so that the server may send more.
    @inline(__always)
    public func consumed() { credit.giveBack() }

    /// The message, or why it is none.
    public func decode<R: Message>(_ type: R.Type = R.self) throws(RPCError) -> R {
        try connection.decode(body, isCompressed)
    }
}

/// The credit of one item of a stream.
public struct ItemCredit {
    let connection: ClientConnection
    let slot: Int
    let generation: UInt32
    let charge: Int

    /// Lets the server send as much again. Once per item.
    public func giveBack() {
        connection.session.consumed(slot: slot, generation: generation, charge: charge)
        connection.connection.wantsFlush()
    }
}

/// An end as it came, or as it was made up here; its bytes are valid inside `callEnded`.
public struct RawEnd {
    let connection: ClientConnection?
    let localFailure: RPCError?
    /// An encoded status; empty for a plain success and for a local failure.
    public let meta: UnsafeRawBufferPointer
    /// The message, compressed or not.
    public let body: UnsafeRawBufferPointer
    /// Whether the body is zlib's.
    public let isCompressed: Bool
    /// Whether there is a message at all.
    public let hasMessage: Bool

    init(_ frame: EndFrame, _ connection: ClientConnection) {
        self.connection = connection
        localFailure = nil
        meta = frame.meta
        body = frame.body
        isCompressed = frame.isCompressed
        hasMessage = frame.hasMessage
    }

    init(_ failure: RPCError) {
        connection = nil
        localFailure = failure
        meta = .nothing
        body = meta
        isCompressed = false
        hasMessage = false
    }

    /// Whether it was made up here: the connection was lost, the time is up, nothing was sent.
    public var isLocal: Bool { localFailure != nil }

    /// Why the call failed; nil when it succeeded.
    public var error: RPCError? {
        if let localFailure { return localFailure }
        if meta.isEmpty { return nil }
        do throws(CodecError) {
            return try EndMeta(decoding: meta).error
        } catch {
            return RPCError(.internal, "a malformed status came back")
        }
    }

    /// The reply, or why there is none.
    public func decode<R: Message>(_ type: R.Type = R.self) throws(RPCError) -> R {
        if let error { throw error }
        guard let connection, hasMessage else {
            throw RPCError(.internal, "a reply without a message came back")
        }
        return try connection.decode(body, isCompressed)
    }
}

/// Names one call of a channel; using it after the call has ended does nothing.
public struct CallID: Hashable, Sendable {
    let index: Int32
    let generation: UInt32
}
