import Codec
import RPC
import Testing

/// Peers that do too much of something.
@Suite struct FloodTests {
    private func opened(_ change: (inout Limits) -> Void = { _ in }) -> EchoSession {
        let server = EchoSession(change)
        server.feed(Wire.opening)
        return server
    }

    @Test("200 calls cancelled in half a minute are borne, one more is not")
    func rapidReset() {
        let server = opened()
        for turn in 0..<200 {
            let id = UInt32(2 * turn + 1)
            server.feed(Wire.call(id, Wire.watch.id) + Wire.cancel(id))
        }
        #expect(!server.isFailed)
        #expect(server.openCount == 0)
        server.feed(Wire.call(401, Wire.watch.id) + Wire.cancel(401))
        #expect(server.answers.last?.contains("code 8 too many cancelled calls") == true)
    }

    @Test("cancelled calls at a bearable pace go on for ever")
    func slowReset() {
        let server = opened()
        for turn in 0..<1000 {
            let id = UInt32(2 * turn + 1)
            server.nowUs += 160_000
            server.feed(Wire.call(id, Wire.watch.id) + Wire.cancel(id))
        }
        #expect(!server.isFailed)
    }

    @Test("faults that make the server end streams count in the same way")
    func madeYouReset() {
        let server = opened()
        for turn in 0..<201 {
            let id = UInt32(2 * turn + 1)
            server.feed(Wire.call(id, Wire.watch.id) + Wire.window(id, 0))
        }
        #expect(server.answers.last?.contains("code 8 too many calls in error") == true)
    }

    @Test("calls over the limit are refused, and too many of them end the connection")
    func overLimit() {
        let server = opened { $0.streamsMax = 4 }
        for turn in 0..<4 { server.feed(Wire.call(UInt32(2 * turn + 1), Wire.watch.id)) }
        #expect(server.answers.isEmpty)
        server.feed(Wire.call(9))
        #expect(server.answers == ["END 9 8 too many calls are open"])
        for turn in 5..<204 { server.feed(Wire.call(UInt32(2 * turn + 1))) }
        #expect(!server.isFailed)
        server.feed(Wire.call(999))
        #expect(server.isFailed)
    }

    @Test("frames for ended streams are borne 200 times")
    func lateFrames() {
        let server = opened()
        server.feed(Wire.call(1))
        for _ in 0..<200 { server.feed(Wire.frame(FrameType.data, 1, [1])) }
        #expect(!server.isFailed)
        server.feed(Wire.frame(FrameType.data, 1, [1]))
        #expect(server.isFailed)
    }

    @Test("pings a second apart are fine while a call is open, closer ones are not")
    func pings() {
        let server = opened()
        server.feed(Wire.call(1, Wire.watch.id))
        for _ in 0..<10 {
            server.nowUs += 1_000_000
            server.feed(Wire.ping(1))
        }
        #expect(server.answers == [String](repeating: "PONG", count: 10))
        for _ in 0..<2 { server.feed(Wire.ping(1)) }
        #expect(!server.isFailed)
        server.feed(Wire.ping(1))
        #expect(server.answers.last?.contains("code 8 too many pings") == true)
    }

    @Test("without calls a ping a minute is fine, and a call forgives the strikes")
    func idlePings() {
        let server = opened()
        for round in 0..<10 {
            server.nowUs += 60_000_000
            server.feed(Wire.ping(1))
            server.nowUs += 1_000_000
            server.feed(Wire.ping(1))
            server.feed(Wire.call(UInt32(2 * round + 1)))
        }
        #expect(!server.isFailed)
        for _ in 0..<3 { server.feed(Wire.ping(1)) }
        #expect(server.isFailed)
    }

    @Test("a peer that does not read its answers is not read either, and is cut after 10 s")
    func unreadAnswers() {
        let server = opened { $0.pingStrikesMax = .max }
        server.peerReads = false
        for _ in 0..<300 { server.feed(Wire.ping(1)) }
        #expect(server.unsent <= 101 * 24)
        #expect(server.unread > 190 * 24)
        server.peerReads = true
        server.flush()
        #expect(!server.isFailed)
        server.feed([])
        #expect(server.unread < 190 * 24)
        server.peerReads = false
        server.feed([])
        server.tick(afterUs: 9_000_000)
        #expect(!server.isFailed)
        server.tick(afterUs: 2_000_000)
        #expect(server.events.last == "failed unavailable the peer does not read")
    }

    @Test("large answers that are not read stop the reading of calls")
    func unreadReplies() {
        let server = opened()
        server.peerReads = false
        let body = Blob(noise(60_000))
        for turn in 0..<20 {
            server.feed(Wire.call(UInt32(2 * turn + 1), Wire.echo.id, body.encoded()))
        }
        #expect(server.events.count < 8)
        #expect(server.unsent < 400_000)
        while server.unread > 0 {
            server.peerReads = true
            server.flush()
            server.feed([])
        }
        #expect(server.answers.count == 20)
    }

    @Test("unsolicited pongs are borne 200 times")
    func pongs() {
        let server = opened()
        let pong = Wire.frame(FrameType.pong, [UInt8](repeating: 1, count: 8))
        for _ in 0..<200 { server.feed(pong) }
        #expect(!server.isFailed)
        server.feed(pong)
        #expect(server.isFailed)
    }
}
