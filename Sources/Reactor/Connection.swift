import CLinux
import Glibc

/// One stream of bytes to a peer: a socket, or a pair of pipes. Loop-confined.
///
/// Bytes from the peer go to the handler as they come; bytes for the peer are asked from it at the
/// end of a turn in which it said `wantsFlush`. An idle connection holds no buffer.
public final class Connection {
    /// The loop it lives on.
    public let loop: Loop

    /// The other end. A Unix peer has the path of the listener; pipes have no address.
    public let peer: Address

    /// Who gets the bytes. Until it is set, nothing is read; it is released after `closed`.
    public var handler: (any ConnectionHandler)? {
        didSet { if handler != nil, isReadable { queueRead() } }
    }

    /// Bytes received and sent since the start.
    public internal(set) var bytesReceived: UInt64 = 0
    /// Bytes the kernel took.
    public internal(set) var bytesSent: UInt64 = 0

    enum State: Equatable {
        case connecting
        case open
        /// Sends what is ready, then closes.
        case draining(CloseReason)
        /// Torn down at the end of the turn.
        case ending(CloseReason)
        /// The handler is gone; waits for the peer's end so that the last bytes arrive.
        case lingering
        case closed
    }

    let readFile: Int32
    let writeFile: Int32
    let isSocket: Bool
    /// Counted against the caps of the loop.
    let isAccepted: Bool
    var state: State
    var key: UInt64 = 0
    var writeKey: UInt64 = 0

    /// What epoll last said; edges come once.
    var isReadable = false
    var isWritable = true
    /// The peer finished or failed: read to the very end, a short read is not the last.
    var isHungUp = false
    var inputEnded = false
    var isOutputWatched = false

    var isReadPaused = false
    var isReadQueued = false
    var isDirty = false
    var kept = KeptBytes()
    var lastReadCount = 0
    var stallTimer: TimerID?
    var lastSentUs: Int64 = 0
    var connectTimer: TimerID?
    var onConnected: ((Result<Connection, ReactorError>) -> Void)?

    init(
        loop: Loop, peer: Address, read: Int32, write: Int32, isSocket: Bool, isAccepted: Bool,
        state: State
    ) {
        self.loop = loop
        self.peer = peer
        readFile = read
        writeFile = write
        self.isSocket = isSocket
        self.isAccepted = isAccepted
        self.state = state
    }

    /// Whether the peer is on this host.
    public var isLoopback: Bool { peer.isLoopback }

    /// Whether bytes can still be sent and received.
    public var isOpen: Bool { state == .open }

    /// Whether the kernel took all the output so far; false while the peer is slower than the
    /// handler, which should then produce less.
    public var isKeepingUp: Bool { isWritable }

    /// Has the handler asked for output at the end of this turn. O(1), any number of times.
    public func wantsFlush() {
        guard !isDirty, isWritable else { return }
        switch state {
        case .open, .draining: markDirty()
        case .connecting, .ending, .lingering, .closed: break
        }
    }

    /// Stops giving bytes to the handler, from the next `received` on. The peer is held back by
    /// the kernel.
    public func pauseReading() {
        isReadPaused = true
    }

    /// Goes on giving bytes, kept ones first, in the next turn.
    public func resumeReading() {
        guard isReadPaused else { return }
        isReadPaused = false
        if isReadable || kept.count > 0 { queueRead() }
    }

    /// Closes the connection at the end of this turn; with `afterFlush`, once the kernel took all
    /// that the handler has ready, which the write-stall limit bounds. The handler hears `closed`
    /// in either case, never from inside this call.
    public func close(afterFlush: Bool = false) {
        switch state {
        case .open where afterFlush:
            state = .draining(.local)
            if isWritable { markDirty() }
        case .draining where afterFlush: break
        default: end(.local)
        }
    }

    func markDirty() {
        guard !isDirty else { return }
        isDirty = true
        loop.dirty.append(self)
    }

    func queueRead() {
        guard !isReadQueued else { return }
        isReadQueued = true
        loop.readyToRead.append(self)
    }

    /// Registers with epoll; false when the kernel refuses.
    func register() -> Bool {
        var mask = Poll.input | Poll.peerFinished | Poll.edge
        if state == .connecting {
            mask |= Poll.output
            isOutputWatched = true
        }
        key = loop.sources.insert(.connection(self))
        guard loop.kernel.control(loop.epoll, EPOLL_CTL_ADD, readFile, mask, key) >= 0 else {
            loop.sources.remove(key)
            return false
        }
        guard writeFile != readFile else { return true }
        writeKey = loop.sources.insert(.writeEnd(self))
        isOutputWatched = true
        let added = loop.kernel.control(
            loop.epoll, EPOLL_CTL_ADD, writeFile, Poll.output | Poll.edge, writeKey)
        guard added >= 0 else {
            loop.sources.remove(writeKey)
            loop.sources.remove(key)
            return false
        }
        return true
    }
}
