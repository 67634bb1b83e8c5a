import Codec
import Contracts
import HuntKit
import RPC
import Reactor
import Seams
import TestSupport
import Testing

/// What the gateway says to calls that nobody may make from outside, byte for byte.
@Suite struct OutsideTests {
    /// One raw call's end: what the gateway wrote into it.
    private final class Heard: CallReceiver {
        var end: [UInt8]?
        var error: RPCError?

        func callItem(_ item: RawItem, tag: Int) { item.consumed() }

        func callEnded(_ end: RawEnd, tag: Int) {
            self.end = [UInt8](end.meta) + [UInt8](end.body) + [end.hasMessage ? 1 : 0]
            error = end.error
        }
    }

    private func end(
        of method: UInt32, _ body: [UInt8], by client: HuntClient, key: IdempotencyKey? = nil
    ) -> Heard {
        let heard = Heard()
        var meta = Meta()
        meta.method = method
        meta.key = key
        body.withUnsafeBytes { bytes in
            _ = client.channel.callRaw(
                meta, body: bytes, isCompressed: false, deadlineUs: .max, receiver: heard)
        }
        client.wait { heard.end != nil }
        return heard
    }

    @Test("an internal or admin method from outside is byte-equal to one that does not exist")
    func unknownMethods() throws {
        let scene = try Stage()
        let closed = TendServices.all.flatMap { $0.methods }.filter {
            $0.exposure == .internalOnly || $0.exposure == .admin
        }
        #expect(closed.count >= 5)
        var random = SeededRandom(seed: 1)
        for client in [scene.stranger, scene.ana] {
            let unknown = end(of: 0xDEAD_BEEF, [], by: client)
            #expect(unknown.error?.code == .unimplemented)
            for method in closed {
                var seed: UInt64 = 3
                for body in [[], method.sampleRequest(&seed), [0xFF, 0xFF]] {
                    for key in [nil, IdempotencyKey(wallMs: 1, random: &random)] {
                        let heard = end(of: method.id, body, by: client, key: key)
                        #expect(heard.end == unknown.end, "\(method.name)")
                    }
                }
            }
        }
        let internalOnly = closed.filter { $0.exposure == .internalOnly }
        let unknown = end(of: 0xDEAD_BEEF, [], by: scene.keeper)
        for method in internalOnly {
            #expect(end(of: method.id, [], by: scene.keeper).end == unknown.end, "\(method.name)")
        }
    }

    @Test("a request that is not right is refused with its reason, its field and its limit")
    func wrongRequests() throws {
        let stage = try Stage()
        var random = SeededRandom(seed: 2)
        let note = Array("tea".utf8)
        let rows: [(String, [UInt8], Reason, String)] = [
            ("not UTF-8", [0x0A, 2, 0xC3, 0x28], .notUTF8, "note"),
            (
                "too long", [0x0A, 0x81, 0x08] + [UInt8](repeating: 0x61, count: 1025), .tooLong,
                "note"
            ),
            ("cut short", [0x0A, 9] + note, .malformed, ""),
            ("a bad tag", [0x07], .malformed, ""),
            ("no schedule", [0x0A, 3] + note, .fieldMissing, "schedule.local_start"),
        ]
        for (name, body, reason, field) in rows {
            let key = IdempotencyKey(wallMs: 1_803_978_000_000, random: &random)
            let heard = end(of: Reminders.create.id, body, by: stage.ana, key: key)
            let refusal = try? Refusal(decoding: heard.error?.details ?? [])
            #expect(heard.error?.code == .invalidArgument, "\(name)")
            #expect(refusal?.reason == reason, "\(name)")
            #expect(refusal?.field == field, "\(name)")
        }
        let without = end(of: Reminders.create.id, [], by: stage.ana)
        #expect(without.error?.code == .invalidArgument)
        let page = try stage.ana.call(Reminders.list, ListReminders())
        #expect(page.reminders.isEmpty)
    }
}

/// An installation with the operator, a stranger and Ana connected to its gateway.
final class Stage {
    let installation = Installation()
    let loop: Loop
    let keeper: HuntClient
    let stranger: HuntClient
    let ana: HuntClient

    init() throws {
        let loop = try Loop(time: .system)
        let address = try Address(installation.gateway)
        func client(_ auth: Auth?, _ seed: UInt64) -> HuntClient {
            HuntClient(loop: loop, to: address, auth: auth, random: .seeded(seed))
        }
        var random = SeededRandom(seed: 11)
        var auth = Auth()
        auth.setKey = [UInt8](repeating: 0x5A, count: 32)
        self.loop = loop
        keeper = client(auth, 1)
        stranger = client(nil, 2)
        var code = CreateCode()
        code.code = "0000000001"
        let wallMs: Int64 = 1_803_978_000_000
        _ = try keeper.call(
            Codes.create, code, key: IdempotencyKey(wallMs: wallMs, random: &random))
        var join = Join()
        join.code = code.code
        join.name = "Ana"
        join.zone = "Asia/Tokyo"
        join.deviceSecret = [UInt8](repeating: 1, count: 32)
        let joined = try stranger.call(
            Devices.join, join, key: IdempotencyKey(wallMs: wallMs, random: &random))
        var device = Auth()
        device.deviceID = joined.device.id
        device.deviceSecret = join.deviceSecret
        ana = client(device, 3)
    }

    deinit { loop.shutDown() }
}
