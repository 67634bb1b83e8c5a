import Codec
import Contracts
import RPC
import Reactor
import Seams
import TestSupport

/// Two people at one installation: Ana and Ben, each with a device, and the tie between them. What
/// most tests about both begin with.
///
/// Turns the loop itself. The clock is the installation's manual one.
public final class Evening {
    /// The processes.
    public let installation: Installation
    /// The operator, and the two.
    public let keeper: HuntClient
    /// Ana.
    public let ana: HuntClient
    /// Ben.
    public let ben: HuntClient
    /// Who is who.
    public let people: Pair
    /// What the manual clock shows.
    public private(set) var nowMs: Int64

    /// What must be known to speak for the two again: ids and the tie.
    public struct Pair: Sendable {
        /// Ana's person.
        public var ana: UInt64 = 0
        /// Ana's device.
        public var anaDevice: UInt64 = 0
        /// Ben's person.
        public var ben: UInt64 = 0
        /// Ben's device.
        public var benDevice: UInt64 = 0
        /// The tie.
        public var tie: UInt64 = 0

        /// Nobody yet.
        public init() {}
    }

    private let loop: Loop
    private let address: Address
    private let stranger: HuntClient
    private var random: SeededRandom
    private static let key = [UInt8](repeating: 0x5A, count: 32)

    /// Starts an installation, lets both join, and ties them: Ana invites, Ben accepts, Ana confirms.
    public convenience init(wallMs: Int64 = 1_803_978_000_000) throws {
        try self.init(Installation(wallMs: wallMs), nowMs: wallMs, known: nil)
    }

    /// The same two at a copy of their installation, which must have been stopped.
    public convenience init(copying other: Evening) throws {
        try self.init(
            Installation(copying: other.installation), nowMs: other.nowMs, known: other.people)
    }

    private init(_ installation: Installation, nowMs: Int64, known: Pair?) throws {
        self.installation = installation
        self.nowMs = nowMs
        let loop = try Loop(time: .system)
        self.loop = loop
        let address = try Address(installation.gateway)
        self.address = address
        var random = SeededRandom(seed: 21)
        func client(_ auth: Auth?) -> HuntClient {
            HuntClient(loop: loop, to: address, auth: auth, random: .seeded(random.next()))
        }
        var auth = Auth()
        auth.setKey = Evening.key
        keeper = client(auth)
        stranger = client(nil)
        let cast = Joining(keeper: keeper, stranger: stranger, nowMs: nowMs)
        var pair = known ?? Pair()
        if known == nil {
            (pair.ana, pair.anaDevice) = try cast.join("Ana", "Europe/Berlin", 1)
            (pair.ben, pair.benDevice) = try cast.join("Ben", "America/New_York", 2)
        }
        ana = client(Evening.device(pair.anaDevice, 1))
        ben = client(Evening.device(pair.benDevice, 2))
        if known == nil { pair.tie = try cast.tie(ana, ben) }
        people = pair
        self.random = random
    }

    deinit { loop.shutDown() }

    /// A device's HELLO.
    public static func device(_ id: UInt64, _ secret: UInt8) -> Auth {
        var auth = Auth()
        auth.deviceID = id
        auth.deviceSecret = [UInt8](repeating: secret, count: 32)
        return auth
    }

    /// A key never used before.
    public func newKey() -> IdempotencyKey { IdempotencyKey(wallMs: nowMs, random: &random) }

    /// Calls with a key where one is needed.
    public func call<Q: Message, R: Message>(
        _ client: HuntClient, _ method: Method<Q, R>, _ request: Q
    ) throws(RPCError) -> R {
        try client.call(method, request, key: method.needsKey ? newKey() : nil)
    }

    /// One more device of somebody, with this secret.
    public func secondDevice(
        of client: HuntClient, secret: UInt8
    ) throws(RPCError) -> (client: HuntClient, id: UInt64) {
        var code = CreateCode()
        code.code = "DEV1CE000\(secret)"
        _ = try call(client, Devices.createCode, code)
        var join = Join()
        join.code = code.code
        join.deviceName = "phone"
        join.deviceSecret = [UInt8](repeating: secret, count: 32)
        let joined = try call(stranger, Devices.join, join)
        let device = HuntClient(
            loop: loop, to: address, auth: Evening.device(joined.device.id, secret),
            random: .seeded(random.next()))
        _ = try call(device, People.me, MeRequest())
        return (device, joined.device.id)
    }

