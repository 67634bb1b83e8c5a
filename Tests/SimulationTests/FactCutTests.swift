import Catalogue
import CivilTime
import Codec
import Contracts
import Host
import ProfileService
import PromptService
import RPC
import Reactor
import Seams
import TestSupport
import Testing

/// The wire between Profile and Prompt is cut after every few bytes of the stream of facts, while
/// Ana goes less far or leaves: what Profile has answered holds at Prompt, and nothing fails open.
@Suite struct FactCutTests {
    /// What Ana does.
    enum Deed: CaseIterable, Sendable {
        case lowers, leaves
    }

    @Test(
        "T40: whatever is heard before the cut, the reply comes within the lease and holds",
        arguments: Deed.allCases)
    func everywhere(deed: Deed) throws {
        let whole = try TwoServices()
        let before = whole.link.chunks.count
        #expect(try whole.perform(deed) != nil)
        let sizes = Array(whole.link.chunks[before...])
        #expect(!sizes.isEmpty)
        // Before each piece that came, in its middle, and after the last.
        var places: Set<Int> = [0]
        var sum = 0
        for size in sizes.prefix(8) {
            places.formUnion([sum + size / 2, sum + size])
            sum += size
        }
        for bytes in places.sorted() { try cut(after: bytes, deed) }
        #expect(places.count >= 5)
    }

