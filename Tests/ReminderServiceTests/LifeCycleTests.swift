import Codec
import Contracts
import RPC
import ReminderService
import Testing

/// A request about an occurrence.
private func snooze(_ occurrence: OccurrenceID, _ forMs: Int64) -> SnoozeReminder {
    var request = SnoozeReminder()
    request.occurrence = occurrence
    request.forMs = forMs
    return request
}

@Test("a one-time reminder goes from scheduled by due and shown to done")
func onceToDone() throws {
    let desk = Desk()
    let id = try desk.create(absolute(desk.nowMs + hour))
    #expect(try desk.view(id).state == .scheduled)
    let watcher = try desk.watch()
    desk.advance(hour)
    let sent = try #require(desk.taken(watcher).first)
    #expect(sent.attempt == 1)
    #expect(!sent.late)
    #expect(sent.missed == 0)
    #expect(sent.dueAtMs == desk.nowMs)
    #expect(sent.localTime == "2027-03-01T10:00:00")
    #expect(sent.zone == "UTC")
    #expect(sent.occurrence.localTime == "2027-03-01T10:00:00Z")
    #expect(try desk.view(id).state == .due)
    #expect(try desk.view(id).openOccurrence?.encoded() == sent.occurrence.encoded())
    #expect(try desk.view(id).nextDueAtMs == 0)
    desk.shown([sent.occurrence])
    #expect(try desk.view(id).state == .shown)
    try desk.act { try $0.settle(sent.occurrence, isDone: true) }
    #expect(try desk.view(id).state == .done)
    #expect(try desk.view(id).openOccurrence == nil)
    #expect(desk.book.activeCount(of: Desk.ana) == 0)
    #expect(try desk.audit(id).map(\.kind) == [.sent, .shown, .done])
}

@Test("skipping, cancelling and running out of time end a one-time reminder, each in its own way")
func otherEnds() throws {
    let desk = Desk()
    let ids = try (0..<3).map { _ in try desk.create(absolute(desk.nowMs + hour)) }
    let watcher = try desk.watch()
    desk.advance(hour)
    let sent = desk.taken(watcher)
    #expect(sent.count == 3)
    try desk.act { try $0.settle(sent[0].occurrence, isDone: false) }
    #expect(try desk.view(ids[0]).state == .skipped)
    try desk.act { try $0.cancel(ReminderID(ids[1])) }
    #expect(try desk.view(ids[1]).state == .cancelled)
    desk.advance(7 * day)
    #expect(try desk.view(ids[2]).state == .lapsed)
    #expect(try desk.audit(ids[2]).last?.kind == .lapsed)
}

@Test("what was shown and left undone lapses after seven days without a line")
func shownLapses() throws {
    let desk = Desk()
    let id = try desk.create(absolute(desk.nowMs + hour))
    let watcher = try desk.watch()
    desk.advance(hour)
    desk.shown(desk.taken(watcher).map(\.occurrence))
    desk.advance(7 * day - 1)
    #expect(try desk.view(id).state == .shown)
    desk.advance(1)
    #expect(try desk.view(id).state == .lapsed)
    #expect(try desk.audit(id).map(\.kind) == [.sent, .shown])
}

@Test("a one-time reminder that nobody could be sent waits however long it takes, and is late")
func onceWaits() throws {
    let desk = Desk()
    let id = try desk.create(absolute(desk.nowMs + hour))
    desk.advance(40 * day)
    #expect(try desk.view(id).state == .due)
    let watcher = try desk.watch()
    desk.send()
    let sent = try #require(desk.taken(watcher).first)
    #expect(sent.late)
    #expect(sent.missed == 0)
    #expect(try desk.audit(id).map(\.kind) == [.sent])
    desk.advance(7 * day)
    #expect(try desk.view(id).state == .lapsed)
}

@Test("what ran out of time while the service was away lapses when it is back")
func lapsedWhileAway() throws {
    let desk = Desk()
    let ids = try (0..<2).map { _ in try desk.create(absolute(desk.nowMs)) }
    let watcher = try desk.watch()
    desk.send()
    desk.shown(desk.taken(watcher).prefix(1).map(\.occurrence))
    desk.nowMs += 8 * day
    desk.dispatch = Dispatch(desk.book, nowMs: desk.nowMs)
    let again = try desk.watch()
    desk.send()
    #expect(desk.taken(again).isEmpty)
    #expect(try ids.map { try desk.view($0).state } == [.lapsed, .lapsed])
}

