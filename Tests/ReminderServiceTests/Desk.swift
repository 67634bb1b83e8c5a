import CivilTime
import Codec
import Contracts
import Host
import RPC
import ReminderService
import TestSupport
import Testing

/// The zones of these tests, written as files: they depend on no machine's data.
func testZones() -> ZoneDatabase {
    let rules = [
        "Europe/Berlin": "CET-1CEST,M3.5.0,M10.5.0/3",
        "America/New_York": "EST5EDT,M3.2.0,M11.1.0",
        "Asia/Kathmandu": "<+0545>-5:45",
    ]
    return ZoneDatabase { id in rules[id].map { TZifWriter(footer: $0).bytes } }
}

/// The service's decisions without the service: a book, a dispatch and a clock moved by hand.
///
/// `send` does what the handlers do in one turn of the loop; what watchers were sent stands in
/// `inbox`.
final class Desk {
    var book = ReminderBook()
    var dispatch: Dispatch
    var nowMs: Int64
    let zones = testZones()
    var random: SeededRandom
    /// Every event so far, as it would stand in the journal.
    var journal: [ReminderEvent] = []
    /// Every record so far, facts included, as the journal has it.
    var records: [(type: UInt8, payload: [UInt8])] = []
    /// Whether there is a lease on what others have said.
    var isConfirmed = true
    /// What each watcher was sent, since it was last looked at.
    var inbox: [Dispatch.WatcherID: [Delivery]] = [:]
    /// How many more items each watcher takes; none named means any number.
    var credit: [Dispatch.WatcherID: Int] = [:]
    private var owners: [Dispatch.WatcherID: UInt64] = [:]

    /// Person 1 of most tests.
    static let ana: UInt64 = 1

    init(_ now: String = "2027-03-01T09:00", seed: UInt64 = 1) {
        nowMs = Desk.ms(now)
        random = SeededRandom(seed: seed)
        dispatch = Dispatch(book, nowMs: nowMs)
    }

    /// A UTC time as milliseconds.
    static func ms(_ utc: String) -> Int64 {
        (CivilDateTime(utc)?.secondNumber ?? 0) * 1000
    }

    func decide(_ person: UInt64 = Desk.ana) -> Decide {
        Decide(
            book: book, person: person, nowMs: nowMs, zones: zones, isConfirmed: isConfirmed)
    }

    /// Applies events and tells the dispatch, as the handlers do.
    func record(_ events: [ReminderEvent]) {
        for event in events {
            event.apply(to: &book)
            journal.append(event)
            records.append(event.written)
        }
        for id in events.flatMap(\.ids) {
            if let row = book.row(of: id) { dispatch.changed(row, book, nowMs: nowMs) }
        }
    }

    @discardableResult
    func create(_ rule: ScheduleRule, note: String = "call", person: UInt64 = Desk.ana)
        throws -> UInt64
    {
        var request = CreateReminder()
        request.note = note
        request.schedule = rule
        let decision = try decide(person).create(request, random: &random)
        record(decision.events)
        return decision.id
    }

    /// Does what `decision` says; throws its refusal.
    func act(
        as person: UInt64 = Desk.ana, _ decision: (Decide) throws -> Decide.Decision
    ) throws {
        record(try decision(decide(person)).events)
    }

    func shown(_ occurrences: [OccurrenceID], as person: UInt64 = Desk.ana) {
        var request = ReportShown()
        request.occurrences = occurrences
        record(decide(person).shown(request))
    }

