import Codec
import Contracts
import RPC
import ReminderService
import Testing

/// A rule and when it must first be due, in UTC and by its own clock.
struct FirstCase: CustomTestStringConvertible, Sendable {
    let name: String
    let rule: ScheduleRule
    let dueUTC: String
    let local: String
    var start: String?

    var testDescription: String { name }
}

@Test(
    "a reminder is first due when its rule says",
    arguments: [
        FirstCase(
            name: "absolute", rule: absolute(Desk.ms("2027-03-01T09:20")),
            dueUTC: "2027-03-01T09:20", local: "2027-03-01T09:20:00Z"),
        FirstCase(
            name: "now", rule: absolute(Desk.ms("2027-03-01T09:00")), dueUTC: "2027-03-01T09:00",
            local: "2027-03-01T09:00:00Z"),
        FirstCase(
            name: "once", rule: zoned("2027-03-07T19:00"), dueUTC: "2027-03-07T18:00",
            local: "2027-03-07T19:00:00"),
        FirstCase(
            name: "once, in the gap", rule: zoned("2027-03-28T02:30"),
            dueUTC: "2027-03-28T01:30", local: "2027-03-28T03:30:00"),
        FirstCase(
            name: "once, in the overlap", rule: zoned("2027-10-31T02:30"),
            dueUTC: "2027-10-31T00:30", local: "2027-10-31T02:30:00"),
        FirstCase(
            name: "daily, today's time past", rule: zoned("2027-03-01T09:30", .daily),
            dueUTC: "2027-03-02T08:30", local: "2027-03-02T09:30:00"),
        FirstCase(
            name: "every third day from last month",
            rule: zoned("2027-02-20T12:00", .daily, interval: 3), dueUTC: "2027-03-01T11:00",
            local: "2027-03-01T12:00:00"),
        FirstCase(
            name: "weekly on the start's own day", rule: zoned("2027-03-03T08:00", .weekly),
            dueUTC: "2027-03-03T07:00", local: "2027-03-03T08:00:00"),
        FirstCase(
            name: "weekly, start moved to the first match",
            rule: zoned("2027-03-03T08:00", .weekly, on: [7, 1]), dueUTC: "2027-03-07T07:00",
            local: "2027-03-07T08:00:00", start: "2027-03-07T08:00"),
        FirstCase(
            name: "every other week, Monday and Sunday, from a Wednesday",
            rule: zoned("2027-03-03T08:00", .weekly, interval: 2, on: [1, 7]),
            dueUTC: "2027-03-07T07:00", local: "2027-03-07T08:00:00", start: "2027-03-07T08:00"),
    ])
func firstDue(row: FirstCase) throws {
    let desk = Desk()
    let id = try desk.create(row.rule, note: "water the ferns")
    let made = try desk.view(id)
    #expect(made.id == id)
    #expect(made.note == "water the ferns")
    #expect(made.nextDueAtMs == (row.name == "now" ? 0 : Desk.ms(row.dueUTC)))
    #expect(made.nextLocalTime == (row.name == "now" ? "" : row.local))
    #expect(made.state == (row.name == "now" ? .due : .scheduled))
    #expect(made.revision == 1)
    #expect(made.schedule.localStart == (row.start ?? row.rule.localStart))
    #expect(made.schedule.zone == row.rule.zone)
    #expect(made.schedule.frequency == row.rule.frequency)
}

private func zoned(
    _ start: String, _ frequency: Frequency, interval: UInt32 = 0, on weekdays: [Int32] = []
) -> ScheduleRule {
    zoned(start, "Europe/Berlin", frequency, interval: interval, on: weekdays)
}

@Test("the weekdays and the interval of a rule are told back as they were understood")
func rulesAreToldBack() throws {
    let desk = Desk()
    let weekly = try desk.view(desk.create(zoned("2027-03-03T08:00", .weekly)))
    #expect(weekly.schedule.weekdays == [3])
    #expect(weekly.schedule.interval == 1)
    let other = try desk.view(
        desk.create(zoned("2027-03-07T08:00", .weekly, interval: 2, on: [7, 1, 7])))
    #expect(other.schedule.weekdays == [1, 7])
    #expect(other.schedule.interval == 2)
    let once = try desk.view(desk.create(absolute(desk.nowMs + hour)))
    #expect(once.schedule.kind == .absolute)
    #expect(once.schedule.atMs == desk.nowMs + hour)
    #expect(once.schedule.localStart == "")
}

/// A request and why it must be refused.
struct RefusalCase: CustomTestStringConvertible, Sendable {
    let name: String
    var note = "call"
    let rule: ScheduleRule
    let refusal: Why
    var testDescription: String { name }
}

private func floating() -> ScheduleRule {
    var rule = zoned("2027-03-07T19:00")
    rule.kind = .floating
    return rule
}

/// One that a newer client means in a way that is not known here: never taken for another.
private func unknown(frequency: Int32 = 1, kind: Int32 = 0) -> ScheduleRule {
    var rule = zoned("2027-03-07T19:00")
    rule.frequencyNumber = OpenNumber(rawValue: frequency)
    rule.kindNumber = OpenNumber(rawValue: kind)
    return rule
}

