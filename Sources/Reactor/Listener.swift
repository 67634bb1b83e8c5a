import CLinux
import Glibc

/// Accepts connections on one address. Loop-confined; lives until it is closed.
///
/// It never gives up: when descriptors or memory run out it closes what it cannot keep, pauses for
/// a while that doubles up to a second, and goes on.
public final class Listener {
    /// The address with the real port.
    public let address: Address

    private let loop: Loop
    private let file: Int32
    private let accept: (Connection) -> (any ConnectionHandler)?
    private var key: UInt64 = 0
    private var spare: Int32
    private var backoffUs: Int64
    private var pauseTimer: TimerID?
    private var isClosed = false
    private var fileID: (dev_t, ino_t)?

    /// Listens on `address`. `accept` gets every new connection and returns its handler, or nil to
    /// close it. Throws `.addressInUse`, `.notPermitted` and their like; say the sentence and exit.
    public static func listen(
        on loop: Loop, _ address: Address,
        accept: @escaping (Connection) -> (any ConnectionHandler)?
    ) throws(ReactorError) -> Listener {
        let made = loop.kernel.socket(address.family)
        guard made >= 0 else { throw ReactorError("socket", address, errno: made.errnoCode) }
        let file = Int32(made)
        var on: Int32 = 1
        if address.isTCP {
            setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        }
        var code = bindNow(file, address)
        if code == EADDRINUSE, removeStaleSocket(address) { code = bindNow(file, address) }
        if code == 0, Glibc.listen(file, loop.limits.backlog) < 0 { code = errno }
        guard code == 0 else {
            Glibc.close(file)
            throw ReactorError("bind", address, errno: code)
        }
        let listener = Listener(loop, file, address, accept)
        listener.key = loop.sources.insert(.listener(listener))
        let added = loop.kernel.control(
            loop.epoll, EPOLL_CTL_ADD, file, Poll.input, listener.key)
        guard added >= 0 else {
            listener.close()
            throw .failed(operation: "epoll_ctl", errno: added.errnoCode)
        }
        return listener
    }

    private init(
        _ loop: Loop, _ file: Int32, _ asked: Address,
        _ accept: @escaping (Connection) -> (any ConnectionHandler)?
    ) {
        self.loop = loop
        self.file = file
        self.accept = accept
        address = asked.isTCP ? Address.ofSocket(file) : asked
        backoffUs = loop.limits.acceptBackoffMinUs
        spare = open("/dev/null", O_RDONLY | O_CLOEXEC)
        if case .unix(let path) = asked.kind { fileID = Listener.fileID(path) }
    }

    /// Stops listening; connections made stay. Removes the Unix socket if it is still its own.
    public func close() {
        guard !isClosed else { return }
        isClosed = true
        if let timer = pauseTimer { loop.cancel(timer) }
        loop.sources.remove(key)
        Glibc.close(file)
        if spare >= 0 { Glibc.close(spare) }
        if case .unix(let path) = address.kind, let fileID,
            let now = Listener.fileID(path), now == fileID
        {
            unlink(path)
        }
    }

    func acceptReady() {
        for _ in 0..<loop.limits.acceptsPerTurn {
            guard !isClosed else { return }
            let (result, peer) = loop.kernel.accept(file, path: unixPath)
            guard result < 0 else {
                backoffUs = loop.limits.acceptBackoffMinUs
                take(Int32(result), peer)
                continue
            }
            switch result.errnoCode {
            case EAGAIN: return
            case EMFILE, ENFILE:
                dropOne()
                pause()
                return
            // A connection that died in the queue, or a network error of its own (accept(2)).
            case ECONNABORTED, EPROTO, EPERM, ENETDOWN, ENOPROTOOPT, EHOSTDOWN, ENONET,
                EHOSTUNREACH, EOPNOTSUPP, ENETUNREACH:
                continue
            default:
                pause()
                return
            }
        }
    }

    private var unixPath: String {
        if case .unix(let path) = address.kind { return path }
        return ""
    }

    private func take(_ file: Int32, _ peer: Address) {
        guard loop.admitPeer(peer) else {
            Glibc.close(file)
            return
        }
        let connection = Connection(
            loop: loop, peer: peer, read: file, write: file, isSocket: true, isAccepted: true,
            state: .open)
        connection.setSocketOptions()
        guard connection.register() else {
            loop.forgetPeer(peer)
            Glibc.close(file)
            return
        }
        loop.counters.accepted &+= 1
        let handler = accept(connection)
        if let handler { connection.handler = handler } else { connection.close() }
    }

    /// Gives up the spare descriptor to accept and close one connection, so that a peer learns
    /// that it is refused instead of hanging in the queue.
    private func dropOne() {
        guard spare >= 0 else {
            spare = open("/dev/null", O_RDONLY | O_CLOEXEC)
            return
        }
        Glibc.close(spare)
        let taken = accept4(file, __SOCKADDR_ARG(), nil, Int32(SOCK_CLOEXEC.rawValue))
        if taken >= 0 { Glibc.close(taken) }
        spare = open("/dev/null", O_RDONLY | O_CLOEXEC)
    }

    private func pause() {
        guard pauseTimer == nil else { return }
        loop.counters.acceptPauses &+= 1
        _ = loop.kernel.control(loop.epoll, EPOLL_CTL_MOD, file, 0, key)
        pauseTimer = loop.after(us: backoffUs) { [weak self] in self?.resume() }
        backoffUs = min(backoffUs * 2, loop.limits.acceptBackoffMaxUs)
    }

    private func resume() {
        pauseTimer = nil
        let changed = loop.kernel.control(loop.epoll, EPOLL_CTL_MOD, file, Poll.input, key)
        if changed < 0 { pause() }
    }

    /// Binds; a Unix socket gets mode 0600. Returns an errno or 0.
    private static func bindNow(_ file: Int32, _ address: Address) -> Int32 {
        let isUnix = address.family == AF_UNIX
        let mask = isUnix ? umask(0o177) : 0
        defer { if isUnix { umask(mask) } }
        let result = address.withSocketAddress { bind(file, $0, $1) }
        return result < 0 ? errno : 0
    }

    /// Removes a Unix socket nobody listens on any more, left by a process that was killed.
    private static func removeStaleSocket(_ address: Address) -> Bool {
        guard case .unix(let path) = address.kind else { return false }
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard probe >= 0 else { return false }
        defer { Glibc.close(probe) }
        let result = address.withSocketAddress { connect(probe, $0, $1) }
        guard result < 0, errno == ECONNREFUSED else { return false }
        return unlink(path) == 0
    }

    private static func fileID(_ path: String) -> (dev_t, ino_t)? {
        var info = stat()
        guard lstat(path, &info) == 0 else { return nil }
        return (info.st_dev, info.st_ino)
    }
}
