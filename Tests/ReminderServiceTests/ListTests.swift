import Codec
import Contracts
import ReminderService
import Testing

private func pages(
    _ desk: Desk, as person: UInt64 = Desk.ana, ended: Bool = false
) throws -> [ReminderPage] {
    var pages: [ReminderPage] = []
    var request = ListReminders()
    request.includeEnded = ended
    repeat {
        let page = try desk.decide(person).list(request)
        #expect(page.encodedSize < 65_536)
        request.cursor = page.nextCursor
        pages.append(page)
    } while !request.cursor.isEmpty && pages.count < 1000
    return pages
}

@Test("a list has each of the caller's reminders once, soonest first, in pages of forty")
func listing() throws {
    let desk = Desk()
    var mine: Set<UInt64> = []
    for index in 0..<130 {
        // Many at the same time.
        mine.insert(try desk.create(absolute(desk.nowMs + Int64(index * 7 % 5) * hour)))
        try desk.create(absolute(desk.nowMs + hour), person: 2)
    }
    let pages = try pages(desk)
    #expect(pages.map(\.reminders.count) == [40, 40, 40, 10])
    let all = pages.flatMap(\.reminders)
    #expect(Set(all.map(\.id)) == mine)
    let due = all.map { $0.nextDueAtMs == 0 ? desk.nowMs : $0.nextDueAtMs }
    #expect(due == due.sorted())
}

@Test(
    "a page holds no more than was asked for, and never more than forty",
    arguments: [(0, 40), (1, 1), (5, 5), (39, 39), (40, 40), (41, 40), (UInt32.max, 40)])
func pageSize(asked: UInt32, most: Int) throws {
    let desk = Desk()
    let ids = try (0..<83).map { try desk.create(absolute(desk.nowMs + Int64($0) * hour)) }
    var request = ListReminders()
    request.pageSize = asked
    var found: [UInt64] = []
    repeat {
        let page = try desk.decide().list(request)
        #expect(page.reminders.count == min(most, ids.count - found.count))
        found += page.reminders.map(\.id)
        request.cursor = page.nextCursor
    } while !request.cursor.isEmpty && found.count <= ids.count
    #expect(found == ids)
}

@Test("an empty list is one empty page")
func emptyList() throws {
    let page = try Desk().decide().list(ListReminders())
    #expect(page.reminders.isEmpty)
    #expect(page.nextCursor == "")
}

@Test("ended reminders are listed on request, after the others, the newest end first")
func listEnded() throws {
    let desk = Desk()
    let ids = try (0..<60).map { _ in try desk.create(absolute(desk.nowMs + hour)) }
    for id in ids.prefix(50) {
        desk.nowMs += second
        try desk.act { try $0.cancel(ReminderID(id)) }
    }
    #expect(try pages(desk).flatMap(\.reminders).count == 10)
    let all = try pages(desk, ended: true).flatMap(\.reminders)
    #expect(Set(all.prefix(10).map(\.id)) == Set(ids.suffix(10)))
    #expect(all.dropFirst(10).map(\.id) == ids.prefix(50).reversed())
    #expect(all.dropFirst(10).allSatisfy { $0.state == .cancelled })
}

@Test("what is due, shown or snoozed has its place in the list")
func listOrder() throws {
    let desk = Desk()
    let later = try desk.create(absolute(desk.nowMs + 3 * hour))
    let shown = try desk.create(absolute(desk.nowMs + minute))
    let snoozed = try desk.create(absolute(desk.nowMs + 2 * minute))
    let due = try desk.create(absolute(desk.nowMs + 3 * minute))
    desk.nowMs += hour
    desk.shown([try #require(try desk.view(shown).openOccurrence)])
    var snooze = SnoozeReminder()
    snooze.occurrence = try #require(try desk.view(snoozed).openOccurrence)
    snooze.forMs = hour
    try desk.act { try $0.snooze(snooze) }
    let page = try desk.decide().list(ListReminders())
    #expect(page.reminders.map(\.id) == [shown, due, snoozed, later])
    #expect(page.reminders.map(\.state) == [.shown, .due, .snoozed, .scheduled])
}

@Test("one that was put off is listed by when it comes back, and once it has by when it was due")
func listSnoozed() throws {
    let desk = Desk("2027-03-01T08:00")
    let daily = try desk.create(zoned("2027-03-01T09:30", "Europe/Berlin", .daily))
    desk.nowMs = Desk.ms("2027-03-01T09:00")
    let once = try desk.create(absolute(desk.nowMs + 30 * minute))
    let second = try desk.create(absolute(desk.nowMs + 2 * hour))
    for forMs in [hour, 2 * day] {
        var snooze = SnoozeReminder()
        snooze.occurrence = try #require(try desk.view(daily).openOccurrence)
        snooze.forMs = forMs
        try desk.act { try $0.snooze(snooze) }
        let list = try pages(desk).flatMap(\.reminders)
        #expect(list.map(\.nextDueAtMs) == list.map(\.nextDueAtMs).sorted())
        #expect(list.map(\.id) == (forMs == hour ? [once, daily, second] : [once, second, daily]))
    }
    var snooze = SnoozeReminder()
    snooze.occurrence = try #require(try desk.view(daily).openOccurrence)
    snooze.forMs = hour
    try desk.act { try $0.snooze(snooze) }
    desk.nowMs += 90 * minute
    #expect(try pages(desk).flatMap(\.reminders).map(\.id) == [daily, once, second])
}

@Test("the largest reminders still make pages that fit a frame")
func largePages() throws {
    let desk = Desk()
    let note = String(repeating: "é", count: 512)
    for _ in 0..<100 {
        try desk.create(
            zoned("2027-03-07T19:00", "America/New_York", .weekly, on: [1, 2, 3, 4, 5, 6, 7]),
            note: note)
    }
    #expect(try pages(desk).flatMap(\.reminders).count == 100)
}

@Test("a cursor is its owner's alone, and any other text is refused")
func cursors() throws {
    let desk = Desk()
    for person: UInt64 in 1...2 {
        for _ in 0..<50 { try desk.create(absolute(desk.nowMs + hour), person: person) }
    }
    let cursor = try desk.decide().list(ListReminders()).nextCursor
    #expect(cursor.utf8.count <= Contracts.Limits.cursorBytesMax)
    var request = ListReminders()
    var bytes = Array(cursor.utf8)
    bytes[20] = bytes[20] == 0x30 ? 0x31 : 0x30
    for wrong in ["x", String(decoding: bytes, as: UTF8.self), cursor + "0", cursor.uppercased()] {
        request.cursor = wrong
        #expect(
            refusal { _ = try desk.decide().list(request) } == Why(.fieldInvalid, field: "cursor"))
    }
    request.cursor = cursor
    #expect(
        refusal { _ = try desk.decide(2).list(request) } == Why(.fieldInvalid, field: "cursor"))
    #expect(try desk.decide().list(request).reminders.count == 10)
}

@Test("a ledger keeps its newest 256 lines")
func longLedger() throws {
    let desk = Desk()
    let id = try desk.create(absolute(desk.nowMs))
    desk.send()
    for index in 0..<700 {
        desk.nowMs += second
        let watcher = try desk.watch()
        desk.turn()
        desk.unwatch(watcher)
        let audit = try desk.audit(id)
        #expect(audit.count == min(index + 1, 256))
        #expect(audit.last?.attempt == UInt32(index + 1))
        #expect(audit.first?.attempt == UInt32(max(1, index - 254)))
    }
    #expect(desk.book.audit(try #require(desk.book.row(of: id))).encodedSize < 65_536)
}
