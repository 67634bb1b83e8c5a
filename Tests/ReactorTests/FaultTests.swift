import Glibc
import Reactor
import Testing

/// System calls that are interrupted, cut short or fail.
@Suite struct FaultTests {
    /// xorshift64*, so that a failing seed can be replayed.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            return state &* 0x2545_F491_4F6C_DD1D
        }
    }

    @Test("interrupts, short reads, short writes and full buffers lose nothing", arguments: 1...40)
    func interrupted(_ seed: UInt64) throws {
        let rig = try Rig()
        let (listener, _) = try rig.echoServer { $0.frame = Int(seed) }
        var random = Seeded(state: seed &* 0x9E37_79B9_7F4A_7C15)
        rig.loop.inject { call in
            switch (call, random.next() % 4) {
            case (_, 0): .errno(EINTR)
            case (.send, 1): .errno(EAGAIN)
            case (.send, 2), (.receive, 2): .short(Int(random.next() % 2000) + 1)
            default: nil
            }
        }
        let client = Script()
        _ = try rig.connect(listener.address, client)
        let message = (0..<(4000 * Int(seed))).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        client.send(message)
        rig.turns(200_000) { client.received.count == message.count }
        #expect(client.received == message)
    }

    @Test(
        "a failed send or receive closes with its reason and nothing else",
        arguments: [
            (SystemCall.send, ECONNRESET, CloseReason.reset), (.send, EPIPE, .reset),
            (.send, ETIMEDOUT, .unreachable), (.send, ENOMEM, .failed(errno: ENOMEM)),
            (.receive, ECONNRESET, .reset), (.receive, EHOSTUNREACH, .unreachable),
            (.receive, EIO, .failed(errno: EIO)),
        ])
    func failed(_ call: SystemCall, _ code: Int32, _ reason: CloseReason) throws {
        let rig = try Rig()
        let (listener, _) = try rig.echoServer()
        let client = Script()
        let other = Script()
        _ = try rig.connect(listener.address, client)
        _ = try rig.connect(listener.address, other)
        var isArmed = true
        rig.loop.inject { asked in
            guard asked == call, isArmed else { return nil }
            isArmed = false
            return .errno(code)
        }
        if call == .send { client.send([1]) } else { client.connection?.resumeReading() }
        if call == .receive {
            // The first to read is the client: its server is told to speak.
            isArmed = false
            client.send([1])
            rig.turns { client.sentBytes == 1 }
            isArmed = true
        }
        rig.turns { client.reasons == [reason] || call == .receive && !isArmed }
        rig.loop.inject(nil)
        other.send([2])
        rig.turns { other.received == [2] || other.reasons.count == 1 }
    }

    @Test("a failing wait does not end the loop")
    func failingWait() throws {
        let rig = try Rig()
        let (listener, _) = try rig.echoServer()
        let client = Script()
        _ = try rig.connect(listener.address, client)
        var left = 10
        rig.loop.inject { call in
            guard call == .wait, left > 0 else { return nil }
            left -= 1
            return .errno(left % 2 == 0 ? EINTR : EBADF)
        }
        client.send([1])
        rig.turns { client.received == [1] }
    }
}