@Test("a recurring reminder is done for the day and comes again the next")
func recurringDone() throws {
    let desk = Desk()
    let id = try desk.create(zoned("2027-03-02T08:00", "Europe/Berlin", .daily))
    let watcher = try desk.watch()
    desk.advance(toMs: Desk.ms("2027-03-02T07:00"))
    let first = try #require(desk.taken(watcher).first)
    #expect(first.occurrence.localTime == "2027-03-02T08:00:00")
    #expect(first.zone == "Europe/Berlin")
    #expect(try desk.view(id).nextLocalTime == "2027-03-03T08:00:00")
    try desk.act { try $0.settle(first.occurrence, isDone: true) }
    #expect(try desk.view(id).state == .scheduled)
    let again = refusal { try desk.act { try $0.settle(first.occurrence, isDone: true) } }
    #expect(again == Why(.occurrenceOver))
    desk.advance(day)
    let second = try #require(desk.taken(watcher).first)
    #expect(second.occurrence.localTime == "2027-03-03T08:00:00")
    #expect(second.attempt == 1)
    #expect(try desk.audit(id).map(\.kind) == [.sent, .done, .sent])
}

@Test("the next occurrence may be done or let go ahead of its time")
func ahead() throws {
    let desk = Desk()
    let id = try desk.create(zoned("2027-03-07T19:00", "Europe/Berlin", .weekly))
    var next = OccurrenceID()
    next.reminderID = id
    next.localTime = "2027-03-07T19:00:00"
    next.revision = 1
    #expect(
        refusal { try desk.act { try $0.snooze(snooze(next, hour)) } }
            == Why(.fieldInvalid, field: "occurrence"))
    try desk.act { try $0.settle(next, isDone: false) }
    #expect(try desk.view(id).nextLocalTime == "2027-03-14T19:00:00")
    #expect(try desk.view(id).state == .scheduled)
    let once = try desk.create(absolute(desk.nowMs + hour))
    next.reminderID = once
    next.localTime = "2027-03-01T10:00:00Z"
    try desk.act { try $0.settle(next, isDone: true) }
    #expect(try desk.view(once).state == .done)
    let watcher = try desk.watch()
    desk.advance(13 * day)
    #expect(desk.taken(watcher).isEmpty)
}

@Test("a snoozed occurrence comes back after exactly that time, by clock and not by wall")
func snoozing() throws {
    // The clocks of Berlin go forward between the snooze and its end.
    let desk = Desk("2027-03-27T20:00")
    let id = try desk.create(zoned("2027-03-27T22:00"))
    let watcher = try desk.watch()
    desk.advance(hour)
    let first = try #require(desk.taken(watcher).first)
    desk.shown([first.occurrence])
    try desk.act { try $0.snooze(snooze(first.occurrence, 8 * hour)) }
    let snoozed = try desk.view(id)
    #expect(snoozed.state == .snoozed)
    #expect(snoozed.nextDueAtMs == desk.nowMs + 8 * hour)
    #expect(snoozed.nextLocalTime == "2027-03-28T07:00:00")
    #expect(snoozed.revision == 2)
    // A report that was still on its way changes nothing.
    desk.shown([first.occurrence])
    desk.advance(8 * hour - 1)
    #expect(desk.taken(watcher).isEmpty)
    desk.advance(1)
    let second = try #require(desk.taken(watcher).first)
    #expect(second.attempt == 2)
    #expect(!second.late)
    #expect(first.snoozedUntilMs == 0 && second.snoozedUntilMs == snoozed.nextDueAtMs)
    #expect(second.dueAtMs == first.dueAtMs)
    #expect(second.occurrence.localTime == first.occurrence.localTime)
    #expect(second.occurrence.revision == 2)
    desk.shown([first.occurrence])
    #expect(try desk.view(id).state == .due)
    desk.shown([second.occurrence])
    #expect(try desk.view(id).state == .shown)
    // Whoever still has the first delivery before them means the same occurrence.
    try desk.act { try $0.settle(first.occurrence, isDone: true) }
    #expect(try desk.view(id).state == .done)
    #expect(try desk.audit(id).map(\.kind) == [.sent, .shown, .snoozed, .sent, .shown, .done])
}

