import CivilTime
import Contracts
import Host
import ProfileService

var handlers: ProfileHandlers?
ServiceProcess.run(
    part: "profile", number: 1,
    about: "Tend's Profile service: people, devices, codes, invitations, ties and consent.",
    initial: ProfileState(), events: ProfileState.events, services: TendServices.profile,
    flags: [
        Arguments.Flag("operator", "NAME", "who runs this server, named on the consent sheet")
    ]
) { host, program in
    handlers = ProfileHandlers(
        host: host, zones: ZoneDatabase(reading: ZoneFolder.system().read),
        operatorName: OperatorName.clean(program.arguments.values["operator"]))
}
