import CivilTime
import Codec
import Contracts
import Host
import RPC
import ReminderService
import Testing

@Test("nothing rings for anybody before all have said yes, and then for each of them")
func bothAgree() throws {
    let desk = Desk()
    desk.pair()
    let watchers = [try desk.watch(Desk.ana), try desk.watch(Desk.ben)]
    let id = try desk.offer(saturdays)
    #expect(desk.book.count == 0)
    desk.advance(toMs: Desk.ms("2027-03-07T00:00"))
    #expect(watchers.allSatisfy { desk.taken($0).isEmpty })
    let agreed = try desk.answer(id, true, as: Desk.ben)
    #expect(agreed.state == .agreed)
    #expect(agreed.mine == .yes)
    #expect(agreed.nextDueAtMs == Desk.ms("2027-03-13T18:00"))
    #expect(desk.book.count == 2)
    desk.advance(toMs: Desk.ms("2027-03-13T18:00"))
    for (watcher, person) in zip(watchers, [Desk.ana, Desk.ben]) {
        let sent = desk.taken(watcher)
        #expect(sent.map(\.note) == ["Film night"])
        #expect(sent.map(\.tieID) == [Desk.tie])
        let mine = try desk.decide(person).view(offer: id).reminderID
        #expect(sent.map(\.occurrence.reminderID) == [mine])
        #expect(try desk.view(mine).tieID == Desk.tie)
        #expect(try desk.view(mine).schedule.weekdays == [6])
        #expect(try desk.view(mine).schedule.zone == "Europe/Berlin")
    }
}

@Test("T20: a ritual on Saturdays at 19:00 in Berlin rings in New York at the hour it is there")
func ritualAbroad() throws {
    let desk = Desk("2027-03-08T09:00")
    desk.pair()
    _ = try desk.agree(saturdays)
    let (home, abroad) = (try desk.watch(Desk.ana), try desk.watch(Desk.ben))
    let days = [("03-13", "13"), ("03-20", "14"), ("03-27", "14"), ("04-03", "13")]
    for (date, there) in days {
        desk.advance(toMs: Desk.ms("2027-\(date)T20:00"))
        let away = try #require(desk.taken(abroad).first)
        #expect(away.localTime == "2027-\(date)T\(there):00:00")
        #expect(away.zone == "America/New_York")
        let here = try #require(desk.taken(home).first)
        #expect(here.localTime == "2027-\(date)T19:00:00")
        #expect(here.zone == "Europe/Berlin")
        #expect(here.dueAtMs == away.dueAtMs)
        desk.shown([here.occurrence])
        desk.shown([away.occurrence], as: Desk.ben)
    }
}

@Test("a reminder of one's own is told in its own zone, wherever its owner lives")
func ownZone() throws {
    let desk = Desk()
    desk.pair()
    try desk.create(zoned("2027-03-01T12:00"), person: Desk.ben)
    let watcher = try desk.watch(Desk.ben)
    desk.advance(hour * 3)
    #expect(desk.taken(watcher).first?.zone == "Europe/Berlin")
}

@Test("an offer without a zone is meant in the zone of whoever makes it")
func zoneOfTheOne() throws {
    let desk = Desk()
    desk.pair()
    var rule = saturdays
    rule.zone = ""
    let id = try desk.offer(rule, from: Desk.ben)
    let seen = try desk.decide(Desk.ben).view(offer: id)
    #expect(seen.schedule.zone == "America/New_York")
    #expect(seen.nextDueAtMs == Desk.ms("2027-03-07T00:00"))
    #expect(seen.fromPersonID == Desk.ben)
    // Nothing is known of where Cleo lives.
    desk.tie([Desk.ana, Desk.cleo], id: 10)
    let refused = refusal { try desk.offer(rule, from: Desk.cleo, in: 10) }
    #expect(refused == Why(.fieldMissing, field: "schedule.zone"))
}

/// What an offer is refused with.
struct OfferFault: CustomTestStringConvertible, Sendable {
    let name: String
    var title = "Film night"
    var rule = saturdays
    let why: Why
    var testDescription: String { name }
}

