import Codec
import RPC
import Testing

/// A client's and a server's session talking to each other.
@Suite struct PairTests {
    private func pair(
        _ change: (inout Limits) -> Void = { _ in }
    ) -> (ClientSession, EchoSession) {
        let client = ClientSession(change)
        let server = EchoSession(change)
        exchange(client, server)
        return (client, server)
    }

    @Test("an echo comes back as it went", arguments: [0, 1, 127, 128, 511, 512, 5_000, 60_000])
    func echo(_ size: Int) throws {
        let (client, server) = pair()
        let bytes = noise(size)
        client.call(Wire.echo.id, bytes)
        exchange(client, server)
        #expect(client.events == ["ready", "end 0 0"])
        #expect(try Blob(decoding: client.replies[0]) == Blob(bytes))
    }

    @Test("a request larger than the frame is refused before it is sent")
    func largeRequest() {
        let (client, server) = pair()
        client.call(Wire.echo.id, noise(70_000))
        client.call(Wire.echo.id, noise(65_530))
        exchange(client, server)
        #expect(client.events == ["ready", "tooLarge", "tooLarge"])
        #expect(server.events == ["hello"])
    }

    @Test("an item stream stops at its credit and goes on when it is consumed")
    func stopsAtCredit() {
        let (client, server) = pair()
        client.consumes = false
        let slot = client.call(Wire.watch.id) ?? 99
        exchange(client, server)
        let theirs = server.slots[1] ?? 99
        var taken = 0
        while case .taken = server.session.item(slot: theirs, Blob(noise(1_000)), compress: false) {
            taken += 1
        }
        #expect(taken == 31, "31 of 1,067 bytes use up 32,768, the last going below zero")
        exchange(client, server)
        #expect(client.items[slot]?.count == 31)
        client.consumeAll()
        exchange(client, server)
        #expect(server.events.last == "credit 1")
        while case .taken = server.session.item(slot: theirs, Blob(noise(1_000)), compress: false) {
            taken += 1
        }
        exchange(client, server)
        #expect(client.items[slot]?.count == taken)
        #expect(taken > 31 + 31)
    }

    @Test("a message larger than the window still goes, one frame at a time")
    func largerThanWindow() {
        let (client, server) = pair { $0.streamWindow = 16_384 }
        let slot = client.call(Wire.watch.id) ?? 99
        exchange(client, server)
        let theirs = server.slots[1] ?? 99
        for round in 1...20 {
            let offer = server.session.item(slot: theirs, Blob(noise(60_000)), compress: false)
            #expect(offer == .taken)
            exchange(client, server)
            #expect(client.items[slot]?.count == round)
        }
    }

    @Test("a stream that nobody reads stops no other")
    func noOtherStops() {
        let (client, server) = pair { $0.connectionWindow = 65_536 }
        client.consumes = false
        client.call(Wire.watch.id)
        exchange(client, server)
        let theirs = server.slots[1] ?? 99
        while case .taken = server.session.item(slot: theirs, Blob(noise(1_000)), compress: true) {
        }
        exchange(client, server)
        for turn in 0..<1_000 {
            client.call(Wire.echo.id, noise(300))
            exchange(client, server)
            #expect(client.replies.count == turn + 1)
        }
        let other = client.call(Wire.watch.id) ?? 99
        exchange(client, server)
        for round in 1...200 {
            client.charges.removeAll { $0.slot == other }
            let offer = server.session.item(
                slot: server.slots[2003] ?? 99, Blob(noise(50)), compress: true)
            #expect(offer == .taken)
            exchange(client, server)
            #expect(client.items[other]?.count == round)
        }
    }

    @Test("both ends saying much at once without reading come through")
    func bothAtOnce() {
        let (client, server) = pair()
        client.consumes = true
        for _ in 0..<20 { client.call(Wire.watch.id) }
        exchange(client, server)
        // Each writes all it may before the other reads: 64 calls of 60 KB against 20 windows.
        let large = noise(60_000)
        let small = Blob(noise(2_000))
        for _ in 0..<4 {
            for _ in 0..<64 { client.call(Wire.echo.id, large, compress: false) }
            for slot in server.slots.values {
                while case .taken = server.session.item(slot: slot, small, compress: false) {}
            }
            exchange(client, server)
            while server.unread > 0 {
                server.feed([])
                exchange(client, server)
            }
        }
        #expect(client.replies.count == 4 * 64)
        #expect(!client.isFailed && !server.isFailed)
    }

    @Test("a stalled stream is ended after 30 s without credit")
    func stalled() {
        let (client, server) = pair {
            $0.keepaliveBusyUs = 0
            $0.keepaliveIdleUs = 0
        }
        client.consumes = false
        client.call(Wire.watch.id)
        exchange(client, server)
        let theirs = server.slots[1] ?? 99
        while case .taken = server.session.item(slot: theirs, Blob(noise(1_000)), compress: false) {
        }
        exchange(client, server)
        server.tick(afterUs: 29_000_000)
        #expect(server.slots.count == 1)
        server.tick(afterUs: 1_000_000)
        #expect(server.slots.isEmpty)
        exchange(client, server)
        #expect(client.events == ["ready", "end 0 8"])
    }

    @Test("draining answers what is open and leaves what comes after unanswered")
    func drain() {
        let (client, server) = pair()
        client.call(Wire.watch.id)
        exchange(client, server)
        client.call(Wire.echo.id)
        client.flush()
        server.session.drain()
        exchange(client, server)
        #expect(client.events == ["ready", "goaway 1"])
        #expect(server.events == ["hello", "call 1 body 0"])
        server.session.end(1, nil)
        exchange(client, server)
        #expect(client.events == ["ready", "goaway 1", "end 0 0"])
    }

    @Test("payloads with CRC are read, and one flipped bit in them closes")
    func crc() {
        let (client, server) = pair { $0.sendsCRC = true }
        client.call(Wire.echo.id, noise(100))
        exchange(client, server)
        #expect(client.events == ["ready", "end 0 0"])
        client.call(Wire.echo.id, noise(100))
        client.flush()
        client.sent[60] ^= 4
        exchange(client, server)
        #expect(server.events.last == "failed dataLoss a payload's CRC does not match")
    }

    @Test("two hundred streams open and closed in any order keep their places apart")
    func manyStreams() {
        let (client, server) = pair { $0.streamsMax = 300 }
        var open: [UInt32: Int] = [:]
        var next: UInt32 = 1
        var state: UInt64 = 3
        for _ in 0..<5_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            if open.count < 200 && state >> 60 < 9 {
                open[next] = client.call(Wire.watch.id)
                next += 2
                exchange(client, server)
            } else if let id = open.keys.sorted().first(where: { _ in true }) {
                let pick = open.keys.sorted()[Int(state >> 40) % open.count]
                _ = id
                let before = client.events.count
                server.session.end(pick, nil)
                server.session.closeStream(server.slots[pick] ?? 0)
                server.slots[pick] = nil
                exchange(client, server)
                #expect(client.events.count == before + 1)
                #expect(client.events.last == "end \(open[pick] ?? 99) 0")
                open[pick] = nil
            }
        }
        #expect(client.openCount == open.count)
        #expect(server.openCount == open.count)
    }
}
