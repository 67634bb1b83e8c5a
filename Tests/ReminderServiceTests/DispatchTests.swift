import CivilTime
import Codec
import Contracts
import ReminderService
import Testing

@Test("a weekly time in Berlin is told right in New York while the two change their clocks (T20)")
func weeksApart() throws {
    let desk = Desk()
    let rule = zoned("2027-03-07T19:00", "Europe/Berlin", .weekly, on: [7])
    try desk.create(rule)
    let abroad = try desk.watch(zone: "America/New_York")
    let home = try desk.watch()
    for (date, there) in [("07", "13"), ("14", "14"), ("21", "14"), ("28", "13")] {
        desk.jump(toMs: Desk.ms("2027-03-\(date)T20:00"))
        let away = try #require(desk.taken(abroad).first)
        #expect(away.localTime == "2027-03-\(date)T\(there):00:00")
        #expect(away.zone == "America/New_York")
        let here = try #require(desk.taken(home).first)
        #expect(here.localTime == "2027-03-\(date)T19:00:00")
        #expect(here.occurrence.localTime == "2027-03-\(date)T19:00:00")
        desk.shown([here.occurrence])
    }
}

@Test(
    "a daily time in the gap fires once, after it; one in the overlap once, at the first (T21)",
    arguments: [
        ("2027-03-27T12:00", "02:30", "2027-03-28T01:30", "2027-03-28T03:30:00", "03-28"),
        ("2027-10-30T12:00", "02:30", "2027-10-31T00:30", "2027-10-31T02:30:00", "10-31"),
    ])
func gapAndOverlap(now: String, time: String, due: String, shown: String, day: String) throws {
    let desk = Desk(now)
    try desk.create(zoned("2027-01-01T\(time)", "Europe/Berlin", .daily))
    let watcher = try desk.watch()
    desk.advance(toMs: Desk.ms("2027-\(day)T12:00"))
    let sent = desk.taken(watcher)
    #expect(sent.first?.dueAtMs == Desk.ms(due))
    #expect(sent.first?.localTime == shown)
    #expect(sent.first?.occurrence.localTime == "2027-\(day)T\(time):00")
    #expect(Set(sent.map(\.dueAtMs)).count == 1)
}

@Test("what is not shown is sent again after 30 s, 2 min, 10 min, 1 h and each hour, give or take")
func redelivery() throws {
    for seed: UInt64 in 1...20 {
        let desk = Desk(seed: seed)
        try desk.create(absolute(desk.nowMs + hour))
        let watcher = try desk.watch()
        desk.advance(hour)
        var last = desk.nowMs
        var delivery = try #require(desk.taken(watcher).first)
        for (index, wait) in [30 * second, 2 * minute, 10 * minute, hour, hour].enumerated() {
            desk.advance(wait * 4 / 5 - 1)
            #expect(desk.taken(watcher).isEmpty)
            while desk.nowMs - last < wait * 6 / 5, desk.inbox[watcher]?.isEmpty == true {
                desk.advance(second)
            }
            let again = try #require(desk.taken(watcher).first)
            #expect(again.occurrence.encoded() == delivery.occurrence.encoded())
            #expect(again.attempt == UInt32(index + 2))
            last = desk.nowMs
            delivery = again
        }
        desk.shown([delivery.occurrence])
        desk.advance(6 * day)
        #expect(desk.taken(watcher).isEmpty)
    }
}

@Test("waits differ from seed to seed")
func jitter() throws {
    var times: Set<Int64> = []
    for seed: UInt64 in 1...20 {
        let desk = Desk(seed: seed)
        try desk.create(absolute(desk.nowMs))
        let watcher = try desk.watch()
        desk.send()
        _ = desk.taken(watcher)
        while desk.inbox[watcher]?.isEmpty == true, let next = desk.dispatch.nextMs {
            desk.advance(toMs: next)
        }
        times.insert(desk.nowMs)
    }
    #expect(times.count > 10)
}

