import Codec
import Glibc
import Seams
import TestSupport

/// `tend-hunt fuzz`: feeds decoders, sessions and handlers what nobody should send, for as long as
/// it is told to, and prints how often each outcome and each handler was reached.
///
/// The work is done by a child process, one self-contained epoch after another, so that a trap is
/// found and its epoch named.
public enum FuzzCommand {
    /// What `--help` says.
    public static let usage = """
        Feeds decoders, sessions and handlers with broken input. Any trap is a finding.

        tend-hunt fuzz --seconds 600 --seed 7      runs for so long
        tend-hunt fuzz --seed 7 --epoch 12         one epoch again

        Exit code: 0 nothing found; 1 something was found, and the last line repeats it; 2 usage.
        """

    /// Fewer reaches than this of any outcome or handler fail a run of a minute or more.
    static let reachesMin = 1000

    /// Runs the command with the words after `fuzz`; its exit code.
    public static func run(_ words: [String]) -> Int32 {
        var seconds: Int64 = 60
        var seed: UInt64 = 1
        var only: UInt64?
        var isWorker = false
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--worker" {
                isWorker = true
                continue
            }
            let value = rest.popFirst()
            switch (word, value.flatMap { UInt64($0) }) {
            case ("--seconds", .some(let number)): seconds = Int64(clamping: number)
            case ("--seed", .some(let number)): seed = number
            case ("--epoch", .some(let number)): only = number
            default:
                print(usage)
                return word == "--help" ? 0 : 2
            }
        }
        if isWorker { return work(seconds: seconds, seed: seed, only: only) }
        return watch(seconds: seconds, seed: seed, only: only)
    }

    /// One epoch: the same inputs for the same seed and number.
    public static func epoch(_ number: UInt64, seed: UInt64, rounds: Int = 20) throws -> Tally {
        var tally = Tally()
        let random = SampleRandom(seed: seed &* 0x9E37_79B9_7F4A_7C15 ^ number)
        var mutator = Mutator(random: random)
        var decoders = DecoderFuzz(mutator: Mutator(random: SampleRandom(seed: mutator.number())))
        var sessions = SessionFuzz(
            mutator: Mutator(random: SampleRandom(seed: mutator.random.next())))
        let handlers = try HandlerFuzz(
            mutator: Mutator(random: SampleRandom(seed: mutator.random.next())))
        for _ in 0..<rounds {
            decoders.run(600, &tally)
            sessions.run(300, &tally)
            try handlers.run(400, &tally)
        }
        try handlers.reopen()
        return tally
    }

    private static func work(seconds: Int64, seed: UInt64, only: UInt64?) -> Int32 {
        let time = TimeSource.system
        let endUs = time.monotonicUs() + seconds * 1_000_000
        var number = only ?? 0
        repeat {
            Said.line("epoch \(number)")
            do {
                for line in try epoch(number, seed: seed).lines { Said.line("count \(line)") }
            } catch {
                Said.line("failed \(error)")
                return 1
            }
            number += 1
        } while only == nil && time.monotonicUs() < endUs
        Said.line("end")
        return 0
    }

    private static func watch(seconds: Int64, seed: UInt64, only: UInt64?) -> Int32 {
        var words = ["fuzz", "--worker", "--seconds", "\(seconds)", "--seed", "\(seed)"]
        if let only { words += ["--epoch", "\(only)"] }
        let worker = RealProcess("tend-hunt", words)
        var tally = Tally(
            expecting: DecoderFuzz.expected + SessionFuzz.expected + HandlerFuzz.expected)
        var epoch = "0"
        var isDone = false
        while let line = worker.line(seconds: 120) {
            if line.hasPrefix("epoch ") {
                epoch = String(line.dropFirst(6))
                if Int(epoch).map({ $0 % 20 == 0 }) == true {
                    Said.progress("epoch \(epoch), \(tally.counts.values.reduce(0, +)) counted")
                }
            } else if line.hasPrefix("count ") {
                tally.add(line: line.dropFirst(6))
            } else if line.hasPrefix("failed ") {
                print(line)
                break
            } else if line == "end" {
                isDone = true
                break
            }
        }
        if !isDone { worker.send(SIGKILL) }
        let code = worker.wait()
        print(tally.table)
        guard isDone, code == 0 else {
            print(
                "FOUND: the worker ended with \(code). Again: tend-hunt fuzz --seed \(seed) --epoch \(epoch)"
            )
            return 1
        }
        return judge(tally, seconds: only == nil ? seconds : 0)
    }

    private static func judge(_ tally: Tally, seconds: Int64) -> Int32 {
        let byField = tally.counts["inputs by field"] ?? 0
        let byByte = tally.counts["inputs by byte"] ?? 0
        print("inputs with right lengths and checks: \(byField * 100 / max(1, byField + byByte)) %")
        let rare = tally.below(reachesMin).filter {
            !$0.contains("failed: ") && !$0.hasPrefix("answer")
        }
        if seconds >= 60 && !rare.isEmpty {
            print("REACHED TOO RARELY: \(rare.joined(separator: ", "))")
            return 1
        }
        print("nothing found")
        return 0
    }
}

/// Lines that leave at once, whatever becomes of the process.
private enum Said {
    static func line(_ text: String) { put(text, 1) }

    static func progress(_ text: String) { put(text, 2) }

    private static func put(_ text: String, _ file: Int32) {
        let bytes = Array((text + "\n").utf8)
        _ = write(file, bytes, bytes.count)
    }
}