private func absoluteDaily() -> ScheduleRule {
    var rule = absolute(Desk.ms("2027-03-07T19:00"))
    rule.frequency = .daily
    return rule
}

@Test(
    "what cannot be a reminder is refused with the field",
    arguments: [
        RefusalCase(
            name: "no note", note: "", rule: absolute(1),
            refusal: Why(.fieldMissing, field: "note")),
        RefusalCase(
            name: "a long note", note: String(repeating: "é", count: 513), rule: absolute(1),
            refusal: Why(.tooLong, field: "note", limit: 1024)),
        RefusalCase(
            name: "an unknown frequency", rule: unknown(frequency: 3),
            refusal: Why(.fieldInvalid, field: "schedule.frequency")),
        RefusalCase(
            name: "a negative frequency", rule: unknown(frequency: -1),
            refusal: Why(.fieldInvalid, field: "schedule.frequency")),
        RefusalCase(
            name: "an unknown kind", rule: unknown(kind: .max),
            refusal: Why(.fieldInvalid, field: "schedule.kind")),
        RefusalCase(
            name: "a moment in the year 9000", rule: absolute(Desk.ms("9000-01-01T00:00")),
            refusal: Why(.fieldInvalid, field: "schedule.at_ms")),
        RefusalCase(
            name: "no moment", rule: absolute(0),
            refusal: Why(.fieldMissing, field: "schedule.at_ms")),
        RefusalCase(
            name: "a moment past", rule: absolute(Desk.ms("2027-03-01T09:00") - 1),
            refusal: Why(.timePast, field: "schedule.at_ms")),
        RefusalCase(
            name: "a moment after the last year", rule: absolute(.max),
            refusal: Why(.fieldInvalid, field: "schedule.at_ms")),
        RefusalCase(
            name: "a moment that repeats", rule: absoluteDaily(),
            refusal: Why(.fieldInvalid, field: "schedule.frequency")),
        RefusalCase(
            name: "no start", rule: zoned(""),
            refusal: Why(.fieldMissing, field: "schedule.local_start")),
        RefusalCase(
            name: "a start that is none", rule: zoned("2027-02-29T19:00"),
            refusal: Why(.fieldInvalid, field: "schedule.local_start")),
        RefusalCase(
            name: "no zone", rule: zoned("2027-03-07T19:00", ""),
            refusal: Why(.fieldMissing, field: "schedule.zone")),
        RefusalCase(
            name: "an unknown zone", rule: zoned("2027-03-07T19:00", "Europe/Bremen"),
            refusal: Why(.zoneUnknown, field: "schedule.zone")),
        RefusalCase(
            name: "a zone that is a path", rule: zoned("2027-03-07T19:00", "../etc/passwd"),
            refusal: Why(.zoneUnknown, field: "schedule.zone")),
        RefusalCase(
            name: "once, past", rule: zoned("2027-03-01T09:59"),
            refusal: Why(.timePast, field: "schedule.local_start")),
        RefusalCase(
            name: "weekdays of a daily rule",
            rule: zoned("2027-03-07T19:00", .daily, on: [1]),
            refusal: Why(.fieldInvalid, field: "schedule.weekdays")),
        RefusalCase(
            name: "an eighth weekday", rule: zoned("2027-03-07T19:00", .weekly, on: [8]),
            refusal: Why(.fieldInvalid, field: "schedule.weekdays")),
        RefusalCase(
            name: "an endless interval", rule: zoned("2027-03-07T19:00", .daily, interval: 1001),
            refusal: Why(.fieldInvalid, field: "schedule.interval", limit: 1000)),
        RefusalCase(
            name: "an interval of once", rule: zoned("2027-03-07T19:00", .once, interval: 2),
            refusal: Why(.fieldInvalid, field: "schedule.interval")),
        RefusalCase(
            name: "floating", rule: floating(),
            refusal: Why(.fieldInvalid, field: "schedule.kind")),
    ])
func refusedCreation(row: RefusalCase) {
    let desk = Desk()
    #expect(refusal { try desk.create(row.rule, note: row.note) } == row.refusal)
    #expect(desk.book.count == 0)
}

@Test("a person has at most ten thousand reminders that have not ended; others are not held up")
func pendingCap() throws {
    let desk = Desk()
    var last: UInt64 = 0
    for _ in 0..<ReminderService.Limits.pendingPerPersonMax {
        last = try desk.create(absolute(desk.nowMs + hour))
    }
    let refused = refusal { try desk.create(absolute(desk.nowMs + hour)) }
    #expect(refused == Why(.tooMany, limit: 10_000))
    try desk.create(absolute(desk.nowMs + hour), person: 2)
    try desk.act { try $0.cancel(ReminderID(last)) }
    try desk.create(absolute(desk.nowMs + hour))
}

extension ReminderID {
    init(_ id: UInt64) {
        self.init()
        self.id = id
    }
}
