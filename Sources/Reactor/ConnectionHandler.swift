/// What a connection talks to: it consumes bytes from the peer and holds the bytes for the peer.
///
/// Every method is called on the loop, never from inside a call that the handler itself made.
public protocol ConnectionHandler: AnyObject {
    /// Bytes from the peer, always from the first one not yet consumed. Returns how many were
    /// consumed; the rest is kept and given again once more arrived, or after `resumeReading`.
    /// The memory belongs to the loop and is gone after the call.
    func received(_ bytes: UnsafeRawBufferPointer) -> Int

    /// Bytes ready to leave, in order; empty when there are none. Asked for at the end of a turn
    /// after `wantsFlush`, and again until it is empty or the kernel takes no more. The memory must
    /// stay valid until `didSend`.
    func output() -> UnsafeRawBufferPointer

    /// The first `count` bytes of the last `output()` left. Never more than it had.
    func didSend(_ count: Int)

    /// The peer will send nothing more. True keeps this side's half open, and then the handler
    /// must close the connection itself; false sends what is ready and closes. Bytes left
    /// unconsumed are a message cut short. The default is false.
    func peerFinished() -> Bool

    /// The connection is gone; called once, last.
    func closed(_ reason: CloseReason)

    /// A partial message never needs more bytes than this; a connection on which the handler
    /// leaves more unconsumed, while it is not paused, is closed.
    var maxBuffered: Int { get }
}

extension ConnectionHandler {
    /// Sends what is ready and closes.
    public func peerFinished() -> Bool { false }
}
