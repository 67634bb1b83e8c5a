import Contracts
import TendClient
import Testing

@Test("a list is aligned, with letters first and what differs last")
func list() {
    var due = Fixture.filmNight()
    due.state = .due
    due.openOccurrence = Fixture.occurrence(due)
    due.nextDueAtMs += 7 * 86_400_000
    var ended = Fixture.dentist()
    ended.state = .cancelled
    ended.nextDueAtMs = 0
    #expect(
        Fixture.text().list([due, Fixture.dentist(), ended]) == [
            "a  Sunday 7 March at 19:00         Film night (due now)",
            "b  Thursday 9 March 2028 at 14:30  Dentist.…",
            "c  nothing ahead                   Dentist.… (ended)",
        ])
}

@Test("an empty list says how to begin")
func emptyList() {
    #expect(
        Fixture.text().list([]) == [
            "No reminders yet. Make one: tend remind add \"Film night\" every sunday 19:00"
        ])
    #expect(
        Fixture.text().list([], hasEnded: true) == [
            "No reminder is open. What is over: tend remind list --all"
        ])
}

@Test("one reminder in full")
func full() {
    #expect(
        Fixture.text().full(Fixture.dentist()) == [
            "Dentist.\nBring the card.",
            "When   Once, on Thursday 9 March 2028 at 14:30, Berlin time",
            "Next   Thursday 9 March 2028 at 14:30", "Now    waiting for its time",
        ])
    var snoozed = Fixture.filmNight()
    snoozed.openOccurrence = Fixture.occurrence(snoozed)
    snoozed.nextDueAtMs += 600_000
    snoozed.state = .snoozed
    #expect(
        Fixture.text().full(snoozed).last == "Now    put off until Sunday 7 March at 19:10")
    snoozed.state = .shown
    #expect(Fixture.text().full(snoozed).last == "Now    shown for Sunday 7 March at 19:00")
}

@Test("a delivery, late and after missed ones")
func delivery() {
    var delivery = Delivery()
    delivery.note = "Film night\nBring popcorn"
    delivery.localTime = "2027-03-07T13:00:00"
    delivery.zone = "America/New_York"
    #expect(
        Fixture.text().delivery(delivery, letter: "a") == [
            "a  Sunday 7 March at 13:00, New York time  Film night\n   Bring popcorn"
        ])
    delivery.late = true
    delivery.missed = 1
    #expect(
        Fixture.text().delivery(delivery, letter: "ab").dropFirst() == [
            "    This comes after its time.",
            "    1 earlier one was missed and will not come again.",
        ])
    delivery.missed = 2
    #expect(
        Fixture.text().delivery(delivery, letter: "a").last
            == "   2 earlier ones were missed and will not come again.")
}

@Test("one that was put off says until when, in the list and when it is back")
func putOff() {
    var snoozed = Fixture.filmNight()
    snoozed.state = .snoozed
    snoozed.openOccurrence = Fixture.occurrence(snoozed)
    snoozed.nextDueAtMs += 600_000
    #expect(
        Fixture.text().list([snoozed]) == [
            "a  Sunday 7 March at 19:10  Film night (put off until then)"
        ])
    var delivery = Delivery()
    delivery.note = "Film night"
    delivery.dueAtMs = Fixture.filmNight().nextDueAtMs
    delivery.snoozedUntilMs = snoozed.nextDueAtMs
    delivery.localTime = "2027-03-07T13:00:00"
    delivery.zone = "America/New_York"
    #expect(
        Fixture.text().delivery(delivery, letter: "a") == [
            "a  Sunday 7 March at 13:00, New York time  Film night",
            "   Put off until Sunday 7 March at 13:10, New York time.",
        ])
}

