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
    flags: [
        Arguments.Flag("profile", "ADDR", needed: true, "where the Profile service listens"),
        Arguments.Flag("seeds", "FOLDER", needed: true, "the seeds, checked at the start"),
    ]
) { host, program in
    let gate = FactGate(loop: host.loop, time: host.time) { host.state.facts.number }
    let made = ReminderHandlers(
        host: host, zones: ZoneDatabase(reading: ZoneFolder.system().read), random: .system,
        gate: gate, ideas: ideas(program))
    made.follow(program.channel(to: "profile", as: "reminder"))
    handlers = made
}

/// The ideas of the seeds that the command line names; ends the process on a seed that breaks a
/// rule.
func ideas(_ program: Program) -> [TimeIdea] {
    do throws(SeedError) {
        return try Catalogue.read(folder: program.arguments.values["seeds"] ?? "").ideas
    } catch {
        program.end(error.sentence, code: Program.Exit.configuration)
    }
}
