import Glibc
import Reactor

/// Ends a server when whoever started it has gone: its standard input is a pipe from there, and
/// closes however that process ends.
final class Attachment: ConnectionHandler {
    let maxBuffered = 4096

    /// Watches standard input if the last of the words says so; answers the other words.
    static func take(_ words: [String], on loop: Loop) throws(ReactorError) -> [String] {
        guard words.last == BenchChild.attached else { return words }
        try loop.adopt(read: STDIN_FILENO, write: STDIN_FILENO).handler = Attachment()
        return words.dropLast()
    }

    func received(_ bytes: UnsafeRawBufferPointer) -> Int { bytes.count }
    func output() -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }
    func didSend(_ count: Int) {}
    func closed(_ reason: CloseReason) { exit(0) }
}
