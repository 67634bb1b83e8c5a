import Contracts
import TendClient
import Testing

private func said(_ change: (inout Reminder) -> Void, homeZone: String = "Europe/Berlin") -> String
{
    var reminder = Fixture.filmNight()
    change(&reminder)
    return Fixture.times().schedule(of: reminder, homeZone: homeZone)
}

@Test("a rule is said back in words")
func rulesInWords() {
    #expect(said { _ in } == "Every Sunday at 19:00, Berlin time; next on Sunday 7 March")
    #expect(
        said {
            $0.schedule.interval = 2
            $0.schedule.weekdays = [7, 3]
        } == "Every 2 weeks on Wednesday and Sunday at 19:00, Berlin time; next on Sunday 7 March")
    #expect(
        said { $0.schedule.weekdays = [1, 2, 3, 4, 5] }
            == "Monday to Friday at 19:00, Berlin time; next on Sunday 7 March")
    #expect(
        said { $0.schedule.weekdays = [] }
            == "Every Sunday at 19:00, Berlin time; next on Sunday 7 March")
    #expect(
        said { $0.schedule.frequency = .daily }
            == "Every day at 19:00, Berlin time; next on Sunday 7 March")
    #expect(
        said {
            $0.schedule.frequency = .daily
            $0.schedule.interval = 3
        } == "Every 3 days at 19:00, Berlin time; next on Sunday 7 March")
    #expect(
        said { $0.schedule.frequency = .once }
            == "Once, on Sunday 7 March at 19:00, Berlin time")
    #expect(
        said { $0.nextDueAtMs = 0 }
            == "Every Sunday at 19:00, Berlin time; nothing more is ahead")
    #expect(
        said {
            $0.schedule.zone = ""
            $0.schedule.kind = .floating
        } == "Every Sunday at 19:00, wherever you are; next on Sunday 7 March")
}

@Test("a next time other than the rule's, as after a pause or a change of clocks, is said")
func otherTimeIsSaid() {
    #expect(
        said { $0.nextDueAtMs += 600_000 }
            == "Every Sunday at 19:00, Berlin time; next on Sunday 7 March at 19:10")
}

@Test("a moment is told in the person's zone")
func momentsInWords() {
    let moment = { (zone: String) in
        said(
            {
                $0.schedule = ScheduleRule()
                $0.schedule.kind = .absolute
                $0.schedule.atMs = $0.nextDueAtMs
                $0.nextLocalTime = "2027-03-07T18:00:00Z"
            }, homeZone: zone)
    }
    #expect(moment("Europe/Berlin") == "Once, on Sunday 7 March at 19:00, Berlin time")
    #expect(moment("America/New_York") == "Once, on Sunday 7 March at 13:00, New York time")
    #expect(moment("Etc/UTC") == "Once, on Sunday 7 March at 18:00, Etc/UTC")
}

@Test("a year is said unless it is this one")
func years() {
    #expect(
        Fixture.times().schedule(of: Fixture.dentist(), homeZone: "")
            == "Once, on Thursday 9 March 2028 at 14:30, Berlin time")
}

@Test("where this machine has no such zone, the server's own text is said")
func unknownZone() {
    #expect(
        said { $0.schedule.zone = "Mars/Olympus_Mons" }
            == "Every Sunday at 19:00, Olympus Mons time; next on Sunday 7 March")
    #expect(Fixture.times().moment(0, in: "Mars/Base") == "Thursday 1 January 1970 at 00:00 UTC")
}

@Test(
    "a length is said in its largest whole unit",
    arguments: [
        (0, "0 seconds"), (1, "1 second"), (1000, "1 second"), (59_001, "1 minute"),
        (90_000, "2 minutes"), (600_000, "10 minutes"), (3_600_000, "1 hour"),
        (5_400_000, "90 minutes"), (172_800_000, "2 days"), (-5, "0 seconds"),
        (Int64.max, "153722867280913 minutes"),
    ] as [(Int64, String)])
func lengths(ms: Int64, said: String) {
    #expect(Times.length(ms: ms, .english) == said)
}
