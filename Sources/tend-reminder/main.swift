import CivilTime
import Contracts
import Host
import ReminderService
import Seams

var handlers: ReminderHandlers?
ServiceProcess.run(
    part: "reminder", number: 2, about: "Tend's Reminder service: what becomes due, and when.",
    initial: ReminderBook(), events: ReminderHandlers.events, services: TendServices.reminder,
    flags: [
        Arguments.Flag("profile", "ADDR", needed: true, "where the Profile service listens"),
        Arguments.Flag("seeds", "FOLDER", needed: true, "the starter content"),
    ]
) { host, program in
    let gate = FactGate(
        loop: host.loop, time: host.time, held: { host.state.facts.number })
    let made = ReminderHandlers(
        host: host, zones: ZoneDatabase(reading: ZoneFolder.system().read), random: .system,
        gate: gate)
    made.follow(program.channel(to: "profile", as: "reminder"))
    handlers = made
}
