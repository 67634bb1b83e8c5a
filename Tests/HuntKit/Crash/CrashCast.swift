import Contracts
import RPC
import Reactor
import Seams
import TestSupport

/// Who plays in one run of the script, and what they have learned: ids, codes, secrets, what the
/// watch was sent.
final class CrashCast {
    /// The operator, by the installation's key.
    let keeper: HuntClient
    /// Somebody who has not joined.
    let stranger: HuntClient
    /// Ana's first device; the second; each once it has joined.
    private(set) var laptop: HuntClient?
    private(set) var phone: HuntClient?
    private(set) var watch: HuntWatch?
    /// Ben's device, once it has joined.
    private(set) var ben: HuntClient?

    let firstCode: String
    let deviceCode: String
    let bensCode: String
    let inviteCode: String
    /// When the script begins by the installation's clock.
    let startMs: Int64
    /// What the clock shows now.
    var nowMs: Int64
    var phoneID: UInt64 = 0
    /// The invitation, the tie, their question and their offer, once a reply has told them.
    var inviteID: UInt64 = 0
    var tieID: UInt64 = 0
    var questionID: UInt64 = 0
    var questionType = PromptType.written
    var offerID: UInt64 = 0
    /// Ids by note, once a reply has told them.
    var reminderIDs: [String: UInt64] = [:]
    var random: SeededRandom
    private var keys = KeyMaker()

    private let loop: Loop
    private let address: Address

    init(loop: Loop, gateway: Address, setKey: [UInt8], startMs: Int64, seed: UInt64) {
        self.loop = loop
        address = gateway
        self.startMs = startMs
        nowMs = startMs
        var auth = Auth()
        auth.setKey = setKey
        random = SeededRandom(seed: seed)
        keeper = HuntClient(loop: loop, to: gateway, auth: auth, random: .seeded(random.next()))
        stranger = HuntClient(loop: loop, to: gateway, auth: nil, random: .seeded(random.next()))
        firstCode = InviteCode.make(&random)
        deviceCode = InviteCode.make(&random)
        bensCode = InviteCode.make(&random)
        inviteCode = InviteCode.make(&random)
    }

    /// The secret of a device, its number repeated.
    static func secret(_ number: UInt8) -> [UInt8] { [UInt8](repeating: number, count: 32) }

    func newKey() -> IdempotencyKey { keys.next(wallMs: nowMs, random: &random) }

    func laptopJoined(_ id: UInt64) {
        if laptop == nil { laptop = client(id, secret: 1) }
    }

    func phoneJoined(_ id: UInt64) {
        phoneID = id
        if phone == nil { phone = client(id, secret: 2) }
    }

    func benJoined(_ id: UInt64) {
        if ben == nil { ben = client(id, secret: 3) }
    }

    /// Opens Ana's watch, which opens itself again whenever it ends.
    func beginWatch() {
        guard watch == nil, let laptop else { return }
        watch = HuntWatch(laptop)
    }

    private func client(_ id: UInt64, secret: UInt8) -> HuntClient {
        var auth = Auth()
        auth.deviceID = id
        auth.deviceSecret = CrashCast.secret(secret)
        return HuntClient(loop: loop, to: address, auth: auth, random: .seeded(random.next()))
    }
}

/// A watch that opens again whenever it ends, and keeps what it was sent. Loop-confined.
public final class HuntWatch {
    /// What it was sent so far, oldest first.
    public private(set) var deliveries: [Delivery] = []
    private let client: HuntClient

    /// Opens a watch in somebody's name.
    public init(_ client: HuntClient) {
        self.client = client
        open()
    }

    private func open() {
        client.channel.stream(
            Reminders.watch, WatchReminders(),
            onItem: { [weak self] item in self?.deliveries.append(item) },
            onEnd: { [weak self, loop = client.loop] _ in
                loop.after(us: 5_000) { [weak self] in self?.open() }
            })
    }
}
