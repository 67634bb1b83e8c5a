import CLinux
import Codec
import Contracts
import Glibc
import Reactor

/// The command of `tend watch --exec`: runs once for each reminder, with the words on its standard
/// input and the rest in its environment, never in its arguments. Confined to the client's loop.
final class ExecCommand {
    private let command: String
    private let worker: Worker
    private let environment: [String: String]
    private let outputToErrors: Bool

    /// A command for `/bin/sh`. With `outputToErrors` its output goes to standard error, because
    /// standard output is for JSON. Throws when no thread can be had to wait for it.
    init(
        _ command: String, loop: Loop, environment: [String: String], outputToErrors: Bool
    ) throws(Failure) {
        self.command = command
        self.environment = environment
        self.outputToErrors = outputToErrors
        do throws(ReactorError) {
            worker = try Worker(loop: loop)
        } catch {
            throw Failure(
                .usage, .loopFailed, ["problem": String(cString: strerror(EAGAIN))])
        }
    }

    /// Runs it to its end. The exit code, 128 and more for a signal as a shell says it, 127 when it
    /// could not be started.
    func run(_ delivery: Delivery) async -> Int32 {
        var process: pid_t = 0
        guard start(delivery, &process) == 0 else { return 127 }
        let started = process
        return await withUnsafeContinuation { (done: UnsafeContinuation<Int32, Never>) in
            worker.submit({ Spawn.wait(started) }, then: { done.resume(returning: $0) })
        }
    }

    /// What the command finds in its environment.
    static func variables(_ delivery: Delivery) -> [String: String] {
        [
            "TEND_REMINDER": String(delivery.occurrence.reminderID),
            "TEND_OCCURRENCE": delivery.occurrence.json(),
            "TEND_DUE_AT_MS": String(delivery.dueAtMs), "TEND_LOCAL_TIME": delivery.localTime,
            "TEND_ZONE": delivery.zone, "TEND_ATTEMPT": String(delivery.attempt),
            "TEND_SNOOZED_UNTIL_MS": String(delivery.snoozedUntilMs),
            "TEND_LATE": delivery.late ? "1" : "0", "TEND_MISSED": String(delivery.missed),
        ]
    }

    private func start(_ delivery: Delivery, _ process: inout pid_t) -> Int32 {
        // A note fits the pipe, so it is written before anybody reads.
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { return errno }
        defer { close(ends[0]) }
        let note = Array((delivery.note + "\n").utf8)
        let isWritten = (try? FileBytes.write(note, to: ends[1], path: "")) != nil
        close(ends[1])
        guard isWritten else { return EIO }
        let all = environment.merging(ExecCommand.variables(delivery)) { _, new in new }
        return Spawn.start(
            ["/bin/sh", "-c", command], environment: all, input: ends[0],
            output: outputToErrors ? STDERR_FILENO : STDOUT_FILENO, &process)
    }
}

/// Starts programs with an environment of their own and no signal blocked or ignored.
enum Spawn {
    /// Waits until a program has ended. Its exit code, 128 and more for a signal.
    static func wait(_ process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            if errno != EINTR { return 127 }
        }
        // WIFEXITED and its like are macros, which Swift does not see.
        let signal = status & 0x7F
        return signal == 0 ? status >> 8 & 0xFF : 128 + signal
    }

    /// Starts `arguments[0]`, found by PATH. Returns an errno or 0.
    static func start(
        _ arguments: [String], environment: [String: String], input: Int32, output: Int32,
        _ process: inout pid_t
    ) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        let words = arguments.map { strdup($0) }
        let settings = environment.map { strdup($0.key + "=" + $0.value) }
        defer { for copy in words + settings { free(copy) } }
        guard let program = words.first, let program else { return ENOENT }
        return posix_spawnp(
            &process, program, &actions, &attributes, words + [nil], settings + [nil])
    }
}
