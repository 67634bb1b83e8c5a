import Catalogue
import CivilTime
import Codec
import Contracts
import Host
import ProfileService
import PromptService
import RPC
import Reactor
import ReminderService
import Seams
import TestSupport

/// Calls every handler of Profile, Prompt and Reminder with requests that are right but for a field
/// or two, over real connections, on simulated disks and clocks moved by hand; facts of Profile
/// likewise.
///
/// Owned by one epoch. Ids that come back are used again, so that handlers get past their first
/// check. At the end of an epoch every service is opened again from what it wrote.
final class HandlerFuzz {
    /// The names this counts under: one for each method that was run with a request that decodes.
    static var expected: [String] { methods.map { "handler " + $0.name } + ["fact heard"] }

    private static var methods: [MethodInfo] {
        (TendServices.profile + TendServices.prompt + TendServices.reminder).flatMap { $0.methods }
    }

    private let time = HandTime()
    private let profile: HuntedService
    private let prompt: HuntedService
    private let reminder: HuntedService
    private var services: [HuntedService] { [profile, prompt, reminder] }
    private var mutator: Mutator<SampleRandom>
    private let corpus = Corpus()
    private var watches: [CallID] = []
    /// The makers' clock: every key is younger than the one before, as one device's are.
    private var keyMs: UInt64 = 1_800_000_000_000
    /// The number of the newest fact.
    private var factNumber: UInt64 = 0

    init(mutator: Mutator<SampleRandom>) throws {
        self.mutator = mutator
        let time = time
        let zones = ZoneDatabase { id in
            switch id {
            case "Europe/Berlin": TZifWriter(footer: "CET-1CEST,M3.5.0,M10.5.0/3").bytes
            case "America/New_York": TZifWriter(footer: "EST5EDT,M3.2.0,M11.1.0").bytes
            default: nil
            }
        }
        profile = try HuntedService(
            TendServices.profile, initial: ProfileState(), events: ProfileState.events, time: time
        ) { HuntedService.Handlers(owner: ProfileHandlers(host: $0, zones: zones)) }
        let catalogue = huntCatalogue()
        prompt = try HuntedService(
            TendServices.prompt, initial: PromptState(), events: PromptState.events, time: time
        ) { host in
            let handlers = PromptHandlers(
                host: host, gate: .leased(loop: host.loop, time: time), catalogue: catalogue,
                seed: 5)
            return HuntedService.Handlers(owner: handlers) { try handlers.hear($0) }
        }
        reminder = try HuntedService(
            TendServices.reminder, initial: ReminderBook(), events: ReminderHandlers.events,
            time: time
        ) { host in
            let handlers = ReminderHandlers(
                host: host, zones: zones, random: .seeded(5),
                gate: .leased(loop: host.loop, time: time), ideas: catalogue.ideas)
            return HuntedService.Handlers(owner: handlers) { try handlers.hear($0) }
        }
        for tie in corpus.ties { try hear(corpus.fact(tie, levels: [5, 4, 5])) }
    }

    func run(_ count: Int, _ tally: inout Tally) throws {
        for _ in 0..<count {
            // Requests with the most to get wrong come more often.
            let service = services[mutator.below(services.count)]
            var method = service.methods[mutator.below(service.methods.count)]
            if service === reminder && mutator.chance(50) { method = Reminders.create.info }
            if service === prompt && mutator.chance(30) { method = Questions.seal.info }
            var body = corpus.request(method, &mutator)
            if mutator.chance(60) {
                body = mutator.chance(85) ? mutator.byField(body) : mutator.byByte(body)
            }
            tally.add("inputs by field")
            send(method, body, to: service)
            if mutator.chance(2) { try hearOne(&tally) }
        }
        // All is answered first, however long the disks' threads take on a busy machine.
        for service in services {
            for _ in 0..<500 where service.unanswered > 0 { service.turn(20_000) }
        }
        // Days pass now and then, so that questions and reminders come to their end.
        if mutator.chance(20) {
            time.stepWall(toMs: time.wallMs + Int64(mutator.below(40 * 3_600_000)))
            for service in services { service.clockMoved() }
        }
        // Little steps, so that both ends of a connection keep hearing of each other.
        for _ in 0..<40 {
            time.advance(ms: Int64(mutator.below(5000)))
            for service in services { service.turn(200) }
        }
        for old in watches.dropLast(16) { reminder.channel.cancel(old) }
        watches = watches.suffix(16)
        for (name, times) in corpus.outcomes { tally.add(name, times) }
        corpus.outcomes = [:]
    }

    /// Opens the services again from what they wrote, as after a kill.
    func reopen() throws {
        for service in services { try service.reopen() }
    }

