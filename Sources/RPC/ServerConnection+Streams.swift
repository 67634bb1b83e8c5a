import Codec
import Reactor

// Items of server streams: they leave while the caller has given credit and the connection keeps
// up; a stream that could not send waits in `room` for its turn, at most 16 KiB at a time while
// others wait too.
extension ServerConnection {
    private static let turnBytesMax = 16_384

    func offer(
        _ slot: Int, _ generation: UInt32, _ write: (inout OutBuffer, UInt32, WriteRules) -> Bool
    ) -> Offer {
        guard session.isOpen(slot: slot, generation: generation), !isClosed,
            apps[slot].state == .streaming
        else { return .closed }
        guard session.maySend(slot) else {
            if session.sendCredit <= 0 { wantRoom(slot) }
            server.watch(deadlineUs: session.nearestDeadlineUs)
            return .full
        }
        if session.out.count &+ heldBytes >= session.limits.streamQueueBytes
            || (apps[slot].turnBytes >= ServerConnection.turnBytesMax && !room.isEmpty)
            || server.isHeldFull
        {
            wantRoom(slot)
            if heldBytes > 0 || server.isHeldFull { server.seekRoom(self) }
            return .full
        }
        let id = session.streamID(of: slot)
        let size: Int
        if server.mustHold {
            guard let held = holdFrame(slot, isEnd: false, { write(&$0, id, $1) }) else {
                return tooLarge(slot)
            }
            size = held
        } else {
            let before = session.out.count
            guard write(&session.out, id, session.rules) else { return tooLarge(slot) }
            size = session.out.count &- before
        }
        session.charge(slot, frameBytes: size)
        apps[slot].turnBytes &+= size
        connection.wantsFlush()
        return .taken
    }

    /// An item that the caller cannot take ends its stream.
    private func tooLarge(_ slot: Int) -> Offer {
        finish(slot, session.generation(of: slot)) { $0.end($1, .tooLarge, $2) }
        return .closed
    }

    func wantRoom(_ slot: Int) {
        guard !apps[slot].isWaiting else { return }
        apps[slot].isWaiting = true
        room.append(slot)
    }

    /// Gives each waiting stream its turn while there is room.
    func serveRoom() {
        if isServingRoom { return }
        isServingRoom = true
        defer { isServingRoom = false }
        var turns = room.count
        while turns > 0, session.sendCredit > 0, !isClosed,
            session.out.count &+ heldBytes < session.limits.streamQueueBytes
        {
            turns &-= 1
            let slot = room.removeFirst()
            apps[slot].isWaiting = false
            apps[slot].turnBytes = 0
            if apps[slot].state == .streaming { apps[slot].onRoom?() }
        }
    }

    func onRoom(_ slot: Int, _ generation: UInt32, _ act: @escaping () -> Void) {
        guard session.isOpen(slot: slot, generation: generation) else { return }
        apps[slot].onRoom = act
    }

    func onCancel(_ slot: Int, _ generation: UInt32, _ act: @escaping () -> Void) {
        guard session.isOpen(slot: slot, generation: generation) else { return }
        apps[slot].onCancel = act
    }
}
