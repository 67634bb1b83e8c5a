import Glibc
import Reactor

/// Runs the shell command that kills a service and starts it again; what it says goes to standard
/// error. Loop-confined.
final class RestartCommand: ConnectionHandler {
    let maxBuffered = 4096

    /// Starts `command` by /bin/sh; `done` hears whether it ended well.
    static func run(
        _ command: String, on loop: Loop, done: @escaping (Bool) -> Void
    ) throws(ReactorError) {
        let child = try ChildProcess.spawn(on: loop, ["/bin/sh", "-c", command])
        child.connection.handler = RestartCommand()
        child.onEnd = { done($0 == .exited(0)) }
    }

    func received(_ bytes: UnsafeRawBufferPointer) -> Int {
        _ = write(STDERR_FILENO, bytes.baseAddress, bytes.count)
        return bytes.count
    }

    func output() -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }
    func didSend(_ count: Int) {}
    func closed(_ reason: CloseReason) {}
}