    /// A third person, Cleo, who has a tie with Ana alone.
    public func cleo() throws(RPCError) -> (client: HuntClient, tie: UInt64) {
        let cast = Joining(keeper: keeper, stranger: stranger, nowMs: nowMs)
        let (_, device) = try cast.join("Cleo", "Europe/Berlin", 3)
        let client = HuntClient(
            loop: loop, to: address, auth: Evening.device(device, 3),
            random: .seeded(random.next()))
        return (client, try cast.tie(ana, client, number: 2))
    }

    /// Moves the clock on; returns when every service has done what became due.
    public func advance(ms: Int64) throws(RPCError) {
        nowMs += ms
        var request = AdvanceClock()
        request.toMs = nowMs
        _ = try keeper.call(Admin.advanceClock, request)
    }

    /// Sets how far somebody goes.
    public func goFar(
        _ client: HuntClient, _ level: Int32, topic: Topic = .any
    ) throws(RPCError) {
        var request = SetCeiling()
        request.tieID = people.tie
        request.topic = topic
        request.level = level
        _ = try call(client, Ties.setCeiling, request)
    }

    /// The open question of a tie, by default of Ana's and Ben's, once it is there.
    public func question(
        _ client: HuntClient, of tie: UInt64? = nil
    ) throws(RPCError) -> Question {
        var found: Question?
        for _ in 0..<200 {
            found = try call(client, Questions.list, ListQuestions()).open.first {
                $0.tieID == tie ?? people.tie
            }
            if found != nil { break }
            loop.turn(waitUs: 20_000)
        }
        guard let found else { throw RPCError(.notFound, "no question opens") }
        return found
    }

    /// Seals an answer to a written question, or to any other with its first choice.
    @discardableResult
    public func seal(
        _ client: HuntClient, _ question: Question, _ text: String
    ) throws(RPCError) -> Question {
        try call(client, Questions.seal, Evening.answer(question, text))
    }

    /// An answer that fits the question.
    public static func answer(_ question: Question, _ text: String) -> SealAnswer {
        var request = SealAnswer()
        request.questionID = question.id
        request.text = text
        switch question.type {
        case .written, .spoken: break
        case .scale: request.choices = [4]
        default: request.choices = [0]
        }
        return request
    }
}

/// How the two join and become a tie.
private struct Joining {
    let keeper: HuntClient
    let stranger: HuntClient
    let nowMs: Int64

    func join(
        _ name: String, _ zone: String, _ secret: UInt8
    ) throws(RPCError) -> (person: UInt64, device: UInt64) {
        var code = CreateCode()
        code.code = "000000000\(secret)"
        _ = try keeper.call(Codes.create, code, key: key(secret))
        var join = Join()
        join.code = code.code
        join.name = name
        join.zone = zone
        join.deviceSecret = [UInt8](repeating: secret, count: 32)
        let joined = try stranger.call(Devices.join, join, key: key(secret &+ 10))
        return (joined.person.id, joined.device.id)
    }

    func tie(
        _ ana: HuntClient, _ ben: HuntClient, number: UInt8 = 1
    ) throws(RPCError) -> UInt64 {
        var invite = CreateInvite()
        invite.code = "1NV1TE000\(number)"
        invite.kind = .partner
        let made = try ana.call(Invites.create, invite, key: key(number * 10 + 10))
        var look = InviteCodeRequest()
        look.code = invite.code
        let sheet = try ben.call(Invites.look, look)
        var accept = AcceptInvite()
        accept.code = invite.code
        accept.sheetHash = sheet.hash
        _ = try ben.call(Invites.accept, accept, key: key(number * 10 + 11))
        var confirm = ConfirmInvite()
        confirm.id = made.id
        confirm.yes = true
        confirm.sheetHash = sheet.hash
        return try ana.call(Invites.confirm, confirm, key: key(number * 10 + 12)).tieID
    }

    private func key(_ number: UInt8) -> IdempotencyKey {
        var random = SeededRandom(seed: UInt64(number))
        return IdempotencyKey(wallMs: nowMs, random: &random)
    }
}
