import Codec
import RPC
import Testing

/// However a conversation is cut into pieces, it is the same conversation.
@Suite struct SplitTests {
    /// Calls, wrong calls, a stream with cancel, pings, credit: all in one.
    static let conversation: [UInt8] = {
        var bytes = Wire.opening
        bytes += Wire.call(1, Wire.echo.id, Blob([1, 2, 3]).encoded())
        bytes += Wire.call(3, 0xBAD)
        bytes += Wire.call(5, Wire.watch.id) { $0.timeoutUs = 5_000_000 }
        bytes += Wire.ping(7)
        bytes += Wire.window(5, 1000)
        bytes += Wire.window(0, 1000)
        bytes += Wire.frame(0x90, 5, [1, 2, 3, 4, 5])
        bytes += Wire.call(7, Wire.echo.id, Blob([UInt8](repeating: 9, count: 3000)).encoded())
        bytes += Wire.cancel(5)
        bytes += Wire.call(9, Wire.echo.id, [0xFF])
        bytes += Wire.call(11, Wire.echo.id, Blob([4]).encoded())
        bytes += Wire.frame(0x20)
        return bytes
    }()

    private func play(_ pieces: [[UInt8]]) -> (events: [String], sent: [UInt8]) {
        let server = EchoSession()
        for piece in pieces { server.feed(piece) }
        return (server.events, server.sent)
    }

    @Test("byte by byte, at once, and in random pieces: the same events and the same bytes")
    func splits() {
        let whole = play([SplitTests.conversation])
        #expect(whole.events.count == 9)
        #expect(whole.events.last == "failed invalidArgument a frame of unknown type")
        let single = play(SplitTests.conversation.map { [$0] })
        #expect(single == whole)
        var state: UInt64 = 1
        for _ in 0..<300 {
            var pieces: [[UInt8]] = []
            var rest = SplitTests.conversation[...]
            while !rest.isEmpty {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let size = Int(state >> 33 % 90) + 1
                pieces.append([UInt8](rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            #expect(play(pieces) == whole)
        }
    }

    @Test("cut off at every byte, it only waits for more")
    func truncated() {
        let whole = play([SplitTests.conversation])
        for size in 0..<SplitTests.conversation.count {
            let part = play([[UInt8](SplitTests.conversation.prefix(size))])
            #expect(whole.sent.starts(with: part.sent))
            #expect(!part.events.contains { $0.hasPrefix("failed") })
        }
    }
}