@Test(
    "an offer that makes no sense is refused with what is wrong, and changes nothing",
    arguments: [
        OfferFault(name: "no title", title: "", why: Why(.fieldMissing, field: "title")),
        OfferFault(name: "blank title", title: " \t ", why: Why(.fieldMissing, field: "title")),
        OfferFault(
            name: "title too long", title: String(repeating: "ä", count: 129),
            why: Why(.tooLong, field: "title", limit: 256)),
        OfferFault(name: "bell", title: "Film\u{7}", why: Why(.fieldInvalid, field: "title")),
        OfferFault(name: "two lines", title: "a\nb", why: Why(.fieldInvalid, field: "title")),
        OfferFault(name: "escape", title: "\u{9B}2J", why: Why(.fieldInvalid, field: "title")),
        OfferFault(
            name: "line separator", title: "a\u{2028}b", why: Why(.fieldInvalid, field: "title")),
        OfferFault(
            name: "no time", rule: ScheduleRule(),
            why: Why(.fieldMissing, field: "schedule.local_start")),
        OfferFault(
            name: "no such zone", rule: zoned("2027-03-06T19:00", "Europe/Bremen"),
            why: Why(.zoneUnknown, field: "schedule.zone")),
        OfferFault(
            name: "past", rule: zoned("2027-02-28T19:00"),
            why: Why(.timePast, field: "schedule.local_start")),
        OfferFault(
            name: "past moment", rule: absolute(Desk.ms("2027-03-01T08:59")),
            why: Why(.timePast, field: "schedule.at_ms")),
        OfferFault(
            name: "no such weekday",
            rule: zoned("2027-03-06T19:00", "Europe/Berlin", .weekly, on: [8]),
            why: Why(.fieldInvalid, field: "schedule.weekdays")),
        OfferFault(
            name: "floating", rule: floating, why: Why(.fieldInvalid, field: "schedule.kind")),
    ])
func offerFaults(row: OfferFault) throws {
    let desk = Desk()
    desk.pair()
    let before = desk.records.count
    #expect(refusal { try desk.offer(row.rule, row.title) } == row.why)
    #expect(desk.records.count == before)
}

private let floating: ScheduleRule = {
    var rule = saturdays
    rule.kind = .floating
    return rule
}()

@Test("a title of the largest size and the plainest words are taken")
func offerEdges() throws {
    let desk = Desk()
    desk.pair()
    for title in [String(repeating: "ä", count: 128), "x", "Käse & Wein 🍷", "  a walk  "] {
        let id = try desk.offer(absolute(desk.nowMs), title)
        #expect(try desk.decide(Desk.ben).view(offer: id).title == title)
    }
}

/// What three people say one after the other, and what comes of the last word.
struct AnswerCase: CustomTestStringConvertible, Sendable {
    enum Word: Sendable {
        case yes(UInt64)
        case no(UInt64)
        case end(UInt64)
        /// Time goes by.
        case wait(Int64)
    }

    let name: String
    let words: [Word]
    /// Whether it is offered for Saturdays, else for in an hour.
    var recurs = true
    /// Where it stands after the last word, or nil when that is refused as over.
    let state: OfferState?
    var rings = 0
    var testDescription: String { name }
}

@Test(
    "an offer to two others takes these words and no others",
    arguments: [
        AnswerCase(name: "one yes", words: [.yes(2)], state: .waiting),
        AnswerCase(name: "all yes", words: [.yes(2), .yes(3)], state: .agreed, rings: 3),
        AnswerCase(
            name: "yes again while it waits", words: [.yes(2), .yes(2)], state: .waiting),
        AnswerCase(
            name: "yes again when agreed", words: [.yes(2), .yes(3), .yes(2)], state: .agreed,
            rings: 3),
        AnswerCase(name: "no", words: [.no(2)], state: .declined),
        AnswerCase(name: "no again", words: [.no(2), .no(2)], state: .declined),
        AnswerCase(name: "no after yes", words: [.yes(2), .no(2)], state: nil),
        AnswerCase(name: "yes after no", words: [.no(2), .yes(2)], state: nil),
        AnswerCase(name: "yes after another's no", words: [.no(2), .yes(3)], state: nil),
        AnswerCase(name: "no after another's no", words: [.no(2), .no(3)], state: nil),
        AnswerCase(
            name: "yes again after another's no", words: [.yes(3), .no(2), .yes(3)], state: nil),
        AnswerCase(
            name: "no when agreed", words: [.yes(2), .yes(3), .no(3)], state: nil, rings: 3),
        AnswerCase(name: "yes to one's own", words: [.yes(1)], state: nil),
        AnswerCase(name: "no to one's own", words: [.no(1)], state: nil),
        AnswerCase(name: "taken back", words: [.yes(2), .end(1)], state: .ended),
        AnswerCase(name: "taken back by another", words: [.end(3)], state: .ended),
        AnswerCase(name: "yes to what was taken back", words: [.end(1), .yes(2)], state: nil),
        AnswerCase(
            name: "yes again to what was taken back", words: [.yes(2), .end(1), .yes(2)],
            state: nil),
        AnswerCase(name: "taken back twice", words: [.end(1), .end(1)], state: nil),
        AnswerCase(name: "taken back when declined", words: [.no(2), .end(1)], state: nil),
        AnswerCase(
            name: "ended when agreed", words: [.yes(2), .yes(3), .end(2)], state: .ended),
        AnswerCase(
            name: "yes at the last moment", words: [.yes(2), .wait(hour), .yes(3)],
            recurs: false, state: .agreed, rings: 3),
        AnswerCase(
            name: "yes when its time has passed", words: [.yes(2), .wait(hour + 1), .yes(3)],
            recurs: false, state: nil),
        AnswerCase(
            name: "yes again when its time has passed",
            words: [.yes(2), .wait(hour + 1), .yes(2)], recurs: false, state: nil),
        AnswerCase(
            name: "no when its time has passed", words: [.wait(hour + 1), .no(2)],
            recurs: false, state: nil),
        AnswerCase(
            name: "taken back when its time has passed", words: [.wait(hour + 1), .end(1)],
            recurs: false, state: nil),
        AnswerCase(
            name: "yes to a ritual weeks later", words: [.yes(2), .wait(30 * day), .yes(3)],
            state: .agreed, rings: 3),
    ])