@Test(
    "an occurrence is put off for a minute at least and thirty days at most",
    arguments: [
        (minute - 1, minute), (-1, minute), (Int64.min, minute), (30 * day + 1, 30 * day),
        (Int64.max, 30 * day),
    ] as [(Int64, Int64)])
func snoozeBounds(forMs: Int64, limit: Int64) throws {
    let desk = Desk()
    let id = try desk.create(absolute(desk.nowMs))
    let open = try #require(try desk.view(id).openOccurrence)
    let refused = refusal { try desk.act { try $0.snooze(snooze(open, forMs)) } }
    #expect(refused == Why(.fieldInvalid, field: "for_ms", limit: limit))
    try desk.act { try $0.snooze(snooze(open, minute)) }
    let later = try #require(try desk.view(id).openOccurrence)
    try desk.act { try $0.snooze(snooze(later, 30 * day)) }
    #expect(try desk.view(id).nextDueAtMs == desk.nowMs + 30 * day)
}

@Test("a snoozed occurrence gives way to the next one of its reminder")
func snoozeGivesWay() throws {
    let desk = Desk()
    let id = try desk.create(zoned("2027-03-02T08:00", "Europe/Berlin", .daily))
    let watcher = try desk.watch()
    desk.advance(toMs: Desk.ms("2027-03-02T07:00"))
    let first = try #require(desk.taken(watcher).first)
    try desk.act { try $0.snooze(snooze(first.occurrence, 10 * day)) }
    desk.advance(day)
    let second = try #require(desk.taken(watcher).first)
    #expect(second.occurrence.localTime == "2027-03-03T08:00:00")
    #expect(second.attempt == 1)
    #expect(try desk.audit(id).map(\.kind) == [.sent, .snoozed, .lapsed, .sent])
    #expect(
        refusal { try desk.act { try $0.settle(first.occurrence, isDone: true) } }
            == Why(.occurrenceOver))
}

@Test("a snoozed occurrence that is sent again is late by the end of the snooze")
func snoozedAgain() throws {
    let desk = Desk()
    let id = try desk.create(absolute(desk.nowMs))
    let watcher = try desk.watch()
    desk.send()
    let first = try #require(desk.taken(watcher).first)
    try desk.act { try $0.snooze(snooze(first.occurrence, hour)) }
    let untilMs = desk.nowMs + hour
    desk.advance(hour)
    #expect(desk.taken(watcher).map(\.late) == [false])
    // Somebody who comes now has it anew.
    let other = try desk.watch()
    desk.send()
    let again = try #require(desk.taken(other).first)
    #expect(!again.late && again.snoozedUntilMs == untilMs && again.dueAtMs == first.dueAtMs)
    desk.nowMs += minute + 1
    let third = try desk.watch()
    desk.send()
    #expect(desk.taken(third).map(\.late) == [true])
    #expect(try desk.view(id).state == .due)
}

@Test("one put off beyond the next occurrence of its reminder comes with that one")
func snoozedBeyond() throws {
    let desk = Desk()
    let id = try desk.create(zoned("2027-03-02T08:00", "Europe/Berlin", .daily))
    let watcher = try desk.watch()
    desk.advance(toMs: Desk.ms("2027-03-02T07:00"))
    let first = try #require(desk.taken(watcher).first)
    try desk.act { try $0.snooze(snooze(first.occurrence, 10 * day)) }
    let view = try desk.view(id)
    #expect(view.state == .snoozed)
    #expect(view.nextDueAtMs == Desk.ms("2027-03-03T07:00"))
}

