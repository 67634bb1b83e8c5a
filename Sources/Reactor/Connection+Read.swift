import CLinux
import Glibc

extension Connection {
    /// An event on the descriptor that is read.
    func ready(_ mask: UInt32) {
        if state == .connecting {
            finishConnecting()
            guard state == .open else { return }
        }
        if mask & (Poll.input | Poll.peerFinished | Poll.hangUp | Poll.error) != 0 {
            isReadable = true
        }
        if mask & (Poll.peerFinished | Poll.hangUp | Poll.error) != 0 { isHungUp = true }
        if isSocket, !isWritable, mask & (Poll.output | Poll.hangUp | Poll.error) != 0 {
            becameWritable()
        }
        if mask & Poll.error != 0, state == .open, !canDeliver || inputEnded {
            // Nobody will read the failure, so ask for it.
            let code = pendingError()
            if code != 0 { end(CloseReason(errno: code)) }
        }
        if isReadable { readTurn() }
    }

    /// The turn after a share was used up, or after reading was resumed.
    func readAgain() {
        isReadQueued = false
        if kept.count > 0, canDeliver { deliverKept() }
        if isReadable { readTurn() }
    }

    private var canDeliver: Bool {
        guard !isReadPaused, handler != nil else { return false }
        switch state {
        case .open: return true
        case .connecting, .draining, .ending, .lingering, .closed: return false
        }
    }

    /// Reads until there is nothing more, the share of the turn is used up, or the handler pauses.
    private func readTurn() {
        if state == .lingering || isDraining {
            discardInput()
            return
        }
        var budget = loop.limits.readBytesPerTurn
        while canDeliver, !inputEnded {
            guard budget > 0 else {
                queueRead()
                return
            }
            let (got, asked) = readOnce()
            guard got > 0 else {
                endOfRead(got)
                return
            }
            budget -= got
            // A socket that gave less than asked is empty, and a new edge will come (epoll(7));
            // unless a test made the read short.
            if got < asked, isSocket, !isHungUp, loop.kernel.faults == nil {
                isReadable = false
                return
            }
        }
    }

    private var isDraining: Bool {
        if case .draining = state { return true }
        return false
    }

    /// Reads once and gives all there is to the handler. A short partial message is copied to the
    /// front of the shared buffer; behind a long one the bytes go directly, unless the peer sends
    /// so much at once that copying costs less than smaller reads.
    private func readOnce() -> (got: Int, asked: Int) {
        let shared = loop.readBuffer
        let have = kept.count
        if have <= 4096 || (have <= lastReadCount && have <= shared.count / 2) {
            let room = UnsafeMutableRawBufferPointer(rebasing: shared[have...])
            let got = receive(room)
            lastReadCount = max(got, 0)
            guard got > 0 else { return (got, room.count) }
            if have > 0, let front = shared.baseAddress, let from = kept.bytes.baseAddress {
                front.copyMemory(from: from, byteCount: have)
            }
            let all = UnsafeRawBufferPointer(rebasing: shared[..<(have + got)])
            let consumed = deliver(all)
            if consumed > 0 || have == 0 {
                kept.replace(with: UnsafeRawBufferPointer(rebasing: all[consumed...]))
            } else {
                kept.replace(with: all)
            }
            checkKept()
            return (got, room.count)
        }
        let room = kept.room(atLeast: 16 << 10)
        let got = receive(room)
        lastReadCount = max(got, 0)
        guard got > 0 else { return (got, room.count) }
        kept.grew(by: got)
        deliverKept()
        return (got, room.count)
    }

    private func receive(_ room: UnsafeMutableRawBufferPointer) -> Int {
        let got =
            isSocket ? loop.kernel.receive(readFile, room) : loop.kernel.read(readFile, room)
        if got > 0 { bytesReceived &+= UInt64(got) }
        return got
    }

    private func deliverKept() {
        kept.consume(deliver(kept.bytes))
        checkKept()
    }

    private func deliver(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard let handler else { return 0 }
        let consumed = handler.received(bytes)
        precondition(consumed >= 0 && consumed <= bytes.count, "consumed more than was given")
        return consumed
    }

    private func checkKept() {
        guard kept.count > 0, !isReadPaused, state == .open, let handler else { return }
        if kept.count > handler.maxBuffered { end(.bufferExceeded) }
    }

    /// Nothing came: no more for now, the end, or a failure.
    private func endOfRead(_ result: Int) {
        isReadable = false
        if result == 0 {
            inputEnded = true
            guard let handler, state == .open else { return }
            if !handler.peerFinished(), state == .open {
                state = .draining(.peerFinished)
                if isWritable { markDirty() }
            }
        } else if result.errnoCode != EAGAIN {
            end(CloseReason(errno: result.errnoCode))
        }
    }

    /// Nobody wants the input any more, but its end matters.
    func discardInput() {
        var budget = loop.limits.readBytesPerTurn
        while isReadable, !inputEnded {
            guard budget > 0 else {
                queueRead()
                return
            }
            let got = receive(loop.readBuffer)
            if got > 0 {
                budget -= got
                continue
            }
            isReadable = false
            if got == 0 { inputEnded = true }
            if state == .lingering {
                if got == 0 || got.errnoCode != EAGAIN { endLingering() }
            } else if got < 0, got.errnoCode != EAGAIN {
                end(CloseReason(errno: got.errnoCode))
            }
        }
    }

    func pendingError() -> Int32 {
        guard isSocket else { return EPIPE }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(readFile, SOL_SOCKET, SO_ERROR, &code, &size) == 0 else { return errno }
        return code
    }
}