    private func cut(after bytes: Int, _ deed: Deed) throws {
        let two = try TwoServices()
        two.link.budget = bytes
        let tookMs = try #require(try two.perform(deed), "cut after \(bytes): no reply")
        #expect(tookMs <= FactGate.leaseMs + 100, "cut after \(bytes)")
        try two.expectHeld("cut after \(bytes), at the reply")
        two.link.mend()
        two.pass(ms: 4000)
        try two.expectHeld("cut after \(bytes), mended")
        // What Ana had sealed is hers again, once.
        let list = try #require(
            two.prompt.call(Questions.list, ListQuestions(), as: two.ana)
        ).get()
        #expect(list.returned.map(\.questionID) == [two.question], "cut after \(bytes)")
    }

    @Test("T40: while Profile is gone nothing above level 1 is served and nothing revealed")
    func gone() throws {
        let two = try TwoServices()
        two.link.budget = 0
        two.pass(ms: 3000)
        var tie = TieID()
        tie.id = two.tie
        let asked = try #require(two.callPrompt(Questions.ask, tie, as: two.ben))
        if case .success(let question) = asked { #expect(question.level <= 1) }
        let sealed = try #require(two.callPrompt(Questions.seal, two.answer, as: two.ben))
        if case .success(let question) = sealed { #expect(question.state != .revealed) }
        var id = QuestionID()
        id.id = two.question
        let read = try #require(two.callPrompt(Questions.read, id, as: two.ben))
        if case .success = read { Issue.record("revealed without a lease") }
        two.link.mend()
        two.pass(ms: 2000)
        if case .success = sealed {
            let revealed = try #require(two.callPrompt(Questions.read, id, as: two.ben)).get()
            #expect(revealed.answers.count == 2, "it is revealed when the lease is back")
        }
    }
}

/// Profile and Prompt on one clock, a tie of Ana and Ben, and a question that Ana has answered.
private final class TwoServices {
    let time = HandTime()
    let profile: ServiceRig<ProfileState>
    let prompt: ServiceRig<PromptState>
    let link: CutLink
    private(set) var ana: (person: UInt64, device: UInt64) = (0, 0)
    private(set) var ben: (person: UInt64, device: UInt64) = (0, 0)
    private(set) var tie: UInt64 = 0
    private(set) var question: UInt64 = 0
    private var kept: [AnyObject] = []

    init() throws {
        var parts: [AnyObject] = []
        profile = try ServiceRig(
            initial: ProfileState(), events: ProfileState.events, time: time
        ) {
            parts.append(
                ProfileHandlers(
                    host: $0,
                    zones: ZoneDatabase { _ in
                        TZifWriter(footer: "CET-1").bytes
                    }))
        }
        var gate: FactGate?
        var handlers: PromptHandlers?
        prompt = try ServiceRig(
            initial: PromptState(), events: PromptState.events, time: time
        ) { host in
            let made = FactGate(loop: host.loop, time: host.time) { host.state.facts.number }
            gate = made
            handlers = PromptHandlers(
                host: host, gate: made, catalogue: TwoServices.catalogue, seed: 1)
        }
        link = try CutLink(loop: prompt.loop, to: profile.address)
        let (made, heard) = (try #require(gate), try #require(handlers))
        var auth = Auth()
        auth.serviceName = "prompt"
        let channel = ChannelCore(
            loop: prompt.loop, to: link.address, auth: auth, limits: .service, random: .seeded(3))
        let host = prompt.host
        let follow = FactLink(
            channel: channel, time: time.source, log: host.log, gate: made, journal: host.gate,
            held: { host.state.facts.mark }, hear: heard.hear)
        // Reminder does not take part: its lease has run out before anybody lowers anything.
        time.advance(ms: 5000)
        follow.start()
        // A gateway listens, so that it can be told to drop what comes from a service.
        let gateway = profile.begin(Facts.follow, FollowFacts())
        kept = parts + [made, heard, follow, gateway]
        try meet()
    }

    private static let catalogue = Catalogue(
        prompts: (1...5).flatMap { level in
            (0..<9).map { number in
                Prompt(
                    id: "l\(level)-\(number)", level: Int32(level), topic: .everyday,
                    kinds: Set(TieKind.allCases), type: .written, text: "What about \(number)?",
                    half: level >= 3 ? "What about it?" : nil, options: [])
            }
        })

    /// Both join and become a tie; their question opens, and Ana answers it.
    private func meet() throws {
        ana = try join("ANAC0DE111", "Ana", 1)
        ben = try join("BENC0DE111", "Ben", 2)
        var invite = CreateInvite()
        invite.code = "1NV1TE0001"
        let made = try #require(profile.call(Invites.create, invite, as: ana)).get()
        var look = InviteCodeRequest()
        look.code = invite.code
        let sheet = try #require(profile.call(Invites.look, look, as: ben)).get()
        var accept = AcceptInvite()
        accept.code = invite.code
        accept.sheetHash = sheet.hash
        _ = try #require(profile.call(Invites.accept, accept, as: ben)).get()
        var confirm = ConfirmInvite()
        confirm.id = made.id
        confirm.yes = true
        confirm.sheetHash = sheet.hash
        tie = try #require(profile.call(Invites.confirm, confirm, as: ana)).get().tieID
        for _ in 0..<100 where question == 0 {
            pass(ms: 50)
            let list = callPrompt(Questions.list, ListQuestions(), as: ana)
            question = (try? list?.get())?.open.first?.id ?? 0
        }
        try #require(question != 0)
        let sealed = try #require(callPrompt(Questions.seal, answer, as: ana)).get()
        #expect(sealed.level == 2 && sealed.mine == .sealed)
    }

    private func join(
        _ code: String, _ name: String, _ secret: UInt8
    ) throws -> (person: UInt64, device: UInt64) {
        var create = CreateCode()
        create.code = code
        _ = try #require(profile.call(Codes.create, create)).get()
        var request = Join()
        request.code = code
        request.name = name
        request.zone = "Europe/Berlin"
        request.deviceSecret = [UInt8](repeating: secret, count: 32)
        let joined = try #require(profile.call(Devices.join, request)).get()
        return (joined.person.id, joined.device.id)
    }

    /// An answer to the question.
    var answer: SealAnswer {
        var request = SealAnswer()
        request.questionID = question
        request.text = "The letter."
        return request
    }

    /// Lets time pass at both.
    func pass(ms: Int64) {
        for _ in 0..<max(1, ms / 50) {
            time.advance(ms: 50)
            turn()
        }
    }

    private func turn() {
        for _ in 0..<3 {
            profile.loop.turn(waitUs: 0)
            prompt.loop.turn(waitUs: 0)
        }
        // The journals' own writers take their time.
        if !profile.host.isSynced { profile.turn(20) { profile.host.isSynced } }
        if !prompt.host.isSynced { prompt.turn(20) { prompt.host.isSynced } }
    }

    /// Calls Prompt and waits, while time passes.
    func callPrompt<Q: Message, R: Message>(
        _ method: Method<Q, R>, _ request: Q, as actor: (person: UInt64, device: UInt64)
    ) -> Result<R, RPCError>? {
        let call = prompt.begin(method, request, as: actor)
        for _ in 0..<100 where call.result == nil { pass(ms: 50) }
        return call.result
    }

    /// Ana's deed; how long the reply took, or nil when none came in ten seconds.
    func perform(_ deed: FactCutTests.Deed) throws -> Int64? {
        let beganUs = time.source.monotonicUs()
        switch deed {
        case .lowers:
            var request = SetCeiling()
            request.tieID = tie
            request.level = 1
            guard wait(profile.begin(Ties.setCeiling, request, as: ana)) else { return nil }
        case .leaves:
            var request = TieID()
            request.id = tie
            guard wait(profile.begin(Ties.leave, request, as: ana)) else { return nil }
        }
        return (time.source.monotonicUs() - beganUs) / 1000
    }

    private func wait<R: Message>(_ call: RigCall<R>) -> Bool {
        for _ in 0..<100 where call.result == nil { pass(ms: 50) }
        if case .success = call.result { return true }
        return false
    }

    /// Nothing of the question is served above the ceiling or revealed, whatever Ben tries.
    func expectHeld(_ place: Comment) throws {
        let sealed = try #require(callPrompt(Questions.seal, answer, as: ben), place)
        if case .success(let question) = sealed { #expect(question.state != .revealed, place) }
        var id = QuestionID()
        id.id = question
        if case .success = try #require(callPrompt(Questions.read, id, as: ben), place) {
            Issue.record("Ben can read it: \(place)")
        }
        if case .success(let list) = try #require(
            callPrompt(Questions.list, ListQuestions(), as: ben), place)
        {
            #expect(list.open.allSatisfy { $0.level <= 1 } && list.revealed.isEmpty, place)
        }
    }
}
