import Glibc
import LoadKit

// Measurements. The verbs stand in LoadKit.
let arguments = Array(CommandLine.arguments.dropFirst())
guard let code = PeerCommand.run(arguments) else {
    print(PeerCommand.usage)
    exit(2)
}
exit(code)
