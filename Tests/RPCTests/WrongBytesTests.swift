import Codec
import RPC
import Testing

/// What a server's session does with bytes that break a rule: one row each.
@Suite struct WrongBytesTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let bytes: [UInt8]
        /// What the session says, the last of them; nil: nothing.
        let answer: String?
        /// Whether the session is over.
        let isOver: Bool

        init(_ name: String, _ bytes: [UInt8], _ answer: String?, over: Bool) {
            testDescription = name
            self.bytes = bytes
            self.answer = answer
            isOver = over
        }

        static func fatal(_ name: String, _ bytes: [UInt8], _ code: StatusCode, _ text: String)
            -> Row
        {
            Row(name, bytes, "code \(code.rawValue) \(text)", over: true)
        }

        static func refused(_ name: String, _ bytes: [UInt8], _ code: StatusCode, _ text: String)
            -> Row
        {
            Row(name, bytes, "\(code.rawValue) \(text)", over: false)
        }
    }

    static let beforeHello: [Row] = [
        .fatal(
            "a length of 2^32-1", Wire.preface + Wire.frame(1, length: .max),
            .resourceExhausted, "a frame is too large"),
        .fatal(
            "a HELLO of more than 16 KiB", Wire.preface + Wire.frame(1, length: 16_385),
            .resourceExhausted, "a frame is too large"),
        .fatal(
            "a call before HELLO", Wire.preface + Wire.call(1), .unauthenticated,
            "a frame came before HELLO"),
        .fatal(
            "a ping before HELLO", Wire.preface + Wire.ping(1), .unauthenticated,
            "a frame came before HELLO"),
        .fatal(
            "a HELLO that is no protobuf",
            Wire.preface + Wire.frame(1, meta: [0xFF, 0xFF, 0xFF]), .invalidArgument,
            "malformed HELLO"),
        .fatal(
            "a HELLO of version 2 only", Wire.preface + Wire.hello { $0.versionMin = 2 },
            .failedPrecondition, "no common version"),
        .fatal(
            "a window of a few bytes", Wire.preface + Wire.hello { $0.streamWindow = 100 },
            .invalidArgument, "a size in HELLO is out of range"),
        .fatal(
            "a window beyond 2^31-1",
            Wire.preface + Wire.hello { $0.connectionWindow = 0x8000_0000 }, .invalidArgument,
            "a size in HELLO is out of range"),
        .fatal(
            "a frame limit of 16 MiB",
            Wire.preface + Wire.hello { $0.frameBytesMax = 16 << 20 }, .invalidArgument,
            "a size in HELLO is out of range"),
        .fatal(
            "another framing's preface", [0x54, 0x44, 0x4C, 0x02, 0x0D, 0x0A, 0x1A, 0x00],
            .failedPrecondition, "this end speaks Tendril 1"),
    ]

    static let afterHello: [Row] = [
        .fatal("a second HELLO", Wire.hello(), .invalidArgument, "a second HELLO"),
        .fatal(
            "a frame larger than the limit", Wire.frame(0x10, 1, length: 65_537),
            .resourceExhausted, "a frame is too large"),
        .fatal(
            "a length of 2^31", Wire.frame(0x10, 1, length: 0x8000_0000),
            .resourceExhausted, "a frame is too large"),
        .fatal(
            "a header whose check is wrong", Wire.frame(0x02, [0, 0], badCheck: true), .dataLoss,
            "a frame header's check does not match"),
        .fatal(
            "Meta longer than the payload", Wire.frame(0x10, 1, flags: 1, metaLength: 9),
            .invalidArgument, "a frame's Meta is longer than its payload"),
        .fatal(
            "an unknown type below 0x80", Wire.frame(0x20), .invalidArgument,
            "a frame of unknown type"),
        .fatal(
            "the reserved HEADERS", Wire.frame(0x11, 1), .invalidArgument,
            "a frame of unknown type"),
        .fatal(
            "an unknown flag", Wire.frame(0x02, 0, flags: 64, [UInt8](repeating: 0, count: 8)),
            .invalidArgument, "a frame has an unknown flag"),
        .fatal(
            "the reserved flag MORE", Wire.call(1, flags: 3), .invalidArgument,
            "a frame has an unknown flag"),
        .fatal(
            "a payload whose CRC is wrong", Wire.frame(0x10, 1, flags: 9, [1, 2, 3, 4, 5]),
            .dataLoss, "a payload's CRC does not match"),
        .fatal(
            "a payload too short for its CRC", Wire.frame(0x10, 1, flags: 9, [1, 2]), .dataLoss,
            "a payload's CRC does not match"),
        .fatal("an even stream id", Wire.call(2), .invalidArgument, "a stream id is even"),
        .fatal(
            "a stream id of 0", Wire.call(0), .invalidArgument,
            "a call's frame has stream id 0"),
        .fatal(
            "a stream id with the top bit", Wire.call(0x8000_0001), .invalidArgument,
            "a stream id is even, used or too high"),
        .fatal(
            "a stream id used again", Wire.call(3) + Wire.call(3), .invalidArgument,
            "a stream id is even, used or too high"),
        .fatal(
            "a decreasing stream id", Wire.call(5) + Wire.call(3), .invalidArgument,
            "a stream id is even, used or too high"),
        .fatal(
            "data for a stream that never was", Wire.frame(0x12, 9), .invalidArgument,
            "a frame for a stream that was never opened"),
        .fatal(
            "a cancel for a stream that never was", Wire.cancel(9), .invalidArgument,
            "a CANCEL out of place"),
        .fatal(
            "a cancel of two bytes", Wire.call(1) + Wire.frame(0x14, 1, [0, 0]),
            .invalidArgument, "a CANCEL out of place"),
        .fatal(
            "credit for a stream that never was", Wire.window(9, 1), .invalidArgument,
            "credit for a stream that was never opened"),
        .fatal(
            "connection credit of 0", Wire.window(0, 0), .invalidArgument,
            "a connection's credit of 0"),
        .fatal(
            "connection credit beyond 2^31-1", Wire.window(0, 0x7FFF_FFFF), .invalidArgument,
            "a connection's credit of 0 or beyond 2^31-1"),
        .fatal(
            "a WINDOW of three bytes", Wire.frame(0x05, 0, [0, 0, 1]), .invalidArgument,
            "a WINDOW is not 4 bytes"),
        .fatal("an END from a client", Wire.end(1), .invalidArgument, "a client ended a call"),
        .fatal(
            "a PING of three bytes", Wire.frame(0x02, [0, 0, 0]), .invalidArgument,
            "a PING is not 8 bytes"),
        .fatal(
            "a PING with a stream id", Wire.frame(0x02, 1, [UInt8](repeating: 0, count: 8)),
            .invalidArgument, "a connection's frame has a stream id"),
        .fatal(
            "a malformed GOAWAY", Wire.frame(0x04, meta: [0xFF]), .invalidArgument,
            "malformed GOAWAY"),
        .fatal(
            "a call without a message that has one", Wire.call(1, Wire.echo.id, [1], flags: 17),
            .invalidArgument, "a frame without a message has one"),
        .refused(
            "Meta that is no protobuf", Wire.frame(0x10, 1, flags: 1, meta: [0x0D, 1]),
            .invalidArgument, "malformed Meta"),
        .refused(
            "Meta of more than 8 KiB",
            Wire.frame(0x10, 1, flags: 1, meta: [UInt8](repeating: 0, count: 8_193)),
            .resourceExhausted, "Meta is too large"),
        .refused(
            "a client stream", Wire.call(1, flags: 0), .unimplemented,
            "client streams are not supported"),
        .refused("an unknown method", Wire.call(1, 0x1234_5678), .unimplemented, "no such method"),
        .refused(
            "a stream credit of 0", Wire.call(1, Wire.watch.id) + Wire.window(1, 0),
            .invalidArgument, "a credit of 0 or beyond 2^31-1"),
        .refused(
            "a stream credit beyond 2^31-1",
            Wire.call(1, Wire.watch.id) + Wire.window(1, 0x7FFF_FFFF), .invalidArgument,
            "a credit of 0 or beyond 2^31-1"),
        Row(
            "data for a stream that has ended", Wire.call(1) + Wire.frame(0x12, 1, [1]), nil,
            over: false),
        Row(
            "a cancel for a stream that has ended", Wire.call(1) + Wire.cancel(1), nil,
            over: false),
        Row(
            "credit for a stream that has ended", Wire.call(1) + Wire.window(1, 9), nil,
            over: false),
        Row(
            "an unknown type from 0x80 up", Wire.frame(0x80, 7, flags: 255, [1, 2, 3]), nil,
            over: false),
        Row("a payload with its CRC", Wire.frame(0x80, 7) + Wire.ping(1), "PONG", over: false),
    ]

    @Test("before HELLO, wrong bytes end the connection", arguments: beforeHello)
    func before(_ row: Row) {
        let server = EchoSession()
        server.feed(row.bytes)
        check(server, row)
    }

    @Test("after HELLO, wrong bytes end the call or the connection", arguments: afterHello)
    func after(_ row: Row) {
        let server = EchoSession()
        server.feed(Wire.opening)
        server.feed(row.bytes)
        check(server, row)
    }

    private func check(_ server: EchoSession, _ row: Row) {
        let last = server.answers.last
        if let answer = row.answer {
            #expect(last?.contains(answer) == true, "\(last ?? "nothing")")
        } else {
            #expect(last == nil || last?.hasPrefix("END 1 ok") == true, "\(last ?? "nothing")")
        }
        #expect(server.isFailed == row.isOver)
    }

    @Test(
        "what is not Tendril gets one line and the end",
        arguments: [
            ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 400 Bad Request"),
            ("POST /x HTTP/1.0\r\n\r\n", "HTTP/1.1 400 Bad Request"),
            ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/1.1 400 Bad Request"),
            ("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}", "This port speaks Tendril without TLS."),
            ("hello there\n", "This port speaks Tendril."),
        ])
    func otherProtocols(_ said: String, _ answer: String) {
        let server = EchoSession()
        server.feed(Array(said.utf8))
        let heard = String(decoding: server.sent, as: UTF8.self)
        #expect(heard.hasPrefix(answer))
        #expect(heard.hasSuffix("\n"))
        #expect(server.isFailed)
    }

    @Test("text of an HTTP answer is as long as it says")
    func contentLength() {
        let server = EchoSession()
        server.feed(Array("GET / HTTP/1.1\r\n\r\n".utf8))
        let parts = String(decoding: server.sent, as: UTF8.self).split(
            separator: "\r\n\r\n", omittingEmptySubsequences: false)
        #expect(parts.count == 2)
        #expect(parts.first?.contains("Content-Length: \(parts.last?.utf8.count ?? 0)") == true)
    }

    @Test("random bytes never trap and never open a session")
    func random() {
        var state: UInt64 = 7
        for _ in 0..<2000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int(state >> 58) + 16 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(UInt8(truncatingIfNeeded: state >> 33))
            }
            let server = EchoSession()
            server.feed(bytes)
            #expect(server.isFailed)
            let open = EchoSession()
            open.feed(Wire.opening)
            open.feed(bytes)
            #expect(open.isFailed)
        }
    }

    @Test("one flipped bit in a header closes the connection within that frame")
    func bitFlips() {
        let good = Wire.call(1, Wire.echo.id, Blob([1, 2, 3]).encoded())
        for bit in 0..<(FrameHeader.size * 8) {
            var bytes = good
            bytes[bit / 8] ^= 1 << (bit % 8)
            let server = EchoSession()
            server.feed(Wire.opening)
            server.feed(bytes)
            #expect(server.isFailed)
            #expect(
                server.events == ["hello", "failed dataLoss a frame header's check does not match"])
        }
    }
}
