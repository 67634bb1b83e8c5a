import Contracts
import TendClient
import Testing

private func me() -> Me {
    var me = Me()
    me.person.name = "Ana"
    me.person.zone = "Europe/Berlin"
    me.person.language = "en"
    me.nowMs = Fixture.nowMs
    var here = Device()
    here.id = 1
    here.name = "laptop"
    here.joinedAtMs = Fixture.nowMs
    here.thisOne = true
    var there = here
    there.id = 2
    there.name = "phone"
    there.thisOne = false
    me.devices = [here, there]
    return me
}

@Test("oneself, with the time it is there")
func oneself() {
    #expect(
        MeVerb.lines(me(), Fixture.times()) == [
            "Ana", "Zone      Europe/Berlin, where it is Thursday 4 March at 20:15",
            "Language  en",
        ])
    var unknown = me()
    unknown.nowMs = 0
    #expect(MeVerb.lines(unknown, Fixture.times())[1] == "Zone      Europe/Berlin")
}

@Test("devices, and how to sign one out where there is another")
func devices() {
    #expect(
        DevicesVerb.lines(me(), Fixture.times()) == [
            "a  laptop, joined Thursday 4 March (this one)",
            "b  phone, joined Thursday 4 March",
            "To sign one out: tend devices revoke b",
        ])
    var alone = me()
    alone.devices.removeLast()
    #expect(DevicesVerb.lines(alone, Fixture.times()).count == 1)
}

@Test("a code for another device says until when it is good")
func deviceCode() {
    let made = MadeCode(code: "7K3MQ-9TX2A", expiresAtMs: Fixture.nowMs + 86_400_000)
    #expect(
        DevicesAddVerb.lines(made, me(), Fixture.times()) == [
            "On the other device, until Friday 5 March at 20:15, say:\n\n"
                + "    tend join 7K3MQ-9TX2A\n\nThe code works once."
        ])
}

@Test("joining, and joining with a code of one's own")
func joining() {
    var joined = Joined()
    joined.person = me().person
    #expect(
        JoinVerb.lines(joined, isNew: true, Fixture.times()) == [
            "Welcome, Ana. Your times are Berlin time.\nTo say yes to somebody's code: tend accept"
                + " CODE\nTo invite somebody yourself: tend invite"
        ])
    #expect(
        JoinVerb.lines(joined, isNew: false, Fixture.times()) == [
            "Welcome, Ana. This device speaks for you now."
        ])
}

@Test("a reminder is said back when it is made")
func reminderMade() {
    #expect(
        RemindAddVerb.lines(Fixture.filmNight(), Fixture.text()) == [
            "Film night. Every Sunday at 19:00, Berlin time; next on Sunday 7 March."
        ])
}

@Test("health, well or in part")
func health() {
    var report = HealthReport()
    for part in ["gateway", "profile", "reminder"] {
        var health = PartHealth()
        health.part = part
        health.serving = .serving
        health.version = "1"
        report.parts.append(health)
    }
    #expect(
        StatusVerb.lines(report, .english) == [
            "Tend is well.", "gateway   serving  1", "profile   serving  1", "reminder  serving  1",
        ])
    #expect(StatusVerb.isWell(report))
    report.parts[2].serving = .unreachable
    report.parts[2].version = ""
    #expect(StatusVerb.lines(report, .english).last == "reminder  does not answer")
    #expect(!StatusVerb.isWell(report))
    #expect(!StatusVerb.isWell(HealthReport()))
}
