import Codec
import Contracts
import ReminderService
import TestSupport
import Testing

/// A simple model of one person's reminders beside the service: what must be true of what is sent.
private final class Life {
    let desk: Desk
    var random: SeededRandom
    var reminders: [UInt64] = []
    var watchers: [Dispatch.WatcherID] = []
    /// What was offered, and who is to answer.
    var offers: [(id: UInt64, other: UInt64)] = []
    /// Reported shown and not put off since: must not be sent.
    var shown: Set<String> = []
    /// Ended: must not be sent.
    var ended: Set<UInt64> = []
    var deliveries = 0
    /// The latest the clock has ever been: what was due then may be sent again after it was set
    /// back.
    var latestMs: Int64 = 0

    init(seed: UInt64) {
        desk = Desk(seed: seed)
        random = SeededRandom(seed: seed &* 77)
    }

    func draw(_ bound: Int) -> Int { Int(random.next(upperBound: UInt64(bound))) }

    func name(_ occurrence: OccurrenceID) -> String {
        "\(occurrence.reminderID) \(occurrence.localTime) \(occurrence.revision)"
    }

    func due() throws -> [UInt64] {
        try reminders.filter { id in
            guard desk.book.row(of: id) != nil else { return false }
            return try desk.view(id).state == .due
        }
    }

    func check() {
        latestMs = max(latestMs, desk.nowMs)
        for watcher in watchers {
            var seen: Set<String> = []
            for delivery in desk.taken(watcher) {
                deliveries += 1
                let key = name(delivery.occurrence)
                #expect(!shown.contains(key), "sent again after it was shown: \(key)")
                #expect(!ended.contains(delivery.occurrence.reminderID), "sent after its end")
                #expect(delivery.dueAtMs <= latestMs, "sent early")
                #expect(delivery.attempt > 0)
                #expect(seen.insert("\(key) \(delivery.attempt)").inserted, "twice: \(key)")
            }
        }
    }

    func rule() -> ScheduleRule {
        let later = desk.nowMs + Int64(draw(3 * 24 * 60)) * minute
        switch draw(3) {
        case 0: return absolute(later)
        case 1:
            return zoned(
                "2027-03-0\(1 + draw(9))T0\(draw(10)):30",
                random.next() & 1 == 0 ? "Europe/Berlin" : "America/New_York", .daily,
                interval: UInt32(draw(3)))
        default:
            return zoned(
                "2027-03-0\(1 + draw(9))T1\(draw(10)):15",
                "Asia/Kathmandu", .weekly, on: [Int32(1 + draw(7))])
        }
    }

    func step() throws {
        switch draw(12) {
        case 0, 1: reminders.append(try desk.create(rule()))
        case 2 where watchers.count < 5: watchers.append(try desk.watch())
        case 3 where !watchers.isEmpty:
            desk.unwatch(watchers.remove(at: draw(watchers.count)))
        case 4 where !watchers.isEmpty:
            let watcher = watchers[draw(watchers.count)]
            desk.give(watcher, draw(6))
        case 5, 6: desk.advance(Int64(draw(30 * 60)) * second)
        case 7: desk.jump(toMs: desk.nowMs + Int64(draw(5 * 24)) * hour)
        case 8: desk.jump(toMs: desk.nowMs - Int64(draw(100)) * second)
        case 9: try together()
        default: try act()
        }
        check()
    }

    /// Person 1 and person 2 offer, answer and end; now and then their tie does.
    private func together() throws {
        switch draw(8) {
        case 0: desk.tie(id: 9 + UInt64(draw(2)), draw(6) == 0 ? .ended : .active)
        case 1, 2, 3:
            let from = UInt64(1 + draw(2))
            if let id = try? desk.offer(rule(), from: from, in: 9 + UInt64(draw(2))) {
                offers.append((id, 3 - from))
            }
        case 4: if !offers.isEmpty { _ = try? desk.end(offers[draw(offers.count)].id, as: 1) }
        default:
            guard let (id, other) = offers.randomElement(using: &random),
                let agreed = try? desk.answer(id, draw(4) != 0, as: other)
            else { break }
            if agreed.state == .agreed {
                let mine = try desk.decide(Desk.ana).view(offer: id).reminderID
                if !reminders.contains(mine) { reminders.append(mine) }
            }
        }
        // Whatever was ended for both.
        for id in reminders where desk.book.row(of: id) != nil {
            if try desk.view(id).state == .cancelled { ended.insert(id) }
        }
    }

    private func act() throws {
        guard !reminders.isEmpty else { return }
        let id = reminders[draw(reminders.count)]
        guard desk.book.row(of: id) != nil else { return }
        guard let open = try desk.view(id).openOccurrence, !ended.contains(id) else {
            if draw(8) == 0, !ended.contains(id),
                try desk.view(id).state == .scheduled
            {
                try desk.act { try $0.cancel(ReminderID(id)) }
                ended.insert(id)
            }
            return
        }
        switch draw(4) {
        case 0:
            desk.shown([open])
            if try desk.view(id).state == .shown { shown.insert(name(open)) }
        case 1:
            var snooze = SnoozeReminder()
            snooze.occurrence = open
            snooze.forMs = minute + Int64(draw(48)) * hour
            try desk.act { try $0.snooze(snooze) }
        case 2:
            try desk.act { try $0.settle(open, isDone: random.next() & 1 == 0) }
            shown.insert(name(open))
        default:
            desk.shown([open, open])
            if try desk.view(id).state == .shown { shown.insert(name(open)) }
        }
        if try desk.view(id).state.rawValue >= ReminderState.done.rawValue { ended.insert(id) }
    }
}

@Test(
    "in random lives nothing is sent early, after it was shown or after its end", arguments: 1...40)
func randomLives(seed: Int) throws {
    let life = Life(seed: UInt64(seed))
    for _ in 0..<400 { try life.step() }
    // In the end whatever is due and not shown reaches somebody who begins to watch.
    let last = try life.desk.watch()
    life.watchers.append(last)
    life.desk.send()
    let sent = Set(life.desk.inbox[last]?.map(\.occurrence.reminderID) ?? [])
    let due = try life.due()
    #expect(sent == Set(due))
    #expect(life.deliveries > 20)
}

@Test("the events replayed give the same book, through their bytes", arguments: 1...20)
func replay(seed: Int) throws {
    let life = Life(seed: UInt64(seed))
    for _ in 0..<400 { try life.step() }
    let live = life.desk.book
    let replayed = life.desk.replayed()
    #expect(replayed.digest() == live.digest())
    #expect(live.count > 0)
    // And a dispatch made anew sends what the old one would.
    let fresh = Dispatch(replayed, nowMs: life.desk.nowMs)
    _ = try #require(fresh.connect(Desk.ana, zone: nil, replayed, nowMs: life.desk.nowMs))
    let plan = fresh.plan(
        replayed, nowMs: life.desk.nowMs, zones: life.desk.zones, random: &life.random)
    let due = try life.due()
    #expect(Set(plan.offers.compactMap { replayed.id(of: $0.row) }) == Set(due))
}