func answers(row: AnswerCase) throws {
    let desk = Desk()
    desk.tie([1, 2, 3])
    let id = try desk.offer(row.recurs ? saturdays : absolute(desk.nowMs + hour))
    var last: Result<TimeOffer, any Error>?
    for word in row.words {
        let before = desk.records.count
        switch word {
        case .yes(let person): last = Result { try desk.answer(id, true, as: person) }
        case .no(let person): last = Result { try desk.answer(id, false, as: person) }
        case .end(let person): last = Result { try desk.end(id, as: person) }
        case .wait(let ms): desk.nowMs += ms
        }
        if case .failure = last { #expect(desk.records.count == before) }
    }
    switch try #require(last) {
    case .success(let offer): #expect(offer.state == row.state)
    case .failure(let error):
        #expect(row.state == nil)
        #expect(refusal(error) == Why(.offerOver))
        #expect((error as? RPCError)?.code == .failedPrecondition)
    }
    let ringing = [1, 2, 3].map { desk.book.activeCount(of: $0) }
    #expect(ringing.reduce(0, +) == row.rings)
    #expect(desk.replayed().digest() == desk.book.digest())
}

@Test("who said no is told to nobody, nor who has answered yet")
func whoSaidNo() throws {
    func seen(_ words: [(UInt64, Bool)]) throws -> [UInt8] {
        let desk = Desk()
        desk.tie([1, 2, 3, 4])
        let id = try desk.offer(saturdays)
        for (person, yes) in words { try desk.answer(id, yes, as: person) }
        return try desk.decide(Desk.ana).view(offer: id).encoded()
            + desk.decide(4).view(offer: id).encoded() + desk.decide(4).offers().encoded()
    }
    #expect(try seen([(2, false)]) == seen([(3, false)]))
    #expect(try seen([(2, true), (3, false)]) == seen([(3, false)]))
    #expect(try seen([(2, true)]) == seen([]))
    #expect(try seen([(2, true), (3, true)]) == seen([(3, true)]))
}