@Test("while it is not known where the person lives every time says its zone")
func homeUnknown() {
    var moment = Fixture.filmNight()
    moment.schedule = ScheduleRule()
    moment.schedule.kind = .absolute
    moment.schedule.atMs = moment.nextDueAtMs
    moment.nextLocalTime = "2027-03-07T18:00:00Z"
    var due = moment
    due.state = .due
    due.openOccurrence = Fixture.occurrence(due)
    let reminders = [Fixture.filmNight(), moment, due]
    let rows: [(String, [String])] = [
        ("UTC", ["19:00, Berlin time", "18:00, UTC", "18:00, UTC"]),
        (
            "America/New_York",
            ["19:00, Berlin time", "13:00, New York time", "13:00, New York time"]
        ),
    ]
    for (zone, times) in rows {
        let text = ReminderText(times: Fixture.times(), homeZone: "", machineZone: zone)
        for (line, time) in zip(text.list(reminders), times) {
            #expect(line.contains("Sunday 7 March at \(time) "), "\(line)")
        }
        let full = text.full(due)
        #expect(full[1].hasSuffix(String(times[1].split(separator: ", ")[1])), "\(full)")
        for line in full.dropFirst(2) { #expect(line.hasSuffix(times[1]), "\(line)") }
    }
}

@Test("a time that the clocks jump over is said with its reason")
func passedOver() {
    var night = Fixture.filmNight()
    night.note = "Look at the stars"
    night.schedule.frequency = .once
    night.schedule.localStart = "2027-03-28T02:30"
    night.nextDueAtMs = 1_806_197_400_000
    night.nextLocalTime = "2027-03-28T03:30:00"
    #expect(
        RemindAddVerb.lines(night, Fixture.text()) == [
            "Look at the stars. Once, on Sunday 28 March at 03:30, Berlin time.",
            "The clocks go forward on Sunday 28 March and pass over 02:30, so it comes at 03:30"
                + " that day.",
        ])
    #expect(RemindAddVerb.lines(Fixture.filmNight(), Fixture.text()).count == 1)
    #expect(RemindAddVerb.lines(Fixture.dentist(), Fixture.text()).count == 1)
}

@Test("a moment is told where the person is, and another zone by its name")
func momentDelivered() {
    var delivery = Delivery()
    delivery.note = "Tea"
    delivery.occurrence.localTime = "2027-03-07T18:00:00Z"
    delivery.dueAtMs = Fixture.filmNight().nextDueAtMs
    delivery.localTime = "2027-03-07T18:00:00"
    delivery.zone = "UTC"
    #expect(
        Fixture.text().delivery(delivery, letter: "a") == ["a  Sunday 7 March at 19:00  Tea"])
    var abroad = Fixture.filmNight()
    abroad.schedule.zone = "America/New_York"
    #expect(
        Fixture.text().list([abroad]) == ["a  Sunday 7 March at 13:00, New York time  Film night"])
}

@Test("a ledger")
func ledger() {
    let rows: [(LedgerKind, UInt32, String)] = [
        (.sent, 1, "sent"), (.sent, 2, "sent again, time 2"), (.shown, 0, "shown"),
        (.snoozed, 0, "put off"), (.done, 0, "done"), (.skipped, 0, "let go"),
        (.missed, 0, "not sent, as a newer one was"), (.lapsed, 0, "its time passed unseen"),
    ]
    var ledger = Ledger()
    ledger.entries = rows.map { kind, attempt, _ in
        var entry = LedgerEntry()
        entry.kind = kind
        entry.attempt = attempt
        entry.atMs = Fixture.filmNight().nextDueAtMs
        entry.localTime = "2027-03-07T19:00:00"
        return entry
    }
    #expect(
        Fixture.text().ledger(ledger, zone: "Europe/Berlin")
            == rows.map { "Sunday 7 March at 19:00  \($0.2) (for Sunday 7 March at 19:00)" })
    #expect(
        Fixture.text().ledger(Ledger(), zone: "Europe/Berlin") == [
            "Nothing has happened to it yet."
        ])
}

@Test("text from elsewhere cannot move the cursor or turn the line around")
func controlCharacters() {
    #expect(Printable.clean("a\u{1B}[31mb\tc\u{202E}d\u{9B}e\r\nf") == "a[31mb cde f")
    #expect(Printable.clean("a\nb", lines: true) == "a\nb")
    var reminder = Fixture.filmNight()
    reminder.note = "\u{1B}]0;x\u{07}" + String(repeating: "é", count: 100)
    let line = Fixture.text().list([reminder])[0]
    #expect(!line.unicodeScalars.contains { $0.value < 0x20 })
    #expect(line.hasSuffix("é…"))
}

@Test("a note without words of its own is told apart by nothing but its time")
func emptyNote() {
    var reminder = Fixture.filmNight()
    reminder.note = "\n\n"
    #expect(Fixture.text().list([reminder]) == ["a  Sunday 7 March at 19:00"])
}