@Test("a recurring occurrence is sent again until the next one comes, which counts from one")
func recurringGivesWay() throws {
    let desk = Desk()
    let id = try desk.create(zoned("2027-03-02T08:00", "Europe/Berlin", .daily))
    let watcher = try desk.watch()
    desk.advance(toMs: Desk.ms("2027-03-03T07:00") - 1)
    let first = desk.taken(watcher)
    #expect(first.count > 20)
    #expect(first.map(\.attempt) == (1...UInt32(first.count)).map { $0 })
    desk.advance(1)
    let second = desk.taken(watcher)
    #expect(second.map(\.attempt) == [1])
    #expect(second[0].missed == 0)
    #expect(second[0].occurrence.localTime == "2027-03-03T08:00:00")
    desk.shown([first[0].occurrence])
    #expect(try desk.view(id).state == .due)
    let kinds = try desk.audit(id).map(\.kind)
    #expect(kinds.suffix(2) == [.lapsed, .sent])
}

@Test("after an outage a recurring reminder sends the newest missed occurrence and says how many")
func misfire() throws {
    let desk = Desk()
    let id = try desk.create(zoned("2027-03-02T08:00", "Europe/Berlin", .daily))
    let once = try desk.create(absolute(desk.nowMs + 2 * day))
    let watcher = try desk.watch()
    desk.jump(toMs: Desk.ms("2027-03-05T12:00"))
    let sent = desk.taken(watcher)
    #expect(sent.count == 2)
    #expect(sent[0].occurrence.reminderID == id)
    #expect(sent[0].missed == 3)
    #expect(sent[0].late)
    #expect(sent[0].localTime == "2027-03-05T08:00:00")
    #expect(sent[1].occurrence.reminderID == once)
    #expect(sent[1].missed == 0)
    #expect(sent[1].late)
    #expect(try desk.view(id).nextLocalTime == "2027-03-06T08:00:00")
    let audit = try desk.audit(id)
    #expect(audit.map(\.kind) == [.missed, .missed, .missed, .sent])
    #expect(
        audit.map(\.localTime)
            == ["2", "3", "4", "5"].map { "2027-03-0\($0)T08:00:00" })
}

@Test("an outage of three years costs one delivery and a bounded ledger")
func longOutage() throws {
    let desk = Desk()
    let id = try desk.create(zoned("2027-03-02T08:00", "Europe/Berlin", .daily))
    let watcher = try desk.watch()
    desk.jump(toMs: Desk.ms("2030-03-02T12:00"))
    let sent = desk.taken(watcher)
    #expect(sent.count == 1)
    #expect(sent.first?.missed == 1096)
    let audit = try desk.audit(id)
    #expect(audit.count == 256)
    #expect(audit.last?.kind == .sent)
    #expect(audit[254].localTime == "2030-03-01T08:00:00")
}

@Test("what was sent and not seen before an outage has lapsed and is not counted as missed")
func sentThenOutage() throws {
    let desk = Desk()
    let id = try desk.create(zoned("2027-03-02T08:00", "Europe/Berlin", .daily))
    let watcher = try desk.watch()
    desk.advance(toMs: Desk.ms("2027-03-02T07:00"))
    _ = desk.taken(watcher)
    desk.jump(toMs: Desk.ms("2027-03-05T12:00"))
    #expect(desk.taken(watcher).map(\.missed) == [2])
    #expect(try desk.audit(id).map(\.kind) == [.sent, .lapsed, .missed, .missed, .sent])
}

@Test("late means more than a minute after it was due")
func lateness() throws {
    for (delay, late) in [(Int64(0), false), (minute, false), (minute + 1, true)] {
        let desk = Desk()
        try desk.create(absolute(desk.nowMs + hour))
        let watcher = try desk.watch()
        desk.jump(toMs: desk.nowMs + hour + delay)
        #expect(desk.taken(watcher).map(\.late) == [late])
    }
}

@Test("each watcher of a person gets it, nobody else, and the first report ends it for all")
func severalWatchers() throws {
    let desk = Desk()
    let id = try desk.create(absolute(desk.nowMs + hour))
    let mine = try (0..<3).map { _ in try desk.watch() }
    let other = try desk.watch(2)
    desk.advance(hour)
    let sent = mine.map { desk.taken($0) }
    #expect(sent.map(\.count) == [1, 1, 1])
    #expect(sent.flatMap { $0 }.map(\.attempt) == [1, 1, 1])
    #expect(desk.taken(other).isEmpty)
    #expect(try desk.audit(id).count == 1)
    desk.shown([sent[1][0].occurrence])
    desk.advance(day)
    #expect(mine.allSatisfy { desk.taken($0).isEmpty })
}

