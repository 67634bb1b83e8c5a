import Glibc
import Seams
import TendClient

exit(
    Tend.run(
        Array(CommandLine.arguments.dropFirst()), environment: Tend.environment(), time: .system,
        random: .system))
