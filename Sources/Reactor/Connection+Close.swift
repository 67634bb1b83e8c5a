import CLinux
import Glibc

extension Connection {
    /// Marks the connection for tearing down at the end of the turn, for the first reason given.
    func end(_ reason: CloseReason) {
        switch state {
        case .connecting:
            failConnecting(.cancelled(peer))
        case .open, .draining:
            state = .ending(reason)
            markDirty()
        case .ending, .lingering, .closed: break
        }
    }

    /// All is sent. Closing with input unread would reset the connection and could destroy what is
    /// under way, so say the end, tell the handler, and wait a little for the peer's end.
    func finishDraining(_ reason: CloseReason) {
        guard isSocket, !inputEnded, shutdown(writeFile, Int32(SHUT_WR)) == 0 else {
            state = .ending(reason)
            return
        }
        state = .lingering
        let handler = self.handler
        self.handler = nil
        kept.free()
        stallTimer = loop.after(us: loop.limits.lingerUs) { [weak self] in
            self?.stallTimer = nil
            self?.endLingering()
        }
        if isReadable { queueRead() }
        handler?.closed(reason)
    }

    func endLingering() {
        guard state == .lingering else { return }
        tearDown(.local)
    }

    func tearDown(_ reason: CloseReason) {
        guard state != .closed else { return }
        state = .closed
        for timer in [stallTimer, connectTimer] {
            if let timer { loop.cancel(timer) }
        }
        stallTimer = nil
        connectTimer = nil
        loop.sources.remove(key)
        Glibc.close(readFile)
        if writeFile != readFile {
            loop.sources.remove(writeKey)
            Glibc.close(writeFile)
        }
        if isAccepted { loop.forgetPeer(peer) }
        kept.free()
        let handler = self.handler
        self.handler = nil
        handler?.closed(reason)
    }
}
