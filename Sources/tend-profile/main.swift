import CivilTime
import Contracts
import Host
import ProfileService

var handlers: ProfileHandlers?
ServiceProcess.run(
    part: "profile", number: 1, about: "Tend's Profile service: people, devices and join codes.",
    initial: ProfileState(), events: ProfileState.events, services: TendServices.profile
) { host, _ in
    handlers = ProfileHandlers(host: host, zones: ZoneDatabase(reading: ZoneFolder.system().read))
}
