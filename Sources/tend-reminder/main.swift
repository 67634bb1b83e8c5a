import Catalogue
import CivilTime
import Contracts
import Host
import ReminderService
import Seams

var handlers: ReminderHandlers?
ServiceProcess.run(
    part: "reminder", number: 2, about: "Tend's Reminder service: what becomes due, and when.",
    initial: ReminderBook(), events: ReminderHandlers.events, services: TendServices.reminder,
    flags: [Program.profileFlag, Program.seedsFlag]
) { host, program in
    let gate = FactGate(loop: host.loop, time: host.time) { host.state.facts.number }
    let made = ReminderHandlers(
        host: host, zones: ZoneDatabase(reading: ZoneFolder.system().read), random: .system,
        gate: gate, ideas: program.catalogue().ideas)
    made.follow(program.channel(to: "profile", as: "reminder"))
    handlers = made
}
