import CZlib
import Codec
import RPC
import Testing

/// zlib on messages, and what a hostile peer can do with it.
@Suite struct CompressionTests {
    private static let text = [UInt8](repeating: 65, count: 20_000)

    @Test("a large message is compressed when both agree, and only then")
    func agreed() throws {
        let client = ClientSession()
        let server = EchoSession()
        exchange(client, server)
        client.call(Wire.echo.id, CompressionTests.text)
        client.flush()
        #expect(client.frames.last.map { $0.header.flags & 4 } == 4 || client.sent.count < 1_000)
        #expect(client.sent.count < 1_000)
        client.session.cancel(slot: 0)

        let plain = EchoSession()
        plain.feed(Wire.preface + Wire.hello { $0.compressions = 0 })
        plain.feed(Wire.call(1, Wire.echo.id, Blob(CompressionTests.text).encoded()))
        #expect(plain.answers == ["END 1 ok \(Blob(CompressionTests.text).encoded().count)"])
    }

    @Test("small messages, and those of methods that say so, are never compressed")
    func never() {
        let client = ClientSession()
        let server = EchoSession()
        exchange(client, server)
        client.call(Wire.echo.id, [UInt8](repeating: 65, count: 500))
        client.call(Wire.echo.id, CompressionTests.text, compress: false)
        client.flush()
        let (frames, _) = SeenFrame.all(client.sent)
        #expect(frames.map { $0.header.flags } == [1, 1])
    }

    @Test("a compressed call without agreement is refused, and only that call")
    func notAgreed() {
        let server = EchoSession()
        server.feed(Wire.preface + Wire.hello { $0.compressions = 0 })
        server.feed(Wire.call(1, Wire.echo.id, deflated(CompressionTests.text), flags: 5))
        server.feed(Wire.call(3))
        #expect(server.answers == ["END 1 12 no compression was agreed", "END 3 ok 0"])
    }

    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let body: [UInt8]
        let answer: String

        init(_ name: String, _ body: [UInt8], _ answer: String) {
            testDescription = name
            self.body = body
            self.answer = answer
        }
    }

    static let bodies: [Row] = {
        let whole = deflated(Blob(text).encoded())
        let zeros = Blob([UInt8](repeating: 0, count: 65_000)).encoded()
        let more = Blob([UInt8](repeating: 0, count: 66_000)).encoded()
        return [
            Row("whole", whole, "END 1 ok"),
            Row("as large as allowed", deflated(zeros), "END 1 ok"),
            Row("one message larger than allowed", deflated(more), "END 1 8 the message is too"),
            Row(
                "a bomb of 16 MB", deflated([UInt8](repeating: 0, count: 16 << 20)),
                "END 1 8 the message is too large"),
            Row("nothing at all", [], "END 1 13 the message is not whole zlib"),
            Row("noise", noise(100), "END 1 13 the message is not whole zlib"),
            Row("cut short", whole.dropLast(), "END 1 13 the message is not whole zlib"),
            Row("with bytes behind", whole + [0], "END 1 13 the message is not whole zlib"),
            Row("twice", whole + whole, "END 1 13 the message is not whole zlib"),
            Row(
                "with a wrong checksum", whole.dropLast() + [whole[whole.count - 1] ^ 1],
                "END 1 13 the message is not whole zlib"),
            Row(
                "raw deflate", [UInt8](whole[2..<(whole.count - 4)]),
                "END 1 13 the message is not whole zlib"),
            Row("not the message it should be", deflated([0xFF, 0xFF]), "END 1 3 not a blob"),
        ]
    }()

    @Test("a compressed request is expanded whole and within bounds, or refused", arguments: bodies)
    func expands(_ row: Row) {
        let server = EchoSession()
        server.feed(Wire.opening)
        server.feed(Wire.call(1, Wire.echo.id, row.body, flags: 5) + Wire.call(3))
        #expect(server.answers.first?.hasPrefix(row.answer) == true, "\(server.answers)")
        #expect(server.answers.last == "END 3 ok 0")
        #expect(!server.isFailed)
    }

    @Test("a message expands to at most a hundred times its size, or to 64 KiB")
    func ratio() {
        let server = EchoSession { $0.messageBytesMax = 1 << 20 }
        server.feed(Wire.opening)
        let steep = deflated(Blob([UInt8](repeating: 0, count: 500_000)).encoded())
        let gentle = deflated(
            Blob([UInt8](repeating: 0, count: 300_000) + noise(5_000)).encoded())
        #expect(steep.count < 5_000 && gentle.count > 5_000)
        server.feed(Wire.call(1, Wire.echo.id, steep, flags: 5))
        server.feed(Wire.call(3, Wire.echo.id, gentle, flags: 5))
        #expect(server.answers[0] == "END 1 8 the message is too large")
        #expect(server.answers[1].hasPrefix("END 3"))
        #expect(!server.answers[1].contains("END 3 13"))
    }
}

/// The zlib stream of some bytes.
func deflated(_ bytes: [UInt8], level: Int32 = 9) -> [UInt8] {
    var size = compressBound(UInt(bytes.count))
    var out = [UInt8](repeating: 0, count: Int(size))
    let result = compress2(&out, &size, bytes, UInt(bytes.count), level)
    precondition(result == Z_OK)
    return [UInt8](out.prefix(Int(size)))
}
