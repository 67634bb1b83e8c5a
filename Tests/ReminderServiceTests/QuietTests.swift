import CivilTime
import Contracts
import ReminderService
import Testing

/// A moment, windows, and when the quiet ends.
struct QuietCase: CustomTestStringConvertible, Sendable {
    let name: String
    let at: String
    var zone = "Europe/Berlin"
    var windows: [QuietWindow] = [night]
    let end: String?
    var testDescription: String { name }
}

/// 22:00 to 07:00.
private let night = QuietWindow(1320, 420)

@Test(
    "quiet ends when the windows around it do",
    arguments: [
        QuietCase(name: "no windows", at: "2027-03-01T21:30", windows: [], end: nil),
        QuietCase(name: "just before", at: "2027-03-01T20:59:59", end: nil),
        QuietCase(name: "at the start", at: "2027-03-01T21:00", end: "2027-03-02T06:00"),
        QuietCase(name: "after midnight", at: "2027-03-02T01:00", end: "2027-03-02T06:00"),
        QuietCase(name: "the last second", at: "2027-03-02T05:59:59", end: "2027-03-02T06:00"),
        QuietCase(name: "at the end", at: "2027-03-02T06:00", end: nil),
        QuietCase(
            name: "within a day", at: "2027-03-01T12:30", windows: [QuietWindow(780, 840)],
            end: "2027-03-01T13:00"),
        QuietCase(
            name: "until midnight", at: "2027-03-01T22:00", windows: [QuietWindow(1320, 0)],
            end: "2027-03-01T23:00"),
        QuietCase(
            name: "adjoining", at: "2027-03-01T21:30",
            windows: [QuietWindow(0, 420), QuietWindow(1320, 0)], end: "2027-03-02T06:00"),
        QuietCase(
            name: "overlapping", at: "2027-03-01T21:30",
            windows: [QuietWindow(60, 420), QuietWindow(1320, 120)], end: "2027-03-02T06:00"),
        QuietCase(
            name: "one inside the other", at: "2027-03-01T23:30",
            windows: [QuietWindow(0, 60), night], end: "2027-03-02T06:00"),
        QuietCase(
            name: "with an hour between", at: "2027-03-01T21:30",
            windows: [QuietWindow(1320, 0), QuietWindow(60, 420)], end: "2027-03-01T23:00"),
        QuietCase(
            name: "a quarter off the hour", at: "2027-03-01T16:15", zone: "Asia/Kathmandu",
            end: "2027-03-02T01:15"),
        QuietCase(name: "a short night", at: "2027-03-27T22:00", end: "2027-03-28T05:00"),
        QuietCase(name: "a long night", at: "2027-10-30T21:00", end: "2027-10-31T06:00"),
        QuietCase(
            name: "ends in the gap", at: "2027-03-27T22:00", windows: [QuietWindow(1320, 150)],
            end: "2027-03-28T01:00"),
        QuietCase(
            name: "ends where the gap begins", at: "2027-03-27T22:00",
            windows: [QuietWindow(1320, 120)], end: "2027-03-28T01:00"),
        QuietCase(
            name: "begins in the gap", at: "2027-03-28T01:00", windows: [QuietWindow(150, 240)],
            end: "2027-03-28T02:00"),
        QuietCase(
            name: "begins in the gap, before", at: "2027-03-28T00:59:59",
            windows: [QuietWindow(150, 240)], end: nil),
        QuietCase(
            name: "all in the gap", at: "2027-03-28T01:00", windows: [QuietWindow(135, 165)],
            end: nil),
        QuietCase(
            name: "touch across the gap", at: "2027-03-28T00:30",
            windows: [QuietWindow(60, 120), QuietWindow(180, 240)], end: "2027-03-28T02:00"),
        QuietCase(
            name: "ends in the overlap, the first time", at: "2027-10-30T21:00",
            windows: [QuietWindow(1320, 150)], end: "2027-10-31T00:30"),
        QuietCase(
            name: "between the two", at: "2027-10-31T00:45", windows: [QuietWindow(1320, 150)],
            end: nil),
        QuietCase(
            name: "ends in the overlap, the second time", at: "2027-10-31T01:00",
            windows: [QuietWindow(1320, 150)], end: "2027-10-31T01:30"),
        QuietCase(
            name: "over the whole overlap", at: "2027-10-30T21:00",
            windows: [QuietWindow(1320, 180)], end: "2027-10-31T02:00"),
        QuietCase(
            name: "ends where the overlap begins", at: "2027-10-30T21:00",
            windows: [QuietWindow(1320, 120)], end: "2027-10-31T00:00"),
        QuietCase(
            name: "the whole day, in two", at: "2027-03-01T09:00",
            windows: [QuietWindow(0, 720), QuietWindow(720, 0)], end: "2027-03-02T11:00"),
        QuietCase(
            name: "the whole long day, in two", at: "2027-10-30T21:00",
            windows: [QuietWindow(0, 1439), QuietWindow(1430, 10)], end: "2027-10-31T22:59"),
        QuietCase(
            name: "no windows at all", at: "2027-03-01T21:30",
            windows: [
                QuietWindow(600, 600), QuietWindow(-1, 600), QuietWindow(0, 1440),
                QuietWindow(.min, .max), QuietWindow(.max, 0),
            ], end: nil),
        QuietCase(name: "before the epoch", at: "1969-12-31T22:30", end: "1970-01-01T06:00"),
    ])
