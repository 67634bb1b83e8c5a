import Glibc

/// Why a connection ended, told once to its handler.
public enum CloseReason: Equatable, Sendable {
    /// This side closed it.
    case local
    /// The peer finished sending and this side had nothing left to say.
    case peerFinished
    /// The peer reset it, or went away while bytes were still to be sent.
    case reset
    /// The peer acknowledged nothing for the time of TCP_USER_TIMEOUT, or the route is gone.
    case unreachable
    /// The peer took no bytes for `Limits.writeStallUs`.
    case writeStalled
    /// The handler left more bytes unconsumed than its `maxBuffered`.
    case bufferExceeded
    /// The loop shut down.
    case loopStopped
    /// A system call failed in another way.
    case failed(errno: Int32)

    /// The reason behind a failed read or write.
    init(errno code: Int32) {
        switch code {
        case ECONNRESET, EPIPE: self = .reset
        case ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, ENETDOWN: self = .unreachable
        default: self = .failed(errno: code)
        }
    }
}
