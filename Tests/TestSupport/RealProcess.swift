import CLinux
import Glibc

/// A program of this build, running as a process of its own. Its standard output and error are
/// read through pipes. Killed and reaped when released.
///
/// Owned by one test; not shared.
public final class RealProcess {
    /// The process id.
    public let pid: pid_t
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
            guard RealProcess.waitForBytes(output, seconds) else { return nil }
            var chunk = [UInt8](repeating: 0, count: 65536)
            let count = read(output, &chunk, chunk.count)
            guard count > 0 else { return nil }
            pendingOutput += chunk[..<count]
        }
    }

    /// Everything it writes until it ends, and its exit code.
    public func finish(seconds: Int32 = 60) -> (code: Int32, output: String, errors: String) {
        var out = pendingOutput
        var err: [UInt8] = []
        var open: Set<Int32> = [output, errors]
        while !open.isEmpty {
            var waits = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard poll(&waits, nfds_t(waits.count), seconds * 1000) > 0 else {
                send(SIGKILL)
                break
            }
            for ready in waits where ready.revents != 0 {
                var chunk = [UInt8](repeating: 0, count: 65536)
                let count = read(ready.fd, &chunk, chunk.count)
                if count <= 0 {
                    open.remove(ready.fd)
                } else if ready.fd == output {
                    out += chunk[..<count]
                } else {
                    err += chunk[..<count]
                }
            }
        }
        pendingOutput = []
        return (wait(), String(decoding: out, as: UTF8.self), String(decoding: err, as: UTF8.self))
    }

    private static func waitForBytes(_ file: Int32, _ seconds: Int32) -> Bool {
        var wait = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
        return poll(&wait, 1, seconds * 1000) > 0
    }
}
