import CLinux
import Glibc

/// A program of this build, running as a process of its own. Its standard output and error are
/// read through pipes. Killed and reaped when released.
///
/// Owned by one test; not shared.
public final class RealProcess {
    /// The process id.
    public let pid: pid_t
    private let program: String
    private let output: Int32
    private let errors: Int32
    private var pendingOutput: [UInt8] = []
    private var status: Int32?

    /// The folder that holds the programs: the one this program was built into.
    public static var programs: String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let own = String(decoding: buffer[..<max(0, count)], as: UTF8.self)
        let folder = own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        return folder.joined(separator: "/")
    }

    /// Starts `program` (a name in `folder`, by default `programs`) with these arguments. The
    /// environment holds PATH and what `environment` says. `input` is its whole standard input.
    public init(
        _ program: String, _ arguments: [String], in folder: String = RealProcess.programs,
        environment: [String: String] = [:], input: String? = nil
    ) {
        var outputPipe: [Int32] = [0, 0]
        var errorPipe: [Int32] = [0, 0]
        var inputPipe: [Int32] = [0, 0]
        // Closed on exec from the start, or a process that another thread starts meanwhile would
        // hold an end open; the copies that the child gets as 0, 1 and 2 stay open.
        precondition(
            pipe2(&outputPipe, O_CLOEXEC) == 0 && pipe2(&errorPipe, O_CLOEXEC) == 0
                && pipe2(&inputPipe, O_CLOEXEC) == 0)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, inputPipe[0], 0)
        posix_spawn_file_actions_adddup2(&actions, outputPipe[1], 1)
        posix_spawn_file_actions_adddup2(&actions, errorPipe[1], 2)
        var variables = environment
        variables["PATH"] = "/usr/bin:/bin"
        var argv = ([folder + "/" + program] + arguments).map { strdup($0) } + [nil]
        var envp = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in argv + envp { free(text) } }
        var child = pid_t()
        let code = posix_spawn(&child, folder + "/" + program, &actions, nil, &argv, &envp)
        precondition(code == 0, "cannot start \(program) in \(folder): errno \(code)")
        pid = child
        self.program = program
        for end in [inputPipe[0], outputPipe[1], errorPipe[1]] { close(end) }
        output = outputPipe[0]
        errors = errorPipe[0]
        if let input {
            let bytes = Array(input.utf8)
            signal(SIGPIPE, SIG_IGN)
            precondition(bytes.count < 60_000, "more input than a pipe holds")
            _ = write(inputPipe[1], bytes, bytes.count)
        }
        close(inputPipe[1])
    }

    deinit {
        if status == nil { end(SIGKILL) }
        close(output)
        close(errors)
    }

    /// Sends a signal to this process alone.
    public func send(_ number: Int32) {
        if status == nil { kill(pid, number) }
    }

    /// Ends it by this signal and waits for the end.
    public func end(_ number: Int32) {
        send(number)
        _ = wait()
    }

    /// Waits for its end; the exit code, or 128 plus the signal that ended it.
    @discardableResult
    public func wait() -> Int32 {
        if let status { return status }
        var raw: Int32 = 0
        while waitpid(pid, &raw, 0) < 0 && errno == EINTR {}
        let code = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
        status = code
        return code
    }

    /// The next line of standard output without its end; nil when the output ended, or when
    /// nothing came for `seconds`.
    public func line(seconds: Int32 = 20) -> String? {
        while true {
            if let end = pendingOutput.firstIndex(of: 0x0A) {
                let line = String(decoding: pendingOutput[..<end], as: UTF8.self)
                pendingOutput.removeSubrange(...end)
                return line
            }
            guard RealProcess.wait(for: [output], seconds) != nil,
                let chunk = RealProcess.read(output)
            else { return nil }
            pendingOutput += chunk
        }
    }

    /// Everything it writes until it ends, and its exit code. One that writes nothing for `seconds` is
    /// killed, and where it hung is the last line of its errors.
    public func finish(seconds: Int32 = 60) -> (code: Int32, output: String, errors: String) {
        var out = pendingOutput
        var err: [UInt8] = []
        var open: Set<Int32> = [output, errors]
        while !open.isEmpty {
            guard let ready = RealProcess.wait(for: [Int32](open), seconds) else {
                err += Array("\n\(whereItHangs()) Killed after \(seconds) s of silence.\n".utf8)
                send(SIGKILL)
                break
            }
            for file in ready {
                if let chunk = RealProcess.read(file) {
                    if file == output { out += chunk } else { err += chunk }
                } else {
                    open.remove(file)
                }
            }
        }
        pendingOutput = []
        return (wait(), String(decoding: out, as: UTF8.self), String(decoding: err, as: UTF8.self))
    }

    /// What the kernel says it is doing, to tell one hang from another.
    private func whereItHangs() -> String {
        let folder = "/proc/\(pid)/"
        let state = RealProcess.text(folder + "status").split(separator: "\n").first {
            $0.hasPrefix("State:")
        }
        return "\(program), process \(pid): \(state ?? "State: ?"), wchan: "
            + RealProcess.text(folder + "wchan") + "."
    }

    /// A small file of the kernel's, or why there is none.
    private static func text(_ path: String) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "errno \(errno)" }
        defer { close(file) }
        return String(decoding: read(file) ?? [], as: UTF8.self)
    }

    /// What a file has now; nil at its end.
    private static func read(_ file: Int32) -> [UInt8]? {
        var chunk = [UInt8](repeating: 0, count: 65536)
        var count = 0
        repeat { count = Glibc.read(file, &chunk, chunk.count) } while count < 0 && errno == EINTR
        return count > 0 ? [UInt8](chunk[..<count]) : nil
    }

    /// Those of the files that have something or have ended; nil when none had for so long.
    private static func wait(for files: [Int32], _ seconds: Int32) -> [Int32]? {
        var waits = files.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let isReady = isReady(withinMs: Int64(seconds) * 1000, nowMs: monotonicMs) { leftMs in
            let count = poll(&waits, nfds_t(waits.count), leftMs)
            return count < 0 ? -errno : count
        }
        return isReady ? waits.filter { $0.revents != 0 }.map(\.fd) : nil
    }

    private static func monotonicMs() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Polls until something is ready, or false when nothing was in that time. A signal that comes
    /// meanwhile is no answer and starts no time anew. `poll` is given the milliseconds that are left
    /// and returns a count, or minus an errno.
    public static func isReady(
        withinMs: Int64, nowMs: () -> Int64, poll: (_ leftMs: Int32) -> Int32
    ) -> Bool {
        let endMs = nowMs() + withinMs
        while true {
            let count = poll(Int32(clamping: max(0, endMs - nowMs())))
            if count != -EINTR { return count > 0 }
        }
    }
}
