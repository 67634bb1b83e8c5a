import CLinux
import Glibc

/// A program this process started, with a connection to its standard input and output.
/// Loop-confined; kept by the loop until the program has ended.
///
/// It is reaped through a pidfd, so that no signal handler is needed and no process id is used
/// after the kernel gave it to another.
public final class ChildProcess {
    /// How a program ended.
    public enum Ending: Equatable, Sendable {
        /// It exited with this code.
        case exited(Int32)
        /// A signal ended it.
        case signalled(Int32)
    }

    /// Its process id, valid until `onEnd`.
    public let processID: Int32

    /// What it writes is received, what is sent it reads. Its standard error is this process's.
    public let connection: Connection

    /// How it ended, once it has.
    public private(set) var ending: Ending?

    /// Called on the loop when it has ended, once.
    public var onEnd: ((Ending) -> Void)?

    private let loop: Loop
    private let handle: Int32
    private var key: UInt64 = 0

    private init(loop: Loop, processID: Int32, handle: Int32, connection: Connection) {
        self.loop = loop
        self.processID = processID
        self.handle = handle
        self.connection = connection
    }

    /// Starts `arguments[0]`, found by PATH, with no signal blocked or ignored. Its ends of the
    /// pipes and the standard error are the only descriptors it gets. Set the connection's handler.
    public static func spawn(on loop: Loop, _ arguments: [String]) throws(ReactorError)
        -> ChildProcess
    {
        guard let program = arguments.first, !program.isEmpty else {
            throw .notRunnable(program: "", errno: ENOENT)
        }
        let input = try Pipe()
        let output: Pipe
        do throws(ReactorError) {
            output = try Pipe()
        } catch {
            input.close()
            throw error
        }
        var processID: pid_t = 0
        let code = start(arguments, input: input.read, output: output.write, &processID)
        Glibc.close(input.read)
        Glibc.close(output.write)
        guard code == 0 else {
            Glibc.close(input.write)
            Glibc.close(output.read)
            throw .notRunnable(program: program, errno: code)
        }
        let handle = pidfd_open(processID, 0)
        guard handle >= 0 else {
            let code = errno
            Glibc.close(input.write)
            Glibc.close(output.read)
            abandon(processID)
            throw .failed(operation: "pidfd_open", errno: code)
        }
        let connection: Connection
        do throws(ReactorError) {
            connection = try loop.adopt(read: output.read, write: input.write)
        } catch {
            Glibc.close(handle)
            abandon(processID)
            throw error
        }
        let child = ChildProcess(
            loop: loop, processID: processID, handle: handle, connection: connection)
        child.key = loop.sources.insert(.child(child))
        let added = loop.kernel.control(loop.epoll, EPOLL_CTL_ADD, handle, Poll.input, child.key)
        guard added >= 0 else {
            child.forget()
            connection.close()
            abandon(processID)
            throw .failed(operation: "epoll_ctl", errno: added.errnoCode)
        }
        return child
    }

    /// Sends it a signal, unless it has ended.
    public func signal(_ number: Int32) {
        if ending == nil { kill(processID, number) }
    }

    /// The pidfd became readable: the program has ended.
    func reap() {
        var info = siginfo_t()
        guard waitid(P_PIDFD, id_t(handle), &info, WEXITED | WNOHANG) == 0, info.si_signo != 0
        else { return }
        let status = info._sifields._sigchld.si_status
        let how: Ending = info.si_code == CLD_EXITED ? .exited(status) : .signalled(status)
        ending = how
        forget()
        let onEnd = self.onEnd
        self.onEnd = nil
        onEnd?(how)
    }

    /// Leaves the program to itself.
    func forget() {
        guard key != 0 else { return }
        loop.sources.remove(key)
        key = 0
        Glibc.close(handle)
    }

    /// Ends a program nobody could watch, so that it does not stay as a zombie.
    private static func abandon(_ processID: pid_t) {
        kill(processID, SIGKILL)
        while waitpid(processID, nil, 0) < 0 && errno == EINTR {}
    }

    private struct Pipe {
        let read: Int32
        let write: Int32

        init() throws(ReactorError) {
            var ends: [Int32] = [-1, -1]
            guard pipe2(&ends, O_CLOEXEC) == 0 else {
                throw errno == EMFILE || errno == ENFILE
                    ? .tooManyFiles : .failed(operation: "pipe2", errno: errno)
            }
            (read, write) = (ends[0], ends[1])
        }

        func close() {
            Glibc.close(read)
            Glibc.close(write)
        }
    }

    /// posix_spawnp with the two pipe ends as standard input and output. Returns an errno or 0.
    private static func start(
        _ arguments: [String], input: Int32, output: Int32, _ processID: inout pid_t
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

        let copies = arguments.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return posix_spawnp(
            &processID, arguments[0], &actions, &attributes, copies + [nil], Glibc.environ)
    }
}
