import Catalogue
import CivilTime
import Codec
import Contracts
import Host
import ProfileService
import RPC
import Reactor
import ReminderService
import Seams
import TestSupport

/// Calls every handler of Profile and Reminder with requests that are right but for a field or two,
/// over a real connection, on simulated disks and clocks moved by hand.
///
/// Owned by one epoch. Ids that come back are used again, so that handlers get past their first
/// check. At the end of an epoch both services are opened again from what they wrote.
final class HandlerFuzz {
    /// The names this counts under: one for each method that was run with a request that decodes.
    static var expected: [String] { methods.map { "handler " + $0.name } }

    private static var methods: [MethodInfo] {
        (TendServices.profile + TendServices.reminder).flatMap { $0.methods }
    }

    private let time = HandTime()
    private let profile: ServiceRig<ProfileState>
    private let reminder: ServiceRig<ReminderBook>
    private var keep: [AnyObject] = []
    private var mutator: Mutator<SampleRandom>
    private var corpus = Corpus()
    private var watches: [CallID] = []
    /// The makers' clock: every key is younger than the one before, as one device's are.
    private var keyMs: UInt64 = 1_800_000_000_000
    private let zones: ZoneDatabase

    init(mutator: Mutator<SampleRandom>) throws {
        self.mutator = mutator
        let zones = ZoneDatabase { id in
            switch id {
            case "Europe/Berlin": TZifWriter(footer: "CET-1CEST,M3.5.0,M10.5.0/3").bytes
            case "America/New_York": TZifWriter(footer: "EST5EDT,M3.2.0,M11.1.0").bytes
            default: nil
            }
        }
        self.zones = zones
        let time = time
        var kept: [AnyObject] = []
        profile = try ServiceRig(
            initial: ProfileState(), events: ProfileState.events, time: time
        ) { kept.append(ProfileHandlers(host: $0, zones: zones)) }
        reminder = try ServiceRig(
            initial: ReminderBook(), events: ReminderHandlers.events, time: time
        ) { kept.append(try HandlerFuzz.reminders($0, zones, time)) }
        keep = kept
    }

    func run(_ count: Int, _ tally: inout Tally) {
        let methods = HandlerFuzz.methods
        for _ in 0..<count {
            // The request with the most to get wrong comes more often.
            let method =
                mutator.chance(30) ? Reminders.create.info : methods[mutator.below(methods.count)]
            let owner = TendServices.profile.contains { $0.methods.contains { $0.id == method.id } }
            var body = corpus.request(method, &mutator)
            if mutator.chance(60) {
                body = mutator.chance(85) ? mutator.byField(body) : mutator.byByte(body)
            }
            tally.add("inputs by field")
            send(method, body, to: owner ? profile.channel : reminder.channel)
        }
        // Little steps, so that both ends of a connection keep hearing of each other.
        for _ in 0..<40 {
            time.advance(ms: Int64(mutator.below(5000)))
            profile.loop.turn(waitUs: 0)
            reminder.loop.turn(waitUs: 200)
        }
        for old in watches.dropLast(16) { reminder.channel.cancel(old) }
        watches = watches.suffix(16)
        for (name, times) in corpus.outcomes { tally.add(name, times) }
        corpus.outcomes = [:]
    }

    /// Opens both services again from what they wrote, as after a kill.
    func reopen() throws {
        profile.turn(200) { profile.host.isSynced }
        reminder.turn(200) { reminder.host.isSynced }
        let (zones, time) = (zones, time)
        var kept: [AnyObject] = []
        _ = try ServiceRig(
            initial: ProfileState(), events: ProfileState.events, time: time,
            disk: profile.disk.afterKill()
        ) { kept.append(ProfileHandlers(host: $0, zones: zones)) }
        _ = try ServiceRig(
            initial: ReminderBook(), events: ReminderHandlers.events, time: time,
            disk: reminder.disk.afterKill()
        ) { kept.append(try HandlerFuzz.reminders($0, zones, time)) }
    }

    /// The Reminder service of three people with a tie.
    private static func reminders(
        _ host: Host<ReminderBook>, _ zones: ZoneDatabase, _ time: HandTime
    ) throws -> ReminderHandlers {
        let handlers = ReminderHandlers(
            host: host, zones: zones, random: .seeded(5),
            gate: .leased(loop: host.loop, time: time),
            ideas: [
                TimeIdea(
                    id: "walk", title: "a walk", minutes: 60, cost: 0, place: .outside,
                    isNew: false, people: .any, isRitual: false)
            ])
        guard host.state.facts.number == 0 else { return handlers }
        var fact = Fact()
        fact.number = 1
        var tie = TieFact()
        tie.tieID = 1
        tie.members = [1, 2, 3].map { (id: UInt64) in
            var member = MemberFact()
            member.personID = id
            return member
        }
        fact.tie = tie
        try handlers.hear(fact)
        return handlers
    }

    private func send(_ method: MethodInfo, _ body: [UInt8], to channel: ChannelCore) {
        var meta = Meta()
        meta.method = method.id
        if method.exposure == .person || mutator.chance(10) {
            let actor = mutator.chance(75) ? (person: 1, device: 1) : corpus.actor(&mutator)
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
        let heard = Heard(corpus, method, isRead: isRead)
        let id = body.withUnsafeBytes {
            channel.callRaw(
                meta, body: $0, isCompressed: false, deadlineUs: .max, receiver: heard)
        }
        if method.shape == .serverStream { watches.append(id) }
    }
}

/// What comes back of one call, for the corpus.
private final class Heard: CallReceiver {
    private let corpus: Corpus
    private let method: MethodInfo

    private let isRead: Bool

    init(_ corpus: Corpus, _ method: MethodInfo, isRead: Bool) {
        self.corpus = corpus
        self.method = method
        self.isRead = isRead
    }

    func callItem(_ item: RawItem, tag: Int) {
        if let delivery = try? item.decode(Delivery.self) { corpus.learn(delivery.occurrence) }
        item.consumed()
    }

    func callEnded(_ end: RawEnd, tag: Int) {
        let isRun =
            switch end.error?.code {
            case .unavailable, .unimplemented, .deadlineExceeded: false
            default: isRead && method.shape == .unary
            }
        if isRun { corpus.count("handler " + method.name) }
        if let error = end.error {
            corpus.count("answer \(error.code)")
            return
        }
        corpus.count("answer ok")
        switch method.responseType {
        case "Joined":
            if let joined = try? end.decode(Joined.self) { corpus.learn(joined) }
        case "Reminder":
            if let reminder = try? end.decode(Reminder.self) { corpus.learn(reminder) }
        case "TimeOffer":
            if let offer = try? end.decode(TimeOffer.self) { corpus.learn(offer) }
        default: break
        }
    }
}