@Test("each puts off, does and cancels their own copy, and the other notices nothing")
func ownCopies() throws {
    let desk = Desk()
    desk.pair()
    let agreed = try desk.agree(saturdays)
    let watcher = try desk.watch(Desk.ben)
    func bens() throws -> [[UInt8]] {
        [
            try desk.view(agreed.ben).encoded(), desk.decide(Desk.ben).offers().encoded(),
            try desk.decide(Desk.ben).view(offer: agreed.offer).encoded(),
        ]
    }
    desk.advance(toMs: Desk.ms("2027-03-06T18:00"))
    let open = try #require(try desk.view(agreed.ana).openOccurrence)
    desk.shown([try #require(desk.taken(watcher).first?.occurrence)], as: Desk.ben)
    let before = try bens()
    var snooze = SnoozeReminder()
    snooze.occurrence = open
    snooze.forMs = hour
    try desk.act { try $0.snooze(snooze) }
    #expect(try desk.view(agreed.ana).state == .snoozed)
    try desk.act { try $0.settle(open, isDone: false) }
    try desk.act { try $0.cancel(ReminderID(agreed.ana)) }
    #expect(try desk.view(agreed.ana).state == .cancelled)
    #expect(try bens() == before)
    // It rings for Ben, and is no more in Ana's list.
    #expect(desk.decide(Desk.ana).offers().offers.isEmpty)
    #expect(desk.decide(Desk.ben).offers().offers.map(\.id) == [agreed.offer])
    desk.advance(toMs: Desk.ms("2027-03-13T18:00"))
    #expect(desk.taken(watcher).count == 1)
    // Whose copy is cancelled may end it for the other all the same.
    #expect(try desk.end(agreed.offer, as: Desk.ana).state == .ended)
    #expect(try desk.view(agreed.ben).state == .cancelled)
    desk.advance(14 * day)
    #expect(desk.taken(watcher).isEmpty)
}

@Test("T32: when a tie ends, all that was offered or agreed in it ends with it, for both")
func leave() throws {
    let desk = Desk()
    desk.pair()
    desk.tie([Desk.ana, Desk.cleo], id: 10)
    let agreed = try desk.agree(saturdays)
    let waiting = try desk.offer(saturdays, "Walk", from: Desk.ben)
    let other = try desk.offer(saturdays, "Tea", in: 10)
    try desk.answer(other, true, as: Desk.cleo)
    let own = try desk.create(zoned("2027-03-06T19:00", "Europe/Berlin", .weekly), note: "own")
    let watchers = [try desk.watch(Desk.ana), try desk.watch(Desk.ben)]
    // One has been sent and not shown, one has never rung.
    desk.advance(toMs: Desk.ms("2027-03-06T18:00"))
    #expect(desk.taken(watchers[1]).map(\.note) == ["Film night"])
    _ = desk.taken(watchers[0])
    desk.tie(TieState.ended)
    desk.advance(toMs: Desk.ms("2027-03-20T19:00"))
    #expect(Set(desk.taken(watchers[0]).map(\.note)) == ["Tea", "own"])
    #expect(desk.taken(watchers[1]).isEmpty)
    #expect(try desk.view(agreed.ana).state == .cancelled)
    #expect(try desk.view(agreed.ben).state == .cancelled)
    #expect(try desk.view(own).state != .cancelled)
    for person in [Desk.ana, Desk.ben] {
        for id in [agreed.offer, waiting] {
            #expect(refusal { _ = try desk.decide(person).view(offer: id) } == Why(.notThere))
        }
        #expect(refusal { try desk.offer(saturdays, from: person) } == Why(.notThere))
    }
    #expect(desk.decide(Desk.ben).offers().offers.isEmpty)
    #expect(desk.decide(Desk.ana).offers().offers.map(\.title) == ["Tea"])
    #expect(desk.replayed().digest() == desk.book.digest())
}

extension Desk {
    fileprivate func tie(_ state: TieState) { tie([Desk.ana, Desk.ben], state) }
}

@Test("unknown, not one's own, and ended are one refusal, whatever is asked")
func oneRefusal() throws {
    let desk = Desk()
    desk.pair()
    desk.tie([Desk.ana, Desk.cleo], id: 10)
    desk.tie([Desk.ana, Desk.ben], id: 11)
    let theirs = try desk.offer(saturdays, in: 10)
    let gone = try desk.offer(saturdays, in: 11)
    desk.tie([Desk.ana, Desk.ben], id: 11, .ended)
    var said: [[UInt8]] = []
    func note(_ body: () throws -> Void) {
        do {
            try body()
            Issue.record("answered")
        } catch {
            let error = error as? RPCError
            said.append(
                Array("\(String(describing: error?.code)) \(error?.message ?? "")".utf8)
                    + (error?.details ?? []))
        }
    }
    for id in [0, 77, theirs, gone] {
        note { try desk.answer(id, true, as: Desk.ben) }
        note { try desk.answer(id, false, as: Desk.ben) }
        note { try desk.end(id, as: Desk.ben) }
    }
    for tie: UInt64 in [0, 77, 10, 11] {
        note { try desk.offer(saturdays, from: Desk.ben, in: tie) }
    }
    #expect(Set(said).count == 1)
    #expect(said.count == 16)
}

@Test("a tie of one is no tie to offer anything in")
func alone() throws {
    let desk = Desk()
    desk.tie([Desk.ana])
    #expect(refusal { try desk.offer(saturdays) } == Why(.notThere))
}
