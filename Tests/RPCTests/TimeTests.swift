import Codec
import RPC
import Testing

/// What a session does as time passes; the clock is a number.
@Suite struct TimeTests {
    @Test("a handshake must be over in 5 s", arguments: [[], [UInt8](Wire.opening.prefix(11))])
    func handshake(_ bytes: [UInt8]) {
        let server = EchoSession()
        server.feed(bytes)
        server.tick(afterUs: 4_900_000)
        #expect(!server.isFailed)
        server.tick(afterUs: 100_000)
        #expect(server.events.last == "failed deadlineExceeded the handshake took too long")
    }

    @Test("so must the decision who the caller is, and nothing is read before it")
    func decision() {
        let server = EchoSession()
        server.accepts = false
        server.feed(Wire.opening + Wire.call(1) + Wire.ping(1))
        #expect(server.events == ["hello"])
        #expect(server.unread == Wire.call(1).count + Wire.ping(1).count)
        #expect(server.sent.isEmpty)
        server.session.accept(limits: Limits())
        server.feed([])
        #expect(server.answers == ["END 1 ok 0", "PONG"])
    }

    @Test("a refusal says why and answers nothing")
    func refusal() {
        let server = EchoSession()
        server.accepts = false
        server.feed(Wire.opening + Wire.call(1))
        server.session.refuse(RPCError(.unauthenticated, "who are you?", retryAfterMs: 7))
        server.feed([])
        #expect(server.answers == ["GOAWAY last 0 code 16 who are you?"])
        #expect(server.frames.last?.goAway?.retryAfterMs == 7)
    }

    @Test("a frame of which a byte comes now and then is given up")
    func slowBody() {
        let server = EchoSession()
        server.feed(Wire.opening)
        let call = Wire.call(1, Wire.echo.id, Blob([UInt8](repeating: 1, count: 30_000)).encoded())
        for (second, byte) in call.prefix(20).enumerated() {
            server.feed([byte])
            server.tick(afterUs: 1_000_000)
            #expect(server.isFailed == (second >= 4), "after \(second) s")
            if server.isFailed { break }
        }
        #expect(server.events.last == "failed deadlineExceeded a frame came too slowly")
    }

    @Test("a frame at 2 KiB a second has 10 s")
    func slowEnough() {
        let server = EchoSession()
        server.feed(Wire.opening)
        let call = Wire.call(1, Wire.echo.id, Blob([UInt8](repeating: 1, count: 30_000)).encoded())
        for second in 0..<10 {
            server.feed([UInt8](call[(second * 2048)..<((second + 1) * 2048)]))
            #expect(!server.isFailed)
            server.tick(afterUs: 1_000_000)
        }
        #expect(server.events.last == "failed deadlineExceeded a frame took too long")
    }

    @Test("a slow frame that comes whole starts the time of the next")
    func slowThenWhole() {
        let server = EchoSession()
        server.feed(Wire.opening)
        for turn in 0..<10 {
            let ping = Wire.call(UInt32(2 * turn + 1))
            server.feed([UInt8](ping.prefix(5)))
            server.tick(afterUs: 3_000_000)
            server.feed([UInt8](ping.dropFirst(5)))
        }
        #expect(!server.isFailed)
    }

    @Test("a silent peer with a call open is pinged after 15 s and given up 5 s later")
    func keepalive() {
        let server = EchoSession()
        server.feed(Wire.opening + Wire.call(1, Wire.watch.id))
        server.tick(afterUs: 14_000_000)
        #expect(server.answers.isEmpty)
        server.tick(afterUs: 1_000_000)
        #expect(server.answers == ["PING"])
        server.tick(afterUs: 5_000_000)
        #expect(server.events.last == "failed unavailable the peer does not answer")
    }

    @Test("a peer that has finished sending is pinged each 15 s and never given up for its silence")
    func keepaliveHalfClosed() {
        let server = EchoSession()
        server.feed(Wire.opening + Wire.call(1, Wire.watch.id))
        server.tick(afterUs: 15_000_000)
        server.tick(afterUs: 3_000_000)
        server.session.peerFinished()
        for second in 19...300 {
            server.tick(afterUs: 1_000_000)
            #expect(server.answers == [String](repeating: "PING", count: second / 15))
        }
        #expect(!server.isFailed)
    }

    @Test("a pong answers a ping, and silence without calls lasts a minute")
    func keepaliveAnswered() {
        let server = EchoSession()
        server.feed(Wire.opening)
        for round in 1...4 {
            for _ in 0..<59 { server.tick(afterUs: 1_000_000) }
            #expect(server.answers.count(where: { $0 == "PING" }) == round - 1)
            server.tick(afterUs: 1_000_000)
            #expect(server.answers.count(where: { $0 == "PING" }) == round)
            server.feed(Wire.frame(FrameType.pong, [0, 0, 0, 0, 0, 0, 0, UInt8(round)]))
        }
        #expect(!server.isFailed)
    }

    @Test("any byte answers a ping, also one of a frame that is not whole")
    func keepaliveByAnyByte() {
        let server = EchoSession { $0.frameUs = 0 }
        server.feed(Wire.opening)
        server.tick(afterUs: 60_000_000)
        #expect(server.answers == ["PING"])
        server.tick(afterUs: 1_000_000)
        server.feed([0])
        server.tick(afterUs: 4_000_000)
        #expect(!server.isFailed)
        #expect(server.answers == ["PING"])
    }

    @Test("nobody calling for 5 min is idle, an open call is not")
    func idle() {
        let server = EchoSession { $0.keepaliveIdleUs = 0 }
        server.feed(Wire.opening)
        server.tick(afterUs: 299_000_000)
        #expect(server.events == ["hello"])
        server.tick(afterUs: 1_000_000)
        #expect(server.events == ["hello", "idle"])
        let busy = EchoSession { $0.keepaliveBusyUs = 0 }
        busy.feed(Wire.opening + Wire.call(1, Wire.watch.id))
        busy.tick(afterUs: 3_000_000_000)
        #expect(busy.events == ["hello", "call 1 body 0"])
    }

    @Test("deadlines of open calls pass one by one")
    func deadlines() {
        let server = EchoSession()
        server.feed(Wire.opening)
        for turn in 0..<20 {
            server.feed(
                Wire.call(UInt32(2 * turn + 1), Wire.watch.id) {
                    $0.timeoutUs = Int64(turn + 1) * 100_000
                })
        }
        #expect(server.nearestDeadlineUs == server.nowUs + 100_000)
        for turn in 0..<20 {
            server.tick(afterUs: 100_000)
            #expect(server.answers.count == turn + 1)
            #expect(server.answers.last == "END \(2 * turn + 1) 4 expired")
        }
        #expect(server.nearestDeadlineUs == .max)
    }
}
