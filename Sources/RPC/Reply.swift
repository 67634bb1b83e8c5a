import Codec

/// Names one call on one connection; using it after the call has ended does nothing.
struct CallHandle {
    let connection: ServerConnection
    let slot: Int
    let generation: UInt32
}

/// Answers one unary call, once, at any time: a later use, or one after the caller gave up or its
/// connection closed, does nothing but free the handler's slot. Loop-confined.
public struct Reply<R: Message> {
    let handle: CallHandle
    let compress: Bool

    /// Answers with success.
    public func send(_ message: R) {
        let compress = compress
        handle.connection.finish(handle.slot, handle.generation) { out, id, rules in
            let flags = FrameFlags.endStream
            if !out.frame(FrameType.end, id, flags, message, compress: compress, rules) {
                out.end(id, .tooLarge, rules)
            }
        }
    }

    /// Answers with failure.
    public func fail(_ error: RPCError) {
        handle.connection.finish(handle.slot, handle.generation) { $0.end($1, error, $2) }
    }

    /// Whether somebody still waits for the answer.
    public var isWanted: Bool {
        handle.connection.session.isOpen(slot: handle.slot, generation: handle.generation)
    }

    /// Calls `act` once if the caller gives up, its time passes or its connection closes before the
    /// answer. The answer is still owed: use the reply to free its slot.
    public func onCancel(_ act: @escaping () -> Void) {
        handle.connection.onCancel(handle.slot, handle.generation, act)
    }
}

/// What became of an offered item.
public enum Offer: Sendable {
    /// It will be sent.
    case taken
    /// It was not taken; `onRoom` says when to offer it again.
    case full
    /// The stream has ended.
    case closed
}

/// The server's end of one stream: a handle, without a task or a handler slot. Loop-confined; using
/// it after the stream has ended does nothing.
public struct StreamSink<R: Message> {
    let handle: CallHandle
    let compress: Bool

    /// Sends an item if the caller has given credit and the connection keeps up.
    public func offer(_ item: R) -> Offer {
        let compress = compress
        return handle.connection.offer(handle.slot, handle.generation) { out, id, rules in
            out.frame(FrameType.data, id, 0, item, compress: compress, rules)
        }
    }

    /// Calls `act` each time there is room again after `.full`. Set once per stream.
    public func onRoom(_ act: @escaping () -> Void) {
        handle.connection.onRoom(handle.slot, handle.generation, act)
    }

    /// Calls `act` once when the stream ends for another reason than `end`.
    public func onCancel(_ act: @escaping () -> Void) {
        handle.connection.onCancel(handle.slot, handle.generation, act)
    }

    /// Ends the stream, as failed when there is an error.
    public func end(_ error: RPCError? = nil) {
        handle.connection.finish(handle.slot, handle.generation) { out, id, rules in
            if let error {
                out.end(id, error, rules)
            } else {
                out.finish(id, rules)
            }
        }
    }

    /// Whether the stream is still open.
    public var isOpen: Bool {
        handle.connection.session.isOpen(slot: handle.slot, generation: handle.generation)
    }
}
