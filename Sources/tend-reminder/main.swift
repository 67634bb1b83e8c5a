import CivilTime
import Contracts
import Host
import ReminderService
import Seams

var service: ReminderService?
ServiceProcess.run(
    part: "reminder", number: 2, about: "Tend's Reminder service: what becomes due, and when.",
    initial: ReminderBook(), events: ReminderService.events, services: TendServices.reminder
) { host in
    service = ReminderService(
        host: host, zones: ZoneDatabase(reading: ZoneFolder.system().read), random: .system)
}
