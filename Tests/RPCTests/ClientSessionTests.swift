import Codec
import RPC
import Testing

/// The client's end of a session, against a server that may lie.
@Suite struct ClientSessionTests {
    private func opened(
        _ change: (inout Limits) -> Void = { _ in }, firstID: UInt32 = 1
    ) -> ClientSession {
        let client = ClientSession(change, firstID: firstID)
        client.feed(Wire.hello { $0.streamsMax = 100 })
        return client
    }

    @Test("no call goes out before the server's HELLO")
    func waitsForHello() {
        let client = ClientSession()
        #expect(client.call() == nil)
        client.feed(Wire.hello { $0.streamsMax = 1 })
        #expect(client.events == ["full", "ready"])
        #expect(client.call() == 0)
        #expect(client.call() == nil, "the server allows one")
        client.feed(Wire.end(1))
        #expect(client.call() == 0)
    }

    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let bytes: [UInt8]
        let event: String

        init(_ name: String, _ bytes: [UInt8], _ event: String) {
            testDescription = name
            self.bytes = bytes
            self.event = event
        }
    }

    static let untruths: [Row] = [
        Row("a call", Wire.call(2), "invalidArgument a server made a call"),
        Row("a cancel", Wire.cancel(1), "invalidArgument a CANCEL out of place"),
        Row(
            "an end of a call never made", Wire.end(3),
            "invalidArgument a frame for a stream that was never opened"),
        Row(
            "data of a call never made", Wire.frame(0x12, 3, [1]),
            "invalidArgument a frame for a stream that was never opened"),
        Row(
            "data of an even stream", Wire.frame(0x12, 2, [1]),
            "invalidArgument a frame for a stream that was never opened"),
        Row(
            "data beyond the stream's credit",
            [[UInt8]](repeating: Wire.frame(0x12, 1, noise(30_000)), count: 3).flatMap { $0 },
            "invalidArgument data beyond the stream's credit"),
        Row(
            "a hundred and one frames without a message",
            [[UInt8]](repeating: Wire.frame(0x12, 1, flags: 16), count: 101).flatMap { $0 },
            "resourceExhausted too many frames without a message"),
        Row(
            "a frame larger than the limit", Wire.frame(0x13, 1, length: 70_000),
            "resourceExhausted a frame is too large"),
        Row("a second HELLO", Wire.hello(), "invalidArgument a second HELLO"),
    ]

    @Test("a server that lies is left", arguments: untruths)
    func lies(_ row: Row) {
        let client = opened()
        client.consumes = false
        client.call(Wire.watch.id)
        client.feed(row.bytes)
        #expect(client.events.last == "failed " + row.event)
        #expect(client.said.last?.hasPrefix("GOAWAY last 0") == true)
    }

    @Test("data beyond the connection's credit ends the connection")
    func connectionCredit() {
        let client = opened {
            $0.connectionWindow = 16_384
            $0.streamWindow = 1 << 20
        }
        client.call(Wire.watch.id)
        // Credit of the connection comes back by itself, so only one burst can exceed it.
        client.feed(Wire.frame(0x12, 1, noise(60_000)))
        #expect(!client.isFailed)
        #expect(client.said.last == "WINDOW 0 +60064")
    }

    @Test("a server that says another framing, or HTTP, is no server")
    func noServer() {
        for bytes in [Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), noise(64)] {
            let client = ClientSession()
            client.feed(bytes)
            #expect(client.isFailed)
        }
    }

    @Test("a refusal comes before HELLO")
    func refused() {
        let client = ClientSession()
        var word = GoAway()
        word.code = 16
        word.debug = "who are you?"
        client.feed(Wire.frame(4, flags: 16, meta: word.encoded()))
        #expect(client.events == ["goaway 0"])
        #expect(client.session.goAway?.debug == "who are you?")
        #expect(!client.canOpen)
    }

    @Test("a call given up keeps its place until its end, which is dropped")
    func lateReply() {
        let client = opened()
        client.call()
        client.session.cancel(slot: 0)
        client.flush()
        #expect(client.said == ["CALL 1 0", "CANCEL 1"])
        #expect(client.openCount == 1)
        client.feed(Wire.frame(0x12, 1, [1, 2, 3]) + Wire.end(1))
        #expect(client.events == ["ready"])
        #expect(client.lateReplies == 1)
        #expect(client.openCount == 0)
    }

    @Test("a deadline passes once, and the end that comes after is dropped")
    func deadline() {
        let client = opened()
        client.call(deadlineUs: client.nowUs + 1_000_000)
        client.tick(afterUs: 999_999)
        #expect(client.events == ["ready"])
        client.tick(afterUs: 1)
        client.tick(afterUs: 1_000_000)
        #expect(client.events == ["ready", "expired 0"])
        client.feed(Wire.end(1))
        #expect(client.events == ["ready", "expired 0"])
        #expect(client.lateReplies == 1)
    }

    @Test("ids end at 2^30, and then the connection is spent")
    func idsEnd() {
        let client = opened(firstID: (1 << 30) - 3)
        #expect(client.call() != nil)
        #expect(!client.isSpent)
        #expect(client.call() != nil)
        #expect(client.isSpent)
        #expect(client.call() == nil)
        client.feed(Wire.end((1 << 30) - 3) + Wire.end((1 << 30) - 1))
        #expect(client.events == ["ready", "full", "end 0 0", "end 1 0"])
    }

    @Test("a going server answers what it names and nothing new is sent")
    func goAway() {
        let client = opened()
        client.call()
        client.call()
        var word = GoAway()
        word.lastStreamID = 1
        client.feed(Wire.frame(4, flags: 16, meta: word.encoded()))
        #expect(client.call() == nil)
        client.feed(Wire.end(1))
        #expect(client.events == ["ready", "goaway 1", "full", "end 0 0"])
    }

    @Test("credit of an item goes back at half a window, and grows while the reader keeps up")
    func growth() {
        let client = opened()
        client.call(Wire.watch.id)
        var granted = 0
        for _ in 0..<400 { client.feed(Wire.frame(0x12, 1, noise(4_000))) }
        for frame in client.frames where frame.header.type == FrameType.window {
            if frame.header.streamID == 1 { granted += Int(frame.word) }
        }
        let used = 400 * 4_064
        #expect(granted - used <= 262_144 - 32_768)
        #expect(granted - used > 100_000)
    }

    @Test("windows do not grow beyond the connection's budget")
    func budget() {
        let client = opened { $0.streamBudget = 100_000 }
        for _ in 0..<50 { client.call(Wire.watch.id) }
        for _ in 0..<20 {
            for stream in 0..<50 {
                client.feed(Wire.frame(0x12, UInt32(2 * stream + 1), noise(8_000)))
            }
        }
        var granted = 0
        for frame in client.frames where frame.header.type == FrameType.window {
            if frame.header.streamID != 0 { granted += Int(frame.word) }
        }
        #expect(granted <= 50 * 20 * 8_064 + 100_000)
        #expect(!client.isFailed)
    }

    @Test("two hundred thousand calls cancelled with data under way leak no credit")
    func noLeak() {
        let client = opened { $0.connectionWindow = 65_536 }
        let server = Wire.frame(0x12, 1, noise(100))
        var wire = server
        for turn in 0..<200_000 {
            let id = UInt32(2 * turn + 1)
            guard let slot = client.call(Wire.watch.id) else {
                Issue.record("call \(turn) did not open")
                return
            }
            client.session.cancel(slot: slot)
            wire.withUnsafeMutableBytes { raw in
                let header = FrameHeader(length: 100, type: 0x12, streamID: id)
                if let start = raw.baseAddress { header.encode(to: start) }
            }
            client.feed(wire)
            client.feed(Wire.end(id))
            client.sent = []
        }
        #expect(!client.isFailed)
        #expect(client.openCount == 0)
        client.call(Wire.watch.id)
        client.feed(Wire.frame(0x12, 400_001, noise(30_000)))
        #expect(!client.isFailed)
    }
}
