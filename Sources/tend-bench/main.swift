import Glibc
import LoadKit

// Measurements. The verbs stand in LoadKit; only the gateway is joined to them here.
exit(
    BenchCommand.run(
        Array(CommandLine.arguments.dropFirst()), gatewayServer: GatewayServer.run))