func quietEnds(row: QuietCase) throws {
    let zone = try testZones().zone(row.zone)
    let end = QuietHours.end(atMs: Desk.ms(row.at), windows: row.windows, zone: zone)
    #expect(end == row.end.map { Desk.ms($0) })
    // A part of a second is of the second it began in.
    let later = QuietHours.end(atMs: Desk.ms(row.at) + 999, windows: row.windows, zone: zone)
    #expect(later == end)
}

@Test("T24: what becomes due in quiet hours waits for their end, in order, and is not called late")
func heldOvernight() throws {
    let desk = Desk()
    desk.person(Desk.ana, "Europe/Berlin")
    desk.person(Desk.ben, "America/New_York", quiet: [(1320, 420)])
    desk.tie()
    // 22:30 and 23:00 in New York, and Saturdays at 04:30 and 05:00 in Berlin.
    let late = try desk.create(zoned("2027-03-01T23:00", "America/New_York"), person: Desk.ben)
    _ = try desk.agree(zoned("2027-03-02T04:30"), "early")
    let before = try desk.create(zoned("2027-03-01T21:00", "America/New_York"), person: Desk.ben)
    let (home, abroad) = (try desk.watch(Desk.ana), try desk.watch(Desk.ben))
    desk.advance(toMs: Desk.ms("2027-03-02T02:30"))
    let sent = desk.taken(abroad)
    #expect(sent.map(\.occurrence.reminderID).allSatisfy { $0 == before })
    desk.shown([try #require(sent.first?.occurrence)], as: Desk.ben)
    desk.advance(toMs: Desk.ms("2027-03-02T11:59:59"))
    #expect(desk.taken(abroad).isEmpty)
    #expect(desk.taken(home).first?.localTime == "2027-03-02T04:30:00")
    #expect(desk.dispatch.nextMs.map { $0 <= Desk.ms("2027-03-02T12:00") } == true)
    desk.advance(second)
    let held = desk.taken(abroad)
    #expect(held.map(\.note) == ["early", "call"])
    #expect(held.map(\.localTime) == ["2027-03-01T22:30:00", "2027-03-01T23:00:00"])
    #expect(held.allSatisfy { !$0.late && $0.attempt == 1 })
    #expect(held.last?.occurrence.reminderID == late)
}

@Test("what was due before quiet hours and found nobody is late when they end")
func lateAllTheSame() throws {
    let desk = Desk("2027-03-01T20:00")
    desk.person(Desk.ana, "Europe/Berlin", quiet: [(1320, 420)])
    try desk.create(absolute(Desk.ms("2027-03-01T20:30")), note: "before")
    try desk.create(absolute(Desk.ms("2027-03-01T23:30")), note: "inside")
    desk.jump(toMs: Desk.ms("2027-03-02T00:00"))
    let watcher = try desk.watch()
    desk.send()
    #expect(desk.taken(watcher).isEmpty)
    desk.advance(toMs: Desk.ms("2027-03-02T06:00"))
    let sent = desk.taken(watcher)
    #expect(sent.map(\.note) == ["before", "inside"])
    #expect(sent.map(\.late) == [true, false])
    // Nobody was there at the end either: then it is late.
    try desk.create(absolute(Desk.ms("2027-03-02T23:30")), note: "inside")
    desk.unwatch(watcher)
    desk.jump(toMs: Desk.ms("2027-03-03T06:02"))
    let next = try desk.watch()
    desk.send()
    #expect(desk.taken(next).first { $0.dueAtMs == Desk.ms("2027-03-02T23:30") }?.late == true)
}

@Test("what was sent and not shown is not sent again inside quiet hours")
func quietRedelivery() throws {
    let desk = Desk("2027-03-01T20:59")
    desk.person(Desk.ana, "Europe/Berlin", quiet: [(1320, 420)])
    try desk.create(absolute(Desk.ms("2027-03-01T20:59:30")))
    let watcher = try desk.watch()
    desk.advance(toMs: Desk.ms("2027-03-01T20:59:40"))
    #expect(desk.taken(watcher).count == 1)
    desk.advance(toMs: Desk.ms("2027-03-02T05:59"))
    #expect(desk.taken(watcher).isEmpty)
    desk.advance(minute)
    #expect(desk.taken(watcher).map(\.attempt) == [2])
}

@Test("quiet hours that are changed, or another zone, count at once for what is held")
func changedWindows() throws {
    let desk = Desk("2027-03-01T21:30")
    desk.person(Desk.ana, "Europe/Berlin", quiet: [(1320, 420)])
    try desk.create(absolute(Desk.ms("2027-03-01T22:00")))
    let watcher = try desk.watch()
    desk.advance(toMs: Desk.ms("2027-03-01T23:00"))
    #expect(desk.taken(watcher).isEmpty)
    // Longer: still held, beyond the old end.
    desk.person(Desk.ana, "Europe/Berlin", quiet: [(1320, 480)])
    desk.advance(toMs: Desk.ms("2027-03-02T06:59"))
    #expect(desk.taken(watcher).isEmpty)
    // In New York it is two in the morning, which this night is no quiet hour.
    desk.person(Desk.ana, "America/New_York", quiet: [(240, 480)])
    desk.send()
    let sent = desk.taken(watcher)
    #expect(sent.count == 1)
    #expect(sent.first?.late == true)
}

@Test("where a person's zone is not known there is no quiet, and others' hours are not theirs")
func noQuiet() throws {
    let desk = Desk("2027-03-01T21:30")
    desk.person(Desk.ana, "Europe/Bremen", quiet: [(1320, 420)])
    desk.person(Desk.ben, "Europe/Berlin", quiet: [(1320, 420)])
    try desk.create(absolute(Desk.ms("2027-03-01T22:00")))
    let watcher = try desk.watch()
    desk.advance(toMs: Desk.ms("2027-03-01T22:00"))
    #expect(desk.taken(watcher).count == 1)
}

@Test("whoever wants quiet all day is sent nothing, and costs little")
func alwaysQuiet() throws {
    let desk = Desk()
    desk.person(Desk.ana, "Europe/Berlin", quiet: [(0, 720), (720, 0)])
    try desk.create(zoned("2027-03-01T12:00", "Europe/Berlin", .daily))
    let watcher = try desk.watch()
    desk.advance(30 * day)
    #expect(desk.taken(watcher).isEmpty)
    desk.person(Desk.ana, "Europe/Berlin")
    desk.send()
    #expect(desk.taken(watcher).map(\.missed) == [29])
}

@Test("after the clock was set back quiet hours are those of the new time")
func setBack() throws {
    let desk = Desk("2027-03-01T21:30")
    desk.person(Desk.ana, "Europe/Berlin", quiet: [(1320, 420)])
    try desk.create(absolute(Desk.ms("2027-03-01T22:00")))
    let watcher = try desk.watch()
    desk.advance(hour)
    #expect(desk.taken(watcher).isEmpty)
    // The earlier time is as much in the future as the reminder: nothing is due, nothing held.
    desk.jump(toMs: Desk.ms("2027-03-01T12:00"))
    try desk.create(absolute(desk.nowMs + minute), note: "noon")
    desk.advance(minute)
    #expect(desk.taken(watcher).map(\.note) == ["noon"])
}

@Test("every night of a year what is due at three waits until seven", arguments: [false, true])
func everyNight(isJoint: Bool) throws {
    let desk = Desk()
    desk.person(Desk.ana, "Europe/Berlin", quiet: [(1320, 420)])
    desk.tie()
    let rule = zoned("2027-03-02T03:15", "Europe/Berlin", .daily)
    if isJoint { _ = try desk.agree(rule) } else { try desk.create(rule) }
    let watcher = try desk.watch()
    var days = 0
    while days < 365 {
        guard let next = desk.dispatch.nextMs else { break }
        desk.advance(toMs: max(next, desk.nowMs))
        for sent in desk.taken(watcher) {
            let zone = try desk.zones.zone("Europe/Berlin")
            let local = zone.localDateTime(atUnixSeconds: desk.nowMs / 1000)
            #expect(local.time.description.hasPrefix("07:00"))
            #expect(!sent.late)
            desk.shown([sent.occurrence])
            days += 1
        }
    }
    #expect(days == 365)
}
