import CivilTime
import Codec
import Contracts
import Glibc
import RPC
import Reactor
import Seams

/// What a verb works with: the command line, the catalogue, the screen, and calls to the gateway.
///
/// An actor on its loop; verbs run isolated to it.
public actor Client {
    nonisolated let loop: Loop
    /// The command line.
    let invocation: Invocation
    /// The environment of the process.
    let environment: [String: String]
    /// The catalogue.
    let words: Words
    /// The clocks.
    let time: TimeSource
    /// The generator of secrets, codes and keys.
    let random: RandomSource
    /// Where output goes.
    let screen: Screen
    /// The zones of this machine.
    let zones: ZoneDatabase
    var channels: [Speaker: Channel] = [:]
    /// Makes the keys of changes.
    var keys = KeyMaker()
    /// What a signal does, where the verb ends on one.
    var onSignal: (() -> Void)?
    /// What is said after the reason, should the verb end with one.
    var afterword: Phrase?
    /// The newest signal.
    private(set) var lastSignal: Int32 = 0
    var naps: [Int: UnsafeContinuation<Void, Never>] = [:]
    var nextNap = 0
    /// What the verb ended with.
    private(set) var exitCode = ExitCode.done

    /// The loop.
    nonisolated public var unownedExecutor: UnownedSerialExecutor {
        loop.asUnownedSerialExecutor()
    }

    init(
        loop: Loop, invocation: Invocation, environment: [String: String], words: Words,
        time: TimeSource, random: RandomSource, screen: Screen
    ) {
        self.loop = loop
        self.invocation = invocation
        self.environment = environment
        self.words = words
        self.time = time
        self.random = random
        self.screen = screen
        zones = ZoneDatabase(reading: ZoneFolder.system().read)
    }

    /// Runs the verb, says on standard error why it failed if it did, and stops the loop.
    func perform(_ verb: Verb) async {
        do {
            exitCode = try await verb.run(self, invocation.arguments)
        } catch let failure as Failure {
            end(failure)
        } catch let error as RPCError {
            end(nearestZone(error) ?? refusals.failure(error))
        } catch let error as OutputGone {
            if let failure = error.failure { end(failure) }
        } catch {
            end(Failure(.refused, .statusOther))
        }
        for channel in channels.values { await channel.close() }
        loop.stop()
    }

    private var refusals: Refusals {
        Refusals(words: words, host: hostText, isVia: viaText != nil, voice: voice)
    }

    /// The server knows zones, this machine may know what was meant.
    private func nearestZone(_ error: RPCError) -> Failure? {
        guard Refusal(of: error)?.reason == .zoneUnknown,
            let typed = invocation.arguments.value("zone"),
            let nearest = zones.suggestions(for: typed).first
        else { return nil }
        return Failure(.refused, .zoneUnknownNear, ["zone": typed, "nearest": nearest])
    }

    /// Ends the verb in its own way; a verb that is not ready for it, or takes its time, at once.
    func signalled(_ number: Int32) {
        lastSignal = number
        guard let act = onSignal else { return loop.stop() }
        onSignal = nil
        act()
    }

    /// Ends the verb in the middle of what it does, and says so.
    func interrupt(_ failure: Failure = Failure(.refused, .interrupted)) {
        endLine()
        end(failure)
        loop.stop()
    }

    /// Begins a new line where the terminal has just shown a Ctrl-C.
    func endLine() {
        if lastSignal == SIGINT, isAtTerminal { screen.remark("") }
    }

    private func end(_ failure: Failure) {
        screen.remark(words.text(failure.phrase))
        if let afterword { screen.remark(words.text(afterword)) }
        exitCode = failure.exit
    }

    /// Who speaks.
    private var voice: Refusals.Voice {
        if isOperator { return .key }
        return (try? identityName()) == nil ? .nobody : .device
    }

    /// Whether the operator's key speaks, and no person.
    var isOperator: Bool { invocation.keyFile != nil }
}

// Output.
extension Client {
    /// Prints one line, or several parted by line ends.
    func print(_ text: String) throws { try screen.print(text) }

    /// Prints a reply: as JSON where that was asked for, else as the lines for a person.
    func reply<M: Message>(_ message: M, _ lines: () throws -> [String]) throws {
        if invocation.json {
            try print(message.json())
        } else {
            for line in try lines() { try print(line) }
        }
    }

    /// Prints what somebody is to say yes to. Where it does not arrive, whoever left has not read it,
    /// and nothing is done.
    func show(_ lines: [String]) throws {
        do {
            for line in lines { try print(line) }
        } catch let error as OutputGone {
            throw error.failure ?? Failure(.refused, .sheetUnread)
        }
    }

    /// Says something beside the output, on standard error.
    func remark(_ id: WordID, _ values: [String: String] = [:]) {
        screen.remark(words.text(id, values))
    }

    /// Says times; 0 for "now" means this machine's clock.
    func times(nowMs: Int64) -> Times {
        Times(words: words, zones: zones, nowMs: nowMs == 0 ? time.wallMs() : nowMs)
    }
}

// Input.
extension Client {
    /// The note of a reminder: the argument itself, or with `-` what stands on standard input.
    func note(_ argument: String) throws(Failure) -> String {
        let typed = argument == "-" ? try input() : argument
        let note = String(typed.reversed().drop { $0.isWhitespace }.reversed())
        guard !note.allSatisfy(\.isWhitespace) else { throw Failure(.usage, .noteEmpty) }
        let limit = Contracts.Limits.noteBytesMax
        guard note.utf8.count <= limit else {
            throw Failure(.usage, .noteTooLong, ["limit": String(limit)])
        }
        return note
    }

    /// All of standard input, as text.
    func input() throws(Failure) -> String {
        let bytes: [UInt8]
        do {
            bytes = try FileBytes.read(0, path: "-", max: PrivateFolder.fileBytesMax)
        } catch .tooLarge {
            throw Failure(
                .usage, .inputTooLong, ["limit": String(PrivateFolder.fileBytesMax)])
        } catch {
            throw Failure(.usage, .inputFailed, ["problem": error.problem])
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.usage, .inputNotText)
        }
        return text
    }

    /// A zone of this machine. Throws a usage failure that names the nearest.
    func zone(_ id: String) throws(Failure) -> TimeZoneData {
        do {
            return try zones.zone(id)
        } catch {
            if let nearest = zones.suggestions(for: id).first {
                throw Failure(.usage, .zoneUnknownNear, ["zone": id, "nearest": nearest])
            }
            let isBare = zones.ids.isEmpty && (try? zones.zone("Europe/Berlin")) == nil
            throw Failure(.usage, isBare ? .zonesMissing : .zoneUnknown, ["zone": id])
        }
    }
}

// Secrets.
extension Client {
    /// 32 bytes of the system's generator.
    func newSecret() -> [UInt8] {
        (0..<Contracts.Limits.secretBytes / 8).flatMap { _ in
            withUnsafeBytes(of: random.next()) { Array($0) }
        }
    }
}
