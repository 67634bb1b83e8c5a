import CLinux
import Glibc

extension Connection {
    /// An event on the descriptor that is written, when it is another than the one read. A reader
    /// that went away is found out by the next write: what it said before can still be read.
    func writeEndReady() {
        if !isWritable { becameWritable() }
    }

    func becameWritable() {
        isWritable = true
        switch state {
        case .open, .draining: markDirty()
        case .connecting, .ending, .lingering, .closed: break
        }
    }

    /// The end of a turn for a dirty connection: sends, then tears down if it is time.
    func finishTurn() {
        let hasMore: Bool
        switch state {
        case .open, .draining: hasMore = sendReady()
        case .connecting, .ending, .lingering, .closed: hasMore = false
        }
        isDirty = false
        if hasMore { markDirty() }
        if case .ending(let reason) = state { tearDown(reason) }
    }

    /// Sends what the handler has; in the usual case that is one call. Ends when there is no more,
    /// the kernel takes no more, or, with true, the share of the turn is used up.
    private func sendReady() -> Bool {
        guard isWritable else { return false }
        guard let handler else {
            sentAll()
            return false
        }
        var budget = loop.limits.writeBytesPerTurn
        while true {
            let bytes = handler.output()
            guard !bytes.isEmpty else {
                sentAll()
                return false
            }
            guard budget > 0 else { return true }
            let sent =
                isSocket
                ? loop.kernel.send(writeFile, bytes) : loop.kernel.write(writeFile, bytes)
            guard sent > 0 else {
                if sent == 0 || sent.errnoCode == EAGAIN {
                    blocked()
                } else {
                    end(CloseReason(errno: sent.errnoCode))
                }
                return false
            }
            budget -= sent
            bytesSent &+= UInt64(sent)
            lastSentUs = loop.nowUs
            handler.didSend(sent)
        }
    }

    private func sentAll() {
        if let timer = stallTimer {
            loop.cancel(timer)
            stallTimer = nil
        }
        if isOutputWatched, !peer.isTCP { _ = watchOutput(false) }
        if case .draining(let reason) = state { finishDraining(reason) }
    }

    /// The kernel takes no more: the next edge tells when it does, and a timer when it does not.
    private func blocked() {
        isWritable = false
        guard watchOutput(true) else { return }
        guard stallTimer == nil else { return }
        lastSentUs = loop.nowUs
        watchForStall()
    }

    /// Asks epoll for the edge, also when it was asked before, so that it comes at once if there is
    /// room again already. A Unix socket tells of every byte its peer takes, so there the interest
    /// ends with the need; TCP tells only who was refused, and the pipes' own descriptor likewise.
    private func watchOutput(_ isWatched: Bool) -> Bool {
        isOutputWatched = isWatched
        let isShared = writeFile == readFile
        let input = isShared ? Poll.input | Poll.peerFinished : 0
        let changed = loop.kernel.control(
            loop.epoll, EPOLL_CTL_MOD, writeFile,
            input | Poll.edge | (isWatched ? Poll.output : 0), isShared ? key : writeKey)
        guard changed < 0 else { return true }
        end(.failed(errno: changed.errnoCode))
        return false
    }

    private func watchForStall() {
        stallTimer = loop.at(us: lastSentUs &+ loop.limits.writeStallUs) { [weak self] in
            guard let self else { return }
            stallTimer = nil
            if loop.nowUs &- lastSentUs >= loop.limits.writeStallUs {
                loop.counters.stalled &+= 1
                end(.writeStalled)
            } else {
                watchForStall()
            }
        }
    }
}