    func view(_ id: UInt64) throws -> Reminder {
        book.view(try #require(book.row(of: id)), nowMs: nowMs, zones: zones)
    }

    func audit(_ id: UInt64) throws -> [LedgerEntry] {
        book.audit(try #require(book.row(of: id))).entries
    }

    func watch(_ person: UInt64 = Desk.ana, zone: String? = nil) throws -> Dispatch.WatcherID {
        let told = try zone.map { try zones.zone($0) }
        let watcher = try #require(dispatch.connect(person, zone: told, book, nowMs: nowMs))
        owners[watcher] = person
        inbox[watcher] = []
        return watcher
    }

    func unwatch(_ watcher: Dispatch.WatcherID) {
        dispatch.disconnect(watcher)
    }

    /// Lets a watcher take so many more items.
    func give(_ watcher: Dispatch.WatcherID, _ items: Int) {
        credit[watcher] = items
        dispatch.hasRoom(watcher)
    }

    /// One turn's worth. Answers whether there is more.
    @discardableResult
    func turn(most: Int = ReminderService.Limits.deliveriesPerTurnMax) -> Bool {
        let (lapsed, more) = dispatch.collect(book, nowMs: nowMs)
        if !lapsed.isEmpty {
            var event = RemindersLapsed()
            event.atMs = nowMs
            event.ids = lapsed
            record([.lapsed(event)])
        }
        let plan = dispatch.plan(
            book, nowMs: nowMs, zones: zones, random: &random, most: most,
            mayShare: isConfirmed)
        #expect(plan.offers.count <= most)
        record(plan.events)
        for offer in plan.offers { make(offer) }
        return more || dispatch.hasReady
    }

    private func make(_ offer: Dispatch.PlannedOffer) {
        let left = credit[offer.watcher] ?? .max
        guard left > 0 else {
            dispatch.notTaken(offer)
            return
        }
        if left != .max { credit[offer.watcher] = left - 1 }
        #expect(book.owner(of: offer.row) == owners[offer.watcher])
        guard
            let delivery = book.delivery(
                offer.row, isLate: offer.isLate, zone: offer.zone, zones: zones)
        else {
            Issue.record("an offer of nothing")
            return
        }
        inbox[offer.watcher, default: []].append(delivery)
    }

    /// Sends everything that is to be sent now.
    func send() { while turn() {} }

    /// Moves the clock to each moment at which something happens, up to `toMs`, and sends.
    func advance(toMs: Int64) {
        while let next = dispatch.nextMs, next <= toMs {
            nowMs = max(nowMs, next)
            send()
        }
        nowMs = toMs
        send()
    }

    func advance(_ ms: Int64) { advance(toMs: nowMs + ms) }

    /// Moves the clock at one go, as after an outage or when the demo's clock is moved.
    func jump(toMs: Int64) {
        nowMs = toMs
        send()
    }

    /// What a watcher was sent since the last look.
    func taken(_ watcher: Dispatch.WatcherID) -> [Delivery] {
        defer { inbox[watcher] = [] }
        return inbox[watcher] ?? []
    }

    /// The same history, read back from its bytes, applied to an empty book.
    func replayed() -> ReminderBook {
        let table = ReminderHandlers.events
        var book = ReminderBook()
        for (type, bytes) in records {
            bytes.withUnsafeBytes { raw in
                let known = try? table.apply(type: type, payload: raw, to: &book)
                #expect(known == true)
            }
        }
        return book
    }
}

/// Minutes and the like, in milliseconds.
let second: Int64 = 1000
let minute: Int64 = 60_000
let hour: Int64 = 3_600_000
let day: Int64 = 86_400_000

/// A rule in a zone.
func zoned(
    _ start: String, _ zone: String = "Europe/Berlin", _ frequency: Frequency = .once,
    interval: UInt32 = 0, on weekdays: [Int32] = []
) -> ScheduleRule {
    var rule = ScheduleRule()
    rule.localStart = start
    rule.zone = zone
    rule.frequency = frequency
    rule.interval = interval
    rule.weekdays = weekdays
    return rule
}

/// A moment.
func absolute(_ atMs: Int64) -> ScheduleRule {
    var rule = ScheduleRule()
    rule.kind = .absolute
    rule.atMs = atMs
    return rule
}

/// What a refusal says.
struct Why: Equatable, Sendable {
    var reason: Reason
    var field: String
    var limit: Int64

    init(_ reason: Reason, field: String = "", limit: Int64 = 0) {
        self.reason = reason
        self.field = field
        self.limit = limit
    }
}

/// What a refusal says.
func refusal(_ error: any Error) -> Why? {
    guard let details = (error as? RPCError)?.details,
        let refusal = try? Refusal(decoding: details)
    else { return nil }
    return Why(refusal.reason, field: refusal.field, limit: refusal.limit)
}

/// What `body` is refused with.
func refusal(_ body: () throws -> Void) -> Why? {
    do {
        try body()
        return nil
    } catch {
        return refusal(error)
    }
}
