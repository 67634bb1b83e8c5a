import Glibc
import HuntKit

// Hunts for what ordinary tests do not find. The verbs stand in HuntKit.
let words = Array(CommandLine.arguments.dropFirst())
switch words.first {
case "fuzz": exit(FuzzCommand.run(Array(words.dropFirst())))
case "crash": exit(CrashCommand.run(Array(words.dropFirst())))
default:
    print(FuzzCommand.usage + "\n\n" + CrashCommand.usage)
    exit(words.first == "--help" ? 0 : 2)
}
