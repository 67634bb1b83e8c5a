import Codec
import Reactor

/// One dialled connection of a channel: its session, and which call is in which slot.
///
/// Loop-confined; the channel holds it while it is the current one or has calls to finish, and it
/// holds the channel until it has closed.
final class ClientConnection: ConnectionHandler {
    let channel: ChannelCore
    let connection: Connection
    var session: Session
    /// The call in each slot of the session.
    var calls: [CallID] = []
    var isClosed = false
    /// Whether the server's HELLO came.
    var wasReady = false
    /// Why this end closes it, if it does.
    var failure: RPCError?

    init(_ channel: ChannelCore, _ connection: Connection, auth: Auth?, firstID: UInt32) {
        self.channel = channel
        self.connection = connection
        session = Session(
            .client, channel.limits, channel.zip, channel.loop.nowUs, firstID: firstID)
        session.sayHello(auth: auth)
    }

    static let noCall = CallID(index: -1, generation: 0)

    var maxBuffered: Int { session.limits.frameBytesMax + FrameHeader.size }

    func received(_ bytes: UnsafeRawBufferPointer) -> Int {
        session.begin(channel.loop.nowUs)
        var offset = 0
        taking: while true {
            switch session.next(bytes, &offset) {
            case .end(let frame): ended(frame)
            case .data(let frame): item(frame)
            case .more: break taking
            case .ready:
                wasReady = true
                channel.becameReady(self)
            case .goAway: goneAway()
            case .failed(let code, let text): failed(code, text)
            case .hello, .call, .cancel, .fault, .credit, .connectionCredit, .expired, .idle:
                break
            }
        }
        if session.isPaused { connection.pauseReading() }
        // Streams became free, also by the ENDs of calls that were given up, of which no event
        // tells. A session that failed frees none: what waits is told so when it has closed.
        if session.isReady { channel.sendWaiting() }
        connection.wantsFlush()
        finishIfDone()
        return offset
    }

    func output() -> UnsafeRawBufferPointer { session.output() }

    func didSend(_ count: Int) {
        session.begin(channel.loop.nowUs)
        let wasPaused = session.isPaused
        session.didSend(count)
        if wasPaused && !session.staysPaused() { connection.resumeReading() }
    }

    func closed(_ reason: CloseReason) {
        isClosed = true
        let lost = calls
        calls = []
        channel.lost(self)
        let last = session.goAway?.lastStreamID
        for slot in lost.indices where lost[slot] != ClientConnection.noCall {
            let neverRan = last.map { session.streamID(of: slot) > $0 } ?? false
            let error = RPCError.connectionLost
            channel.complete(lost[slot], RawEnd(neverRan ? error.unsent() : error))
        }
    }

    func tick() {
        session.begin(channel.loop.nowUs)
        while true {
            switch session.tick() {
            case .expired(let slot):
                session.abandonStream(slot)
                channel.complete(take(slot), RawEnd(.expired))
            case .failed(let code, let text): failed(code, text)
            default:
                connection.wantsFlush()
                finishIfDone()
                return
            }
        }
    }

    private func ended(_ frame: EndFrame) {
        let call = take(frame.slot)
        channel.complete(call, RawEnd(frame, self))
    }

    private func item(_ frame: DataFrame) {
        let call = calls[frame.slot]
        channel.deliver(call, RawItem(frame, self))
    }

    private func failed(_ code: StatusCode, _ text: StaticString) {
        let failure = RPCError(.unavailable, text.description)
        let isSilence = !wasReady && code == .deadlineExceeded
        self.failure = isSilence ? failure.silent() : failure
        connection.close(afterFlush: true)
    }

    /// The server handles nothing above the last id it names; those calls never ran.
    private func goneAway() {
        guard let word = session.goAway else { return }
        channel.wentAway(self, word)
        for slot in calls.indices where calls[slot] != ClientConnection.noCall {
            guard session.streamID(of: slot) > word.lastStreamID else { continue }
            session.closeStream(slot)
            channel.complete(take(slot), RawEnd(RPCError.connectionLost.unsent()))
        }
    }

    /// A connection that makes no more calls closes after the last of them.
    func finishIfDone() {
        guard session.isSpent, session.openCount == 0, !session.isFailed else { return }
        session.drain()
        connection.close(afterFlush: true)
    }

    /// Ends every call here as cancelled, and says so to the server.
    func giveUpCalls() {
        session.begin(channel.loop.nowUs)
        for slot in calls.indices {
            let call = take(slot)
            guard call != ClientConnection.noCall else { continue }
            session.cancel(slot: slot)
            channel.complete(call, RawEnd(.cancelled))
        }
    }

    /// Binds a slot that was just opened to its call.
    func bind(_ slot: Int, _ call: CallID) {
        while calls.count <= slot { calls.append(ClientConnection.noCall) }
        calls[slot] = call
    }

    /// Empties a slot.
    func take(_ slot: Int) -> CallID {
        guard slot < calls.count else { return ClientConnection.noCall }
        let call = calls[slot]
        calls[slot] = ClientConnection.noCall
        return call
    }

    func decode<R: Message>(_ body: UnsafeRawBufferPointer, _ isCompressed: Bool)
        throws(RPCError) -> R
    {
        let bytes = try session.plain(body, isCompressed)
        do throws(CodecError) {
            return try R(decoding: bytes)
        } catch {
            throw RPCError(.internal, "a malformed message came back: " + error.sentence)
        }
    }
}
