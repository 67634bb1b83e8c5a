import Codec

extension Session {
    /// What the time means, one event a call; call until it says `.more`, once a second and when
    /// `nearestDeadlineUs` has passed.
    public mutating func tick() -> SessionEvent {
        if phase == .failed { return .more }
        if expiryScan < 0, let event = checkConnection() { return event }
        return scanStreams() ?? .more
    }

    private mutating func checkConnection() -> SessionEvent? {
        out.relax()
        if phase != .open {
            return isOver(startedUs, limits.handshakeUs)
                ? fail(.deadlineExceeded, "the handshake took too long") : nil
        }
        if partialUs != .min {
            let age = nowUs &- partialUs
            if limits.frameUs > 0 && age >= limits.frameUs {
                return fail(.deadlineExceeded, "a frame took too long")
            }
            if limits.frameRateUs > 0 && age >= limits.frameRateUs
                && Int64(partialBytes) < age / 1_000_000 * limits.frameRate
            {
                return fail(.deadlineExceeded, "a frame came too slowly")
            }
        }
        if out.count == 0 { progressUs = nowUs }
        if isOver(progressUs, limits.writeStallUs) {
            phase = .failed
            return .failed(.unavailable, "the peer does not read")
        }
        if let event = keepAlive() { return event }
        if role == .server && openCount == 0 && goAwaySentID == nil
            && isOver(calledUs, limits.idleUs)
        {
            calledUs = nowUs
            return .idle
        }
        return nil
    }

    private func isOver(_ sinceUs: Int64, _ limitUs: Int64) -> Bool {
        limitUs > 0 && nowUs &- sinceUs >= limitUs
    }

    /// The peer has finished sending and is heard no more. It is still pinged, because a peer that is
    /// gone altogether looks the same until the network refuses what is sent to it; but no answer is
    /// waited for.
    public mutating func peerFinished() { canPeerAnswer = false }

    /// Pings a silent peer, and gives one up that does not answer. Any byte is an answer.
    private mutating func keepAlive() -> SessionEvent? {
        if isPaused { return nil }
        if pingSentUs != .min && canPeerAnswer {
            if receivedUs > pingSentUs {
                pingSentUs = .min
            } else if isOver(pingSentUs, limits.keepaliveAnswerUs) {
                phase = .failed
                return .failed(.unavailable, "the peer does not answer")
            }
            return nil
        }
        let silence = openCount > 0 ? limits.keepaliveBusyUs : limits.keepaliveIdleUs
        if isOver(max(receivedUs, pingSentUs), silence) {
            pingToken &+= 1
            pingSentUs = nowUs
            out.long(FrameType.ping, pingToken)
        }
        return nil
    }

    /// Finds streams whose deadline passed, or that starve for credit; one pass over the slab each
    /// time the earliest is due, no timer per call.
    private mutating func scanStreams() -> SessionEvent? {
        if expiryScan < 0 {
            if nowUs < nearestDeadlineUs { return nil }
            nearestDeadlineUs = .max
            expiryScan = 0
        }
        while expiryScan < streams.count {
            let slot = expiryScan
            expiryScan &+= 1
            guard streams[slot].phase == .open else { continue }
            if streams[slot].deadlineUs <= nowUs { return .expired(slot: slot) }
            var due = streams[slot].deadlineUs
            if streams[slot].isStarved && limits.streamStallUs > 0 {
                let stalled = streams[slot].starvedUs &+ limits.streamStallUs
                if stalled <= nowUs {
                    return .fault(slot: slot, .resourceExhausted, "the stream was not read")
                }
                due = min(due, stalled)
            }
            nearestDeadlineUs = min(nearestDeadlineUs, due)
        }
        expiryScan = -1
        return nil
    }
}
