import Contracts
import Glibc
import Reactor
import Seams

/// The program `tend`: reads the command line, runs one verb on a loop, and returns its exit code.
public enum Tend {
    /// Runs `arguments`, the words after the program's name, on the calling thread; nil when one of
    /// them is no text.
    public static func run(
        _ arguments: [String]?, environment: [String: String], time: TimeSource,
        random: RandomSource
    ) -> Int32 {
        let words = Words.english
        let screen = Screen()
        // A reader that went away shows as a failed write, not as a signal.
        signal(SIGPIPE, SIG_IGN)
        do throws(Failure) {
            guard Screen.fillGaps() else { throw Failure(.refused, .outputMissing) }
            guard let arguments else { throw Failure(.usage, .argumentNotText) }
            let invocation = try Invocation(arguments, environment: environment, verbs: Verb.all)
            if let page = page(invocation, words) {
                return try show(page, screen).rawValue
            }
            return try perform(
                invocation, environment: environment, words: words, screen: screen, time: time,
                random: random
            ).rawValue
        } catch {
            screen.remark(words.text(error.phrase))
            return error.exit.rawValue
        }
    }

    /// The page of `--help` or the line of `--version`, where one was asked for.
    private static func page(_ invocation: Invocation, _ words: Words) -> String? {
        if invocation.wantsVersion { return words.text(.version, ["version": Version.text]) }
        guard invocation.wantsHelp else { return nil }
        let help = HelpText(words: words, verbs: Verb.all)
        return invocation.group.flatMap(help.group) ?? invocation.verb.map(help.of)
            ?? help.overview(all: false)
    }

    private static func show(_ page: String, _ screen: Screen) throws(Failure) -> ExitCode {
        do {
            try screen.print(page)
        } catch {
            if let failure = error.failure { throw failure }
        }
        return .done
    }

    private static func perform(
        _ invocation: Invocation, environment: [String: String], words: Words, screen: Screen,
        time: TimeSource, random: RandomSource
    ) throws(Failure) -> ExitCode {
        let verb = invocation.verb ?? NextVerb.verb
        let loop: Loop
        let client: Client
        do throws(ReactorError) {
            loop = try Loop(time: time)
            client = Client(
                loop: loop, invocation: invocation, environment: environment, words: words,
                time: time, random: random, screen: screen)
            // Before any other thread starts, because they inherit what is blocked.
            if verb.endsOnSignal {
                try loop.onSignals([SIGINT, SIGTERM, SIGHUP]) { number in
                    client.assumeIsolated { $0.signalled(number) }
                }
            }
        } catch {
            throw Failure(.usage, .loopFailed, ["problem": String(cString: strerror(EMFILE))])
        }
        // With the preference even what belongs to no actor runs on the loop.
        Task(executorPreference: loop) { await client.perform(verb) }
        loop.run()
        let code = client.assumeIsolated { $0.exitCode }
        loop.shutDown()
        return code
    }

    /// The words after the program's name; nil when one of them is not UTF-8, which the standard
    /// library would repair without a word.
    public static func arguments() -> [String]? {
        var words: [String] = []
        for index in 1..<max(1, Int(CommandLine.argc)) {
            guard let bytes = CommandLine.unsafeArgv[index] else { break }
            guard let word = String(validatingCString: bytes) else { return nil }
            words.append(word)
        }
        return words
    }

    /// The process's environment.
    public static func environment() -> [String: String] {
        var result: [String: String] = [:]
        var next = Glibc.environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                result[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            next += 1
        }
        return result
    }
}
