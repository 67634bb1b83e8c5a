import Reactor
import Seams

extension ChannelCore {
    // MARK: Connections

    /// Dials if there is no connection.
    public func connect() {
        guard state == .idle || state == .backingOff else { return }
        state = .connecting
        dial { [weak self] result in
            guard let self else {
                if case .success(let connection) = result { connection.close() }
                return
            }
            dialled(result)
        }
    }

    private func dialled(_ result: Result<Connection, ReactorError>) {
        switch result {
        case .success(let connection):
            guard state == .connecting else {
                connection.close()
                return
            }
            let made = ClientConnection(self, connection, auth: auth, firstID: firstStreamID)
            current = made
            connection.handler = made
            connection.wantsFlush()
            watch(deadlineUs: loop.nowUs &+ 1_000_000)
        case .failure(let error):
            guard state == .connecting else { return }
            var failure = RPCError(.unavailable, error.sentence)
            if case .timedOut = error { failure = failure.silent() }
            lastFailure = failure
            backOff()
            failWaiting(failure)
        }
    }

    func becameReady(_ connection: ClientConnection) {
        guard connection === current else { return }
        attempts = 0
        lastFailure = nil
        // What the owner calls on hearing of the new connection goes out before what waited for it.
        let waited = waiting
        waiting = []
        state = .ready
        waiting = waited + waiting
        sendWaiting()
    }

    /// The server takes no new calls on this connection, or its ids are used up.
    func wentAway(_ connection: ClientConnection, _ word: GoAway) {
        guard connection === current else { return }
        others.append(connection)
        current = nil
        lastFailure = RPCError(
            word.code == 0 ? .unavailable : StatusCode(wire: word.code), word.debug,
            retryAfterMs: word.retryAfterMs == 0 ? nil : Int64(word.retryAfterMs))
        if word.code == 0 && word.retryAfterMs == 0 && connection.wasReady {
            state = .idle
            if staysConnected || !waiting.isEmpty { connect() }
        } else {
            backOff(atLeastMs: Int64(word.retryAfterMs))
            if let lastFailure { failWaiting(lastFailure) }
        }
    }

    /// Moves on to a new connection when this one can open no more calls for good.
    func retireIfSpent() {
        guard let connection = current, connection.session.isSpent else { return }
        others.append(connection)
        current = nil
        state = .idle
        connection.finishIfDone()
        connect()
    }

    func lost(_ connection: ClientConnection) {
        others.removeAll { $0 === connection }
        guard connection === current else { return }
        current = nil
        if state == .closed { return }
        // Not what an earlier one was lost by: after its silence nobody would try again.
        let failure = connection.failure ?? .connectionLost
        lastFailure = failure
        if connection.wasReady && !staysConnected && waiting.isEmpty {
            state = .idle
        } else {
            backOff()
        }
        failWaiting(failure)
    }

    /// Whether a call may end the wait before the next attempt. The wait bounds what the channel does
    /// of its own accord; a person who asks again when the server is back is not made to wait it out.
    var callsMayDial: Bool {
        guard !staysConnected else { return false }
        guard let failure = lastFailure else { return true }
        return failure.retryAfterMs == nil
            && (failure.code == .unavailable || failure.code == .deadlineExceeded)
    }

    /// Waits before the next attempt: full jitter over a bound that doubles (Brooker, "Exponential
    /// Backoff and Jitter", AWS 2015).
    private func backOff(atLeastMs: Int64 = 0) {
        state = .backingOff
        let doubled = limits.backoffMinUs << Int64(min(attempts, 20))
        attempts += 1
        let most = max(1, min(doubled, limits.backoffMaxUs))
        let jittered = Int64(random.next() % UInt64(most))
        // A wait that a call has cut short must not cut the next one short.
        if let backOffTimer { loop.cancel(backOffTimer) }
        backOffTimer = loop.after(us: max(jittered, atLeastMs &* 1000)) { [weak self] in
            guard let self, state == .backingOff else { return }
            state = .idle
            if staysConnected || !waiting.isEmpty { connect() }
        }
    }

    /// Drops the connection at once, with all that is under way on it and all that has come and was
    /// not heard yet: open calls end as lost. It dials again as after any loss.
    public func reset() {
        for connection in others + [current].compactMap({ $0 }) {
            connection.connection.close()
        }
    }

    /// Ends every call as cancelled, at once, and closes; the channel cannot be used again.
    public func close() {
        guard state != .closed else { return }
        state = .closed
        lastFailure = RPCError(.cancelled, "the channel was closed")
        if let timer { loop.cancel(timer) }
        timer = nil
        for connection in others + [current].compactMap({ $0 }) {
            connection.giveUpCalls()
            connection.session.drain()
            connection.connection.close(afterFlush: true)
        }
        failWaiting(.cancelled)
    }

    // MARK: Time

    /// One timer for all calls: the earliest deadline, and once a second while anything is open.
    func watch(deadlineUs: Int64) {
        if deadlineUs >= timerUs { return }
        let nowUs = loop.nowUs
        let at = max(min(deadlineUs, nowUs &+ 1_000_000), nowUs &+ 1000)
        guard at < timerUs else { return }
        if let timer { loop.cancel(timer) }
        timerUs = at
        timer = loop.at(us: at) { [weak self] in self?.tick() }
    }

    private func tick() {
        timer = nil
        timerUs = .max
        var nearestUs = Int64.max
        expireWaiting()
        for id in waiting {
            nearestUs = min(nearestUs, calls[id].waiting?.deadlineUs ?? .max)
        }
        for connection in others + [current].compactMap({ $0 }) {
            connection.tick()
            nearestUs = min(nearestUs, connection.session.nearestDeadlineUs)
        }
        guard current != nil || !others.isEmpty || !waiting.isEmpty else { return }
        watch(deadlineUs: min(nearestUs, loop.nowUs &+ 1_000_000))
    }
}