@Test("who begins to watch first gets what is due and not shown, oldest first, and others nothing")
func joining() throws {
    let desk = Desk()
    for minutes in [3, 1, 2, 400] {
        try desk.create(absolute(desk.nowMs + Int64(minutes) * minute))
    }
    let first = try desk.watch()
    desk.advance(10 * second + 3 * minute)
    let before = desk.taken(first)
    desk.shown([before[0].occurrence])
    let second = try desk.watch()
    desk.send()
    let sent = desk.taken(second)
    #expect(sent.map(\.dueAtMs) == sent.map(\.dueAtMs).sorted())
    #expect(Set(sent.map(\.occurrence.reminderID)).count == 2)
    #expect(sent.allSatisfy { $0.attempt >= 2 })
    #expect(desk.taken(first).isEmpty)
    desk.unwatch(first)
    desk.unwatch(second)
    let third = try desk.watch()
    desk.send()
    #expect(desk.taken(third).count == 2)
}

@Test("who comes again and again does not put off what others are sent")
func flapping() throws {
    let desk = Desk()
    try desk.create(absolute(desk.nowMs))
    let steady = try desk.watch()
    desk.send()
    for _ in 0..<20 {
        let flapping = try desk.watch()
        desk.send()
        #expect(desk.taken(flapping).count == 1)
        desk.unwatch(flapping)
        desk.advance(minute)
    }
    // At 30 s, 2.5 min and 12.5 min.
    #expect(desk.taken(steady).count == 4)
}

