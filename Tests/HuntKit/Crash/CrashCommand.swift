import Glibc
import Seams

/// `tend-hunt crash`: kills processes for as long as it is told to, and prints what it finds.
public enum CrashCommand {
    /// What `--help` says.
    public static let usage = """
        Kills real processes with signal 9 between requests and their answers, and checks that
        nothing answered is lost and nothing else is half there.

        tend-hunt crash --seconds 600 --seed 7     runs for so long
        tend-hunt crash --seed 7 --cycle 12        one run of the script again

        Exit code: 0 nothing found; 1 something was found, and the last line repeats it; 2 usage.
        """

    /// Runs the command with the words after `crash`; its exit code.
    public static func run(_ words: [String]) -> Int32 {
        var seconds: Int64 = 60
        var seed: UInt64 = 1
        var only: Int?
        var rest = words[...]
        while let word = rest.popFirst() {
            let value = rest.popFirst()
            switch (word, value.flatMap { UInt64($0) }) {
            case ("--seconds", .some(let number)): seconds = Int64(clamping: number)
            case ("--seed", .some(let number)): seed = number
            case ("--cycle", .some(let number)): only = Int(clamping: number)
            default:
                print(usage)
                return word == "--help" ? 0 : 2
            }
        }
        do {
            return try hunt(seconds: seconds, seed: seed, only: only)
        } catch let finding as CrashFinding {
            print("FOUND in \(finding)")
        } catch {
            print("tend-hunt: \(error)")
        }
        return 1
    }

    private static func hunt(seconds: Int64, seed: UInt64, only: Int?) throws -> Int32 {
        let hunt = try CrashHunt(seed: seed)
        let time = TimeSource.system
        let beganUs = time.monotonicUs()
        let endUs = beganUs + seconds * 1_000_000
        var saidUs = beganUs
        var cycle = only ?? 0
        repeat {
            try hunt.run(cycle: cycle)
            cycle += 1
            let nowUs = time.monotonicUs()
            if nowUs - saidUs > 10_000_000 {
                saidUs = nowUs
                say(hunt.tally, afterUs: nowUs - beganUs)
            }
        } while only == nil && time.monotonicUs() < endUs
        if saidUs == beganUs || time.monotonicUs() - saidUs > 1_000_000 {
            say(hunt.tally, afterUs: time.monotonicUs() - beganUs)
        }
        print("nothing found with seed \(seed)")
        return 0
    }

    private static func say(_ tally: CrashHunt.Tally, afterUs: Int64) {
        print(
            "\(afterUs / 1_000_000) s: \(tally.cycles) runs of the script, \(tally.kills) kills;"
                + " \(tally.answered) requests were answered in time, \(tally.happened) had"
                + " happened without an answer, \(tally.lost) had not; \(tally.deliveries)"
                + " deliveries")
        fflush(nil)
    }
}
