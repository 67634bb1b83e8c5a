import Codec
import RPC
import Testing

/// How many connections there may be, and whose.
@Suite struct ConnectionLimitTests {
    @Test("connections over the limit are closed at once, and the others go on")
    func connectionLimit() throws {
        var limits = Limits()
        limits.connectionsMax = 2
        let rig = try Rig(limits: limits)
        let peers = (0..<3).map { _ in rig.rawPeer() }
        rig.turns { peers.contains { $0.isClosed } }
        #expect(peers.count(where: \.isClosed) == 1)
        #expect(rig.server.connectionCount == 2)
    }

    @Test("one person and all strangers together get their share of the connections, no more")
    func shares() throws {
        var limits = Limits()
        limits.connectionsPerPersonMax = 2
        limits.connectionsOfStrangersMax = 1
        let rig = try Rig(limits: limits)
        var kept: [ChannelCore] = []
        func connect(_ device: UInt64) -> Result<Blob, RPCError> {
            kept.append(rig.channel { $0.deviceID = device })
            return rig.result(kept[kept.count - 1], Rig.echo, Blob())
        }
        _ = try connect(71).get()
        _ = try connect(72).get()
        #expect(refused(connect(73)) == .resourceExhausted)
        _ = try connect(81).get()
        let strangers = (0..<2).map { _ in
            ChannelCore(loop: rig.loop, to: rig.address, auth: nil, random: seeded(5))
        }
        kept += strangers
        _ = try rig.result(strangers[0], Rig.echo, Blob()).get()
        #expect(refused(rig.result(strangers[1], Rig.echo, Blob())) == .resourceExhausted)
        // Whoever goes makes room.
        kept[0].close()
        rig.settle()
        _ = try connect(74).get()
        for channel in kept { channel.close() }
    }

    private func refused(_ result: Result<Blob, RPCError>) -> StatusCode? {
        guard case .failure(let error) = result else { return nil }
        return error.code
    }
}