@Test("a watcher without room has no queue: on room it takes the next, and misses nothing")
func room() throws {
    let desk = Desk()
    let ids = try (0..<10).map { _ in try desk.create(absolute(desk.nowMs + hour)) }
    let slow = try desk.watch()
    let quick = try desk.watch()
    desk.credit[slow] = 3
    desk.advance(hour)
    #expect(desk.taken(quick).count == 10)
    let first = desk.taken(slow)
    #expect(first.count == 3)
    // What is shown elsewhere meanwhile is not sent any more.
    let left = ids.filter { id in !first.contains { $0.occurrence.reminderID == id } }
    desk.shown([try #require(try desk.view(left[0]).openOccurrence)])
    desk.give(slow, 4)
    desk.send()
    let more = desk.taken(slow)
    #expect(more.count == 4)
    #expect(more.allSatisfy { $0.attempt == 1 })
    desk.give(slow, 100)
    desk.send()
    let all = first + more + desk.taken(slow)
    #expect(all.count == 9)
    #expect(Set(all.map(\.occurrence.reminderID)) == Set(ids).subtracting([left[0]]))
}

@Test("nothing is written for people who do not watch")
func silence() throws {
    let desk = Desk()
    for _ in 0..<50 { try desk.create(zoned("2027-03-02T08:00", "Europe/Berlin", .daily)) }
    let before = desk.journal.count
    desk.advance(30 * day)
    #expect(desk.journal.count == before)
}

@Test("people take turns: one with thousands due does not hold up the others")
func fairness() throws {
    let desk = Desk()
    for _ in 0..<5000 { try desk.create(absolute(desk.nowMs), person: 1) }
    for person: UInt64 in 2...50 {
        for _ in 0..<3 { try desk.create(absolute(desk.nowMs), person: person) }
    }
    let busy = try desk.watch(1)
    let others = try (2...50).map { try desk.watch(UInt64($0)) }
    #expect(desk.turn(most: 400))
    #expect(desk.taken(busy).count <= 400 - 3 * 49)
    #expect(others.allSatisfy { desk.taken($0).count == 3 })
    #expect(desk.turn(most: 400))
    #expect(desk.taken(busy).count == 400)
    desk.send()
    #expect(desk.book.activeCount(of: 1) == 5000)
}

@Test("a turn offers no more than it may, however much is due")
func boundedTurns() throws {
    let desk = Desk()
    for person: UInt64 in 1...100 {
        for _ in 0..<90 { try desk.create(absolute(desk.nowMs + hour), person: person) }
    }
    let watchers = try (1...100).map { try desk.watch(UInt64($0)) }
    desk.nowMs += hour
    var turns = 0
    var sent = 0
    while desk.turn() {
        turns += 1
        let now = watchers.reduce(0) { $0 + desk.taken($1).count }
        #expect(now <= 4096)
        sent += now
    }
    sent += watchers.reduce(0) { $0 + desk.taken($1).count }
    #expect(turns >= 2)
    #expect(sent == 9000)
}

@Test("a person may watch on a thousand streams, and leaving one makes room")
func watcherCap() throws {
    let desk = Desk()
    var last: Dispatch.WatcherID = 0
    for _ in 0..<1000 { last = try desk.watch() }
    #expect(desk.dispatch.connect(1, zone: nil, desk.book, nowMs: desk.nowMs) == nil)
    #expect(desk.dispatch.connect(2, zone: nil, desk.book, nowMs: desk.nowMs) != nil)
    desk.unwatch(last)
    #expect(desk.dispatch.connect(1, zone: nil, desk.book, nowMs: desk.nowMs) != nil)
}

@Test("a clock set back sends nothing early and nothing that was shown again")
func clockBack() throws {
    let desk = Desk()
    let id = try desk.create(absolute(desk.nowMs + hour))
    try desk.create(absolute(desk.nowMs + 2 * hour))
    let watcher = try desk.watch()
    desk.advance(hour)
    desk.shown(desk.taken(watcher).map(\.occurrence))
    desk.jump(toMs: desk.nowMs - 30 * minute)
    desk.advance(hour)
    #expect(desk.taken(watcher).isEmpty)
    #expect(try desk.view(id).state == .shown)
    desk.advance(30 * minute)
    #expect(desk.taken(watcher).count == 1)
}

@Test("what came due while nobody could take it, and lies ahead again after the clock was set back")
func clockBackUnsent() throws {
    let desk = Desk()
    try desk.create(absolute(desk.nowMs + 30 * minute))
    let id = try desk.create(absolute(desk.nowMs + hour))
    let watcher = try desk.watch()
    desk.give(watcher, 0)
    desk.advance(hour)
    desk.jump(toMs: desk.nowMs - 45 * minute)
    desk.give(watcher, .max)
    desk.send()
    #expect(!desk.taken(watcher).contains { $0.occurrence.reminderID == id })
    desk.advance(44 * minute)
    #expect(!desk.taken(watcher).contains { $0.occurrence.reminderID == id })
    desk.advance(minute)
    #expect(desk.taken(watcher).count { $0.occurrence.reminderID == id } == 1)
}

@Test("when the machine loses a zone its reminders go on by the last known offset")
func lostZone() throws {
    let desk = Desk()
    try desk.create(zoned("2027-03-02T08:00", "Asia/Kathmandu", .daily))
    let watcher = try desk.watch()
    let gone = ZoneDatabase { _ in nil }
    desk.nowMs = Desk.ms("2027-03-04T02:15")
    _ = desk.dispatch.collect(desk.book, nowMs: desk.nowMs)
    let plan = desk.dispatch.plan(
        desk.book, nowMs: desk.nowMs, zones: gone, random: &desk.random)
    desk.record(plan.events)
    let row = try #require(plan.offers.first?.row)
    #expect(plan.offers.first?.watcher == watcher)
    let sent = try #require(desk.book.delivery(row, isLate: false, zone: nil, zones: gone))
    #expect(sent.missed == 2)
    #expect(sent.dueAtMs == Desk.ms("2027-03-04T02:15"))
    #expect(sent.localTime == "2027-03-04T08:00:00")
    let view = desk.book.view(row, nowMs: desk.nowMs, zones: gone)
    #expect(view.nextLocalTime == "2027-03-05T08:00:00")
    #expect(view.nextDueAtMs == Desk.ms("2027-03-05T02:15"))
}
