import Codec
import RPC
import Reactor
import Testing

/// What calls meet while a channel waits to dial again.
@Suite struct BackOffTests {
    private func failure(_ rig: Rig, _ channel: ChannelCore) throws -> RPCError {
        guard case .failure(let error) = rig.result(channel, Rig.echo, Blob()) else {
            throw RPCError(.unknown, "answered by nobody")
        }
        #expect(error.neverSent)
        return error
    }

    @Test("a server that closes before its HELLO is not silent because an attempt before was")
    func staleSilence() throws {
        let rig = try Rig()
        let listener = try Listener.listen(on: rig.loop, .loopback(port: 0)) { _ in nil }
        let dials = Dials()
        let channel = ChannelCore(loop: rig.loop, auth: nil, random: seeded(7)) {
            [loop = rig.loop, address = listener.address] done in
            dials.add()
            if dials.count > 1 {
                loop.connect(address, timeoutUs: 1_000_000, done)
            } else {
                loop.after(us: 0) { done(.failure(.timedOut(address))) }
            }
        }
        #expect(try failure(rig, channel).isSilence)
        rig.advance(us: 1_000_000)
        #expect(try !failure(rig, channel).isSilence)
        #expect(dials.count == 2)
    }
}
