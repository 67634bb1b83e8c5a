import Glibc
import Host
import Reactor
import Seams

/// The verbs of `tend-load`.
public enum LoadCommand {
    /// How to write them.
    public static let usage = """
        Puts a load on Tend and says whether it did all it promised.

        usage: tend-load reminders --gateway ADDR --key FILE [FLAGS]
               tend-load verdict --record FILE [--json]

        `reminders` creates many reminders through the gateway and checks every delivery against its
        own record, written before each send; `tend-load reminders --help` tells its flags.
        `verdict` judges such a record again.

            tend-load reminders --gateway 127.0.0.1:7400 --key var/key --count 1000

        Exit code: 0 the verdict is clean; 1 it is not; 2 wrong usage; 3 there could be no load.
        """

    /// Runs a verb and returns the exit code.
    public static func run(_ arguments: [String]) -> Int32 {
        do throws(Arguments.Answer) {
            switch arguments.first {
            case "reminders": return try reminders(Array(arguments.dropFirst()))
            case "verdict": return try verdict(Array(arguments.dropFirst()))
            case "help", "--help", "-h": throw .help(usage)
            default: throw .wrong(usage)
            }
        } catch {
            switch error {
            case .help(let text):
                print(text)
                return 0
            case .wrong(let text):
                say(text)
                return 2
            }
        }
    }

    private static func reminders(_ words: [String]) throws(Arguments.Answer) -> Int32 {
        let options = try LoadOptions(words)
        do throws(LoadRun.Failed) {
            let verdict = try load(options)
            print(options.isJSON ? verdict.json : verdict.report)
            return verdict.outcome == .clean ? 0 : 1
        } catch {
            say("tend-load: " + error.sentence)
            return 3
        }
    }

    private static func load(_ options: LoadOptions) throws(LoadRun.Failed) -> Verdict {
        let key: SetKey
        do throws(SetKey.Unusable) {
            key = try SetKey(path: options.keyPath)
        } catch {
            throw LoadRun.Failed(sentence: error.sentence)
        }
        guard let record = RecordWriter(path: options.record, time: .system) else {
            throw LoadRun.Failed(sentence: "The record cannot be made: error \(errno).")
        }
        defer { record.close() }
        signal(SIGPIPE, SIG_IGN)
        do {
            let loop = try Loop(time: .system)
            let run = LoadRun(
                options, loop: loop, time: .system, random: .system, record: record, say: say)
            try loop.onSignals([SIGINT, SIGTERM]) { _ in run.interrupt() }
            return try run.run(setKey: key.bytes)
        } catch let error as ReactorError {
            throw LoadRun.Failed(sentence: error.sentence)
        } catch let error as LoadRun.Failed {
            throw error
        } catch {
            throw LoadRun.Failed(sentence: "\(error)")
        }
    }

    private static func verdict(_ words: [String]) throws(Arguments.Answer) -> Int32 {
        let said = try Arguments(
            words, program: "tend-load verdict", about: "Judges the record of a load again.",
            flags: [
                Arguments.Flag("record", "FILE", needed: true, "the record"),
                Arguments.Flag("json", nil, "one line of JSON instead of text"),
            ])
        do throws(RecordReader.Unreadable) {
            let verdict = try RecordReader.verdict(path: said.values["record"] ?? "")
            print(said.switches.contains("json") ? verdict.json : verdict.report)
            return verdict.outcome == .clean ? 0 : 1
        } catch {
            say("tend-load: " + error.sentence)
            return 3
        }
    }

    /// A line to standard error.
    private static func say(_ text: String) { Log.toStderr(text + "\n") }
}
