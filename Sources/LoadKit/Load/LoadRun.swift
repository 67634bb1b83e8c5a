import Host
import RPC
import Reactor
import Seams

/// One load from beginning to end: joining, creating and watching, asking anew, the verdict.
/// Loop-confined.
final class LoadRun {
    /// Why a load could not be made at all.
    struct Failed: Error {
        let sentence: String
    }

    private let options: LoadOptions
    private let loop: Loop
    private let time: TimeSource
    private let random: RandomSource
    private let record: RecordWriter
    private let board: LoadBoard
    private let say: (String) -> Void
    private var creators: [Creator] = []
    private var watchers: [Watcher] = []
    private var failure: String?
    private var phase = Phase.joining
    private var isRestarting = false
    private var hasRestarted = false
    private var startUs: Int64 = 0
    private var before = (created: 0, delivered: 0)

    private enum Phase {
        case joining
        case working
        case settling
        case asking
        case over
    }

    /// From the last acknowledged report until the watchers ask anew, and then until the end.
    private static let settleUs: Int64 = 2_000_000
    private static let joinPatienceUs: Int64 = 60_000_000

    /// A load on `loop`; `say` writes a line for the person who waits.
    init(
        _ options: LoadOptions, loop: Loop, time: TimeSource, random: RandomSource,
        record: RecordWriter, say: @escaping (String) -> Void
    ) {
        self.options = options
        self.loop = loop
        self.time = time
        self.random = random
        self.record = record
        self.say = say
        board = LoadBoard(options, loop: loop, time: time, record: record, random: random)
    }

    /// Runs the load and judges its record. Throws when it could not be made.
    func run(setKey: [UInt8]) throws(Failed) -> Verdict {
        board.onFailure = { [unowned self] in fail($0) }
        board.onProgress = { [unowned self] in progressed() }
        loop.atTurnEnd { [unowned self] in
            for watcher in watchers { watcher.turnEnded() }
            record.flush()
        }
        let joining = Joining(
            options, setKey: setKey, loop: loop, time: time, random: random
        ) { [unowned self] in joined($0) }
        joining.next()
        loop.after(us: LoadRun.joinPatienceUs) { [unowned self] in
            if phase == .joining { fail("Joining takes too long.") }
        }
        loop.run()
        record.flush()
        if let failure { throw Failed(sentence: failure) }
        if let code = record.failure {
            throw Failed(sentence: "The record cannot be written: error \(code).")
        }
        do throws(RecordReader.Unreadable) {
            return try RecordReader.verdict(path: record.path)
        } catch {
            throw Failed(sentence: error.sentence)
        }
    }

    /// Ends the load where it stands.
    func interrupt() {
        say("interrupted; this is what is known so far")
        end()
    }

    private func joined(
        _ result: Result<(watching: [LoadSeat], creating: [LoadSeat]), RPCError>
    ) {
        guard phase == .joining else { return }
        switch result {
        case .failure(let error) where error.code == .unauthenticated:
            fail("The gateway does not know this key; is it that of another installation?")
        case .failure(let error): fail("Nobody could join: \(error.message).")
        case .success(let seats):
            phase = .working
            startUs = time.monotonicUs()
            say(
                "\(seats.watching.count) people joined; creating \(options.count) reminders on "
                    + "\(seats.creating.count) connections, seed \(options.seed)")
            record.begin(count: options.count, seed: options.seed)
            watchers = seats.watching.map { Watcher(board, $0) }
            creators = seats.creating.map { Creator(board, $0) }
            for watcher in watchers { watcher.watch() }
            for creator in creators { creator.start() }
            tick()
        }
    }

    // MARK: On the way

    /// Once a second: one line, and a look at whether anything still happens.
    private func tick() {
        guard phase != .over else { return }
        let now = (created: board.acknowledged, delivered: board.delivered)
        say(
            "\((time.monotonicUs() - startUs) / 1_000_000) s: created \(now.created) "
                + "(+\(now.created - before.created)), delivered \(now.delivered) "
                + "(+\(now.delivered - before.delivered)), shown \(board.shown), "
                + "sent again \(board.retries)")
        before = now
        giveUpIfStuck()
        loop.after(us: 1_000_000) { [unowned self] in tick() }
    }

    private func giveUpIfStuck() {
        guard phase == .working, !isRestarting else { return }
        let patienceUs = Int64(options.patienceS) * 1_000_000
        let isAllDue =
            board.acknowledged < options.count
            || board.lastDueMs + Int64(options.patienceS) * 1000 < time.wallMs()
        if isAllDue && time.monotonicUs() - board.lastNewsUs > patienceUs {
            say("nothing came for \(options.patienceS) s; giving up")
            finish()
        }
    }

    private func progressed() {
        guard phase == .working else { return }
        if board.acknowledged * 100 >= options.restartAt * options.count { restart() }
        guard board.acknowledged == options.count, board.arrived == board.acknowledged,
            !isRestarting, watchers.allSatisfy(\.isIdle)
        else { return }
        phase = .settling
        loop.after(us: LoadRun.settleUs) { [unowned self] in askAnew() }
    }

    private func restart() {
        guard let command = options.restartCommand, !hasRestarted else { return }
        hasRestarted = true
        isRestarting = true
        say("restarting: \(command)")
        record.add(RecordEntry(.restart))
        do throws(ReactorError) {
            try RestartCommand.run(command, on: loop) { [unowned self] isGood in
                isRestarting = false
                if isGood { progressed() } else { fail("The restart command failed.") }
            }
        } catch {
            fail(error.sentence)
        }
    }

    // MARK: The end

    /// Whatever was not understood as shown comes again now; nothing may.
    private func askAnew() {
        guard phase == .settling else { return }
        phase = .asking
        record.add(RecordEntry(.asked))
        for watcher in watchers { watcher.watchAnew() }
        loop.after(us: LoadRun.settleUs) { [unowned self] in finish() }
    }

    private func finish() {
        guard phase != .over else { return }
        record.add(RecordEntry(.finished))
        end()
    }

    private func fail(_ sentence: String) {
        if failure == nil { failure = sentence }
        end()
    }

    private func end() {
        phase = .over
        board.isStopping = true
        for creator in creators { creator.close() }
        for watcher in watchers { watcher.close() }
        loop.stop()
    }
}