@Test("a one-time reminder put off lapses seven days after it was sent again")
func snoozedLapse() throws {
    let desk = Desk()
    let id = try desk.create(absolute(desk.nowMs))
    let watcher = try desk.watch()
    desk.send()
    let first = try #require(desk.taken(watcher).first)
    try desk.act { try $0.snooze(snooze(first.occurrence, 20 * day)) }
    desk.advance(20 * day)
    #expect(!desk.taken(watcher).isEmpty)
    desk.advance(7 * day - 1)
    #expect(try desk.view(id).state == .due)
    desk.advance(1)
    #expect(try desk.view(id).state == .lapsed)
}

@Test("an unknown id, somebody else's and an ended one get one reply, byte for byte")
func notThere() throws {
    let desk = Desk()
    let ended = try desk.create(absolute(desk.nowMs))
    let open = try #require(try desk.view(ended).openOccurrence)
    try desk.act { try $0.settle(open, isDone: true) }
    let theirs = try desk.create(absolute(desk.nowMs), person: 2)
    var unknown = open
    unknown.reminderID = 12345
    var notMine = open
    notMine.reminderID = theirs
    let acts: [(Decide, OccurrenceID) throws -> Decide.Decision] = [
        { try $0.settle($1, isDone: true) }, { try $0.settle($1, isDone: false) },
        { try $0.snooze(snooze($1, hour)) }, { try $0.snooze(snooze($1, 1)) },
        { try $0.cancel(ReminderID($1.reminderID)) },
    ]
    for act in acts {
        for occurrence in [open, unknown, notMine] {
            do {
                _ = try act(desk.decide(), occurrence)
                Issue.record("not refused")
            } catch let error as RPCError {
                #expect(error == Decide.notThere)
            }
        }
    }
    desk.shown([open, unknown, notMine])
    #expect(try desk.view(theirs).state == .due)
}

@Test("a wrong revision or time is refused, and reported shown changes nothing")
func wrongOccurrence() throws {
    let desk = Desk()
    let id = try desk.create(absolute(desk.nowMs))
    let watcher = try desk.watch()
    desk.send()
    let right = try #require(desk.taken(watcher).first).occurrence
    var newer = right
    newer.revision = 2
    var older = right
    older.revision = 0
    var other = right
    other.localTime = "2027-03-01T09:00:01Z"
    for wrong in [newer, older, other] {
        #expect(
            refusal { try desk.act { try $0.settle(wrong, isDone: true) } }
                == Why(.occurrenceOver))
        desk.shown([wrong])
        #expect(try desk.view(id).state == .due)
    }
    let lines = try desk.audit(id).count
    desk.shown([right, right])
    desk.shown([right])
    #expect(try desk.view(id).state == .shown)
    #expect(try desk.audit(id).count == lines + 1)
}

@Test("what is due and was never sent can be shown, put off or done all the same")
func actingUnsent() throws {
    let desk = Desk()
    let rule = zoned("2027-03-02T08:00", "Europe/Berlin", .daily)
    let ids = try (0..<3).map { _ in try desk.create(rule) }
    desk.nowMs = Desk.ms("2027-03-04T12:00")
    let open = try ids.map { try #require(try desk.view($0).openOccurrence) }
    #expect(open[0].localTime == "2027-03-04T08:00:00")
    desk.shown([open[0]])
    #expect(try desk.view(ids[0]).state == .shown)
    #expect(try desk.audit(ids[0]).map(\.kind) == [.missed, .missed, .shown])
    try desk.act { try $0.snooze(snooze(open[1], hour)) }
    #expect(try desk.view(ids[1]).state == .snoozed)
    try desk.act { try $0.settle(open[2], isDone: false) }
    #expect(try desk.view(ids[2]).state == .scheduled)
    #expect(try desk.view(ids[2]).nextLocalTime == "2027-03-05T08:00:00")
    let watcher = try desk.watch()
    desk.send()
    #expect(desk.taken(watcher).isEmpty)
}

@Test("of a person's ended reminders the newest 256 are kept")
func endedAreForgotten() throws {
    let desk = Desk()
    var ids: [UInt64] = []
    for _ in 0..<300 {
        let id = try desk.create(absolute(desk.nowMs + hour))
        try desk.act { try $0.cancel(ReminderID(id)) }
        ids.append(id)
    }
    #expect(desk.book.count == 256)
    #expect(ids.map { desk.book.row(of: $0) != nil } == (0..<300).map { $0 >= 44 })
}
