import Codec
import Testing

private struct Empty: Message, Equatable {
    mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {}
}

@Suite struct MethodTests {
    @Test("a method's id is zlib's CRC-32 of its name")
    func identity() {
        let method = Method<Empty, Empty>("123456789", .open)
        #expect(method.id == 0xCBF4_3926)
        #expect(method.info.id == method.id)
        #expect(method.info.requestType == "Empty")
    }

    @Test("an empty message is no bytes and comes back from none")
    func empty() throws {
        #expect(Empty().encoded() == [])
        #expect(try Empty(decoding: []) == Empty())
    }
}
