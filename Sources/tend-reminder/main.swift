import CivilTime
import Contracts
import Host
import ReminderService
import Seams

var handlers: ReminderHandlers?
ServiceProcess.run(
    part: "reminder", number: 2, about: "Tend's Reminder service: what becomes due, and when.",
    initial: ReminderBook(), events: ReminderHandlers.events, services: TendServices.reminder
) { host, _ in
    handlers = ReminderHandlers(
        host: host, zones: ZoneDatabase(reading: ZoneFolder.system().read), random: .system)
}
