import Glibc
import LoadKit

// Load. The verbs stand in LoadKit.
exit(LoadCommand.run(Array(CommandLine.arguments.dropFirst())))
