import CLinux
import Glibc

extension Loop {
    /// Connects to `address` within `timeoutUs` and then calls `completion` on the loop, once, and
    /// never from inside this call. On success the connection has no handler yet: set one. Closing
    /// the returned connection before gives the attempt up.
    @discardableResult
    public func connect(
        _ address: Address, timeoutUs: Int64,
        _ completion: @escaping (Result<Connection, ReactorError>) -> Void
    ) -> Connection {
        let file = kernel.socket(address.family)
        let connection = Connection(
            loop: self, peer: address, read: Int32(max(file, -1)), write: Int32(max(file, -1)),
            isSocket: true, isAccepted: false, state: .connecting)
        connection.onConnected = completion
        guard file >= 0 else {
            connection.failConnecting(ReactorError("socket", address, errno: file.errnoCode))
            return connection
        }
        connection.setSocketOptions()
        let started = kernel.connect(Int32(file), address)
        guard started == 0 || started.errnoCode == EINPROGRESS else {
            connection.failConnecting(ReactorError("connect", address, errno: started.errnoCode))
            return connection
        }
        guard connection.register() else {
            connection.failConnecting(.failed(operation: "epoll_ctl", errno: ENOMEM))
            return connection
        }
        connection.connectTimer = after(us: timeoutUs) { [weak connection] in
            connection?.connectTimer = nil
            connection?.failConnecting(.timedOut(address))
        }
        return connection
    }

    /// A connection over descriptors the caller gives away, which may be the two ends of two pipes
    /// or one socket; they are closed when this throws. Plain files cannot be waited for and are
    /// refused. Blocks SIGPIPE on this thread, because `write` to a pipe has no MSG_NOSIGNAL.
    public func adopt(read: Int32, write: Int32) throws(ReactorError) -> Connection {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &set, nil)
        for file in [read, write] {
            let flags = fcntl(file, F_GETFL)
            guard flags >= 0, fcntl(file, F_SETFL, flags | O_NONBLOCK) >= 0 else {
                let code = errno
                closeBoth(read, write)
                throw .failed(operation: "fcntl", errno: code)
            }
            _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        }
        let connection = Connection(
            loop: self, peer: Address(.pipes), read: read, write: write, isSocket: false,
            isAccepted: false, state: .open)
        guard connection.register() else {
            closeBoth(read, write)
            throw .failed(operation: "epoll_ctl", errno: EPERM)
        }
        return connection
    }

    private func closeBoth(_ read: Int32, _ write: Int32) {
        Glibc.close(read)
        if write != read { Glibc.close(write) }
    }
}

extension Connection {
    /// NODELAY, because a whole turn leaves in one send and must not wait for an acknowledgement.
    func setSocketOptions() {
        guard peer.isTCP else { return }
        var on: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(readFile, Int32(IPPROTO_TCP), TCP_NODELAY, &on, size)
        setsockopt(readFile, SOL_SOCKET, SO_KEEPALIVE, &on, size)
        var timeout = loop.limits.unacknowledgedMs
        setsockopt(readFile, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, &timeout, size)
        var unsent = loop.limits.unsentBytesMax
        if unsent > 0 {
            setsockopt(readFile, Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, &unsent, size)
        }
    }

    /// The socket became writable or failed.
    func finishConnecting() {
        let code = pendingError()
        guard code == 0 else {
            failConnecting(ReactorError("connect", peer, errno: code))
            return
        }
        // On loopback a socket can meet itself when its own port is the one it asked for.
        guard !peer.isTCP || Address.ofSocket(readFile) != Address.ofPeer(readFile) else {
            failConnecting(.refused(peer))
            return
        }
        if let timer = connectTimer { loop.cancel(timer) }
        connectTimer = nil
        state = .open
        let completion = onConnected
        onConnected = nil
        completion?(.success(self))
    }

    /// Releases the socket and tells the completion in the next turn.
    func failConnecting(_ error: ReactorError) {
        guard state == .connecting else { return }
        state = .closed
        if let timer = connectTimer { loop.cancel(timer) }
        connectTimer = nil
        if key != 0 { loop.sources.remove(key) }
        if readFile >= 0 { Glibc.close(readFile) }
        guard let completion = onConnected else { return }
        onConnected = nil
        if loop.isShutDown {
            completion(.failure(error))
        } else {
            loop.after(us: 0) { completion(.failure(error)) }
        }
    }
}
