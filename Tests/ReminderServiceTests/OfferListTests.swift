import Contracts
import ReminderService
import Testing

@Test("nobody promises more than forty, and what others offer counts only once one says yes")
func manyOffers() throws {
    let desk = Desk()
    desk.pair()
    let most = Contracts.Limits.offersMax
    let anas = try (0..<most).map { try desk.offer(saturdays, "Film \($0)") }
    let full = Why(.tooMany, limit: Int64(most))
    #expect(refusal { try desk.offer(saturdays) } == full)
    // Ben has promised nothing yet.
    #expect(desk.decide(Desk.ben).offers().offers.count == most)
    let bens = try desk.offer(saturdays, "Walk", from: Desk.ben)
    #expect(refusal { try desk.answer(bens, true, as: Desk.ana) } == full)
    // No is always possible, and what is agreed counts as what waits did.
    for id in anas.dropLast() { try desk.answer(id, true, as: Desk.ben) }
    #expect(refusal { try desk.answer(anas[most - 1], true, as: Desk.ben) } == full)
    #expect(desk.decide(Desk.ben).offers().offers.count == most)
    try desk.answer(anas[most - 1], false, as: Desk.ben)
    try desk.end(anas[0], as: Desk.ben)
    try desk.answer(bens, true, as: Desk.ana)
    // All but the one that was declined and the one that was ended, and Ben's.
    #expect(desk.book.activeCount(of: Desk.ana) == most - 1)
}

@Test("the list is of what waits and what is agreed, soonest first, and ends with its time")
func listed() throws {
    let desk = Desk()
    desk.pair()
    let far = try desk.offer(zoned("2027-04-01T10:00"), "far")
    let near = try desk.offer(absolute(desk.nowMs + hour), "near")
    let agreed = try desk.agree(saturdays, "agreed")
    try desk.answer(try desk.offer(saturdays, "no"), false, as: Desk.ben)
    try desk.end(try desk.offer(saturdays, "back"), as: Desk.ana)
    let list = desk.decide(Desk.ben).offers().offers
    #expect(list.map(\.id) == [near, agreed.offer, far])
    #expect(list.map(\.mine) == [.none, .yes, .none])
    #expect(list.map(\.state) == [.waiting, .agreed, .waiting])
    #expect(list.map(\.reminderID) == [0, agreed.ben, 0])
    #expect(desk.decide(Desk.cleo).offers().offers.isEmpty)
    desk.nowMs += hour
    #expect(desk.decide(Desk.ben).offers().offers.count == 3)
    desk.nowMs += 1
    #expect(desk.decide(Desk.ben).offers().offers.map(\.id) == [agreed.offer, far])
    #expect(try desk.decide(Desk.ben).view(offer: near).state == .ended)
    #expect(try desk.decide(Desk.ben).view(offer: near).nextDueAtMs == 0)
}

@Test("of offers that are over the newest are known, so that a late answer is told so")
func forgotten() throws {
    let desk = Desk()
    desk.pair()
    let kept = ReminderService.Limits.offersOverPerTieMax
    let ritual = try desk.agree(saturdays)
    let ids = try (0...kept + 5).map { _ in
        let id = try desk.offer(saturdays)
        return try desk.answer(id, false, as: Desk.ben).id
    }
    try desk.offer(saturdays)
    #expect(refusal { try desk.answer(ids[5], true, as: Desk.ben) } == Why(.notThere))
    #expect(refusal { try desk.answer(ids[6], true, as: Desk.ben) } == Why(.offerOver))
    #expect(try desk.decide(Desk.ben).view(offer: ritual.offer).state == .agreed)
    #expect(desk.replayed().digest() == desk.book.digest())
}

@Test(
    "until both have agreed an offer is told in the reader's zone, and where its maker lives is not"
)
func whereSomebodyLives() throws {
    let desk = Desk()
    desk.pair()
    // Sunday 02:00 in Berlin is Saturday evening in New York.
    let late = try desk.offer(zoned("2027-03-07T02:00", "Europe/Berlin", .weekly, on: [7]))
    let mine = try desk.decide(Desk.ana).view(offer: late).schedule
    #expect(mine.zone == "Europe/Berlin" && mine.localStart == "2027-03-07T02:00")
    #expect(mine.weekdays == [7])
    let theirs = try desk.decide(Desk.ben).view(offer: late).schedule
    #expect(theirs.zone == "America/New_York" && theirs.localStart == "2027-03-06T20:00")
    #expect(theirs.weekdays == [6] && theirs.frequency == .weekly)
    // Where the reader lives is not known: no zone, no wall time, only the moment.
    desk.person(Desk.ben, "")
    let unknown = try desk.decide(Desk.ben).view(offer: late)
    #expect(unknown.schedule.zone.isEmpty && unknown.schedule.localStart.isEmpty)
    #expect(unknown.nextDueAtMs == Desk.ms("2027-03-07T01:00"))
    // What was agreed tells it; what was declined does not.
    desk.person(Desk.ben, "America/New_York")
    try desk.answer(late, true, as: Desk.ben)
    #expect(try desk.decide(Desk.ben).view(offer: late).schedule.zone == "Europe/Berlin")
    let no = try desk.offer(saturdays)
    #expect(try desk.answer(no, false, as: Desk.ben).schedule.zone != "Europe/Berlin")
}
