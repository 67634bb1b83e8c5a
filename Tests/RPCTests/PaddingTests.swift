import Codec
import RPC
import Testing

/// Replies of methods that may not be compressed have one of a few sizes.
@Suite struct PaddingTests {
    @Test("T8: a private reply has the size of its class, whatever is in it, and reads as it was")
    func classes() throws {
        let sizes = [0, 1, 100, 246, 247, 248, 249, 256, 500, 1_000, 5_000, 16_370, 16_380, 32_000]
        var seen: Set<UInt32> = []
        for size in sizes {
            let text = noise(size)
            let frame = try #require(reply(to: Wire.secret, text))
            let length = frame.header.length
            #expect(length >= 256 && length & (length - 1) == 0, "\(size) bytes: \(length)")
            #expect(Int(length) >= size && Int(length) < 2 * (size + 16) + 256)
            #expect(try Blob(decoding: frame.body).payload == text)
            seen.insert(length)
        }
        #expect(seen == [256, 512, 1024, 8192, 16_384, 32_768])
    }

    @Test("what fits no class within a frame goes as it is")
    func large() throws {
        let text = noise(40_000)
        let frame = try #require(reply(to: Wire.secret, text))
        #expect(try Blob(decoding: frame.body).payload == text)
        #expect(frame.header.length < 40_010)
    }

    @Test("other replies are not padded")
    func plain() throws {
        let frame = try #require(reply(to: Wire.echo, [1, 2, 3]))
        #expect(frame.header.length == 5)
    }

    /// The END that a server writes for an echo of this text.
    private func reply(to method: Method<Blob, Blob>, _ text: [UInt8]) -> SeenFrame? {
        let server = EchoSession()
        server.feed(Wire.opening + Wire.call(1, method.id, Blob(text).encoded()))
        return server.frames.last { $0.header.type == FrameType.end }
    }
}