    /// A fact that Profile could send, or nearly.
    private func hearOne(_ tally: inout Tally) throws {
        var fact = corpus.fact(&mutator)
        if mutator.chance(60) {
            fact = (try? Fact(decoding: mutator.byField(fact.encoded()))) ?? fact
        }
        try hear(fact)
        tally.add("fact heard")
    }

    private func hear(_ fact: Fact) throws {
        var fact = fact
        factNumber += 1
        fact.number = factNumber
        for service in [prompt, reminder] {
            // A disk that is busy with all that was decided just now is not what is sought here.
            for _ in 0..<1000 {
                do {
                    try service.handlers.hear(fact)
                    break
                } catch let error as RPCError where error.code == .resourceExhausted {
                    service.turn(200)
                }
            }
        }
    }

    private func send(_ method: MethodInfo, _ body: [UInt8], to service: HuntedService) {
        var meta = Meta()
        meta.method = method.id
        if method.exposure == .person || mutator.chance(10) {
            // Who speaks is known to the service, as a rule.
            let known = service === profile ? corpus.member(&mutator) : (person: 1, device: 1)
            let actor = mutator.chance(75) ? known : corpus.actor(&mutator)
            meta.actorPerson = actor.person
            meta.actorDevice = actor.device
        }
        if method.needsKey && mutator.chance(97) {
            keyMs += 1
            meta.key = IdempotencyKey(
                hi: mutator.chance(1) ? mutator.number() >> 20 : keyMs << 16,
                lo: mutator.chance(3) ? 7 : mutator.random.next())
        }
        // Run with this request, unless the answer says that it did not get there.
        let isRead = (try? method.requestToJSON(body)) != nil
        if isRead && method.shape == .serverStream { corpus.count("handler " + method.name) }
        let heard = Heard(corpus, service, method, body: isRead ? body : nil)
        if method.shape == .unary { service.unanswered += 1 }
        let id = body.withUnsafeBytes {
            service.channel.callRaw(
                meta, body: $0, isCompressed: false, deadlineUs: .max, receiver: heard)
        }
        if service === reminder && method.shape == .serverStream { watches.append(id) }
    }
}

/// What comes back of one call, for the corpus.
private final class Heard: CallReceiver {
    private let corpus: Corpus
    private let service: HuntedService
    private let method: MethodInfo

    /// The request, when it is one.
    private let body: [UInt8]?

    init(_ corpus: Corpus, _ service: HuntedService, _ method: MethodInfo, body: [UInt8]?) {
        self.corpus = corpus
        self.service = service
        self.method = method
        self.body = body
    }

    func callItem(_ item: RawItem, tag: Int) {
        if let delivery = try? item.decode(Delivery.self) { corpus.learn(delivery.occurrence) }
        item.consumed()
    }

    func callEnded(_ end: RawEnd, tag: Int) {
        if method.shape == .unary { service.unanswered -= 1 }
        let isRun =
            switch end.error?.code {
            case .unavailable, .unimplemented, .deadlineExceeded: false
            default: body != nil && method.shape == .unary
            }
        if isRun { corpus.count("handler " + method.name) }
        if let error = end.error {
            corpus.count("answer \(error.code)")
            return
        }
        corpus.count("answer ok")
        corpus.count("answer ok of " + method.name)
        learn(end)
    }

    private func learn(_ end: RawEnd) {
        switch method.responseType {
        case "Joined":
            if let joined = try? end.decode(Joined.self) { corpus.learn(joined) }
        case "Invite":
            if let invite = try? end.decode(Invite.self) { corpus.learn(invite) }
        case "InviteList":
            guard let list = try? end.decode(InviteList.self) else { return }
            for invite in list.invites { corpus.learn(invite) }
        case "ConsentSheet":
            guard let sheet = try? end.decode(ConsentSheet.self),
                let asked = body.flatMap({ try? InviteCodeRequest(decoding: $0) })
            else { return }
            corpus.learn(sheet: sheet.hash, ofCode: asked.code)
        case "Reminder":
            if let reminder = try? end.decode(Reminder.self) { corpus.learn(reminder) }
        case "TimeOffer":
            if let offer = try? end.decode(TimeOffer.self) { corpus.learn(offer) }
        case "Question":
            if let question = try? end.decode(Question.self) { corpus.learn(question) }
        case "QuestionList":
            if let list = try? end.decode(QuestionList.self) { corpus.learn(list) }
        case "ShareSent":
            if let sent = try? end.decode(ShareSent.self) { corpus.learn(share: sent.id) }
        default: break
        }
    }
}
