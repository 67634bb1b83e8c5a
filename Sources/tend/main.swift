import Glibc
import Seams
import TendClient

exit(
    Tend.run(
        Tend.arguments(), environment: Tend.environment(), time: .system, random: .system))
