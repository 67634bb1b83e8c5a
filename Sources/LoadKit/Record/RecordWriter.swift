import Glibc
import Reactor
import Seams

/// Appends entries to a record and hands them to the kernel in one write a turn of the loop, before
/// that turn's bytes leave. Loop-confined.
///
/// What the kernel has survives the end of this process, which is what the record is for; it is
/// not synced, because the machine itself is not on trial.
final class RecordWriter {
    /// Where the record lies.
    let path: String
    /// Set when the disk took no more; the run cannot be judged any further.
    private(set) var failure: Int32?

    private let time: TimeSource
    private let file: Int32
    private let isTemporary: Bool
    private var buffer: [UInt8] = []

    /// Makes the file, or a temporary one that goes with `close` when `path` is nil. Nil with
    /// `errno` set when that is not possible.
    init?(path: String?, time: TimeSource) {
        self.time = time
        if let path {
            file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
            self.path = path
        } else {
            let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
            var template = Array("\(folder)/tend-load-XXXXXX".utf8CString)
            file = mkstemp(&template)
            _ = fcntl(file, F_SETFD, FD_CLOEXEC)
            self.path = String(
                decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        isTemporary = path == nil
        if file < 0 { return nil }
        buffer.reserveCapacity(256 << 10)
    }

    /// Removes the file if it was a temporary one. Nothing can be added any more.
    func close() {
        Glibc.close(file)
        if isTemporary { unlink(path) }
    }

    /// Adds an entry, with the time.
    func add(_ entry: RecordEntry) {
        var entry = entry
        entry.monotonicUs = time.monotonicUs()
        entry.wallMs = time.wallMs()
        let start = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: RecordEntry.size))
        buffer.withUnsafeMutableBytes {
            entry.write(into: UnsafeMutableRawBufferPointer(rebasing: $0[start...]))
        }
    }

    /// Adds the first entry at the very start of a millisecond of the wall, so that it ties the two
    /// clocks to each other closer than the wall can say.
    func begin(count: Int, seed: UInt64) {
        let before = time.wallMs()
        let untilUs = time.monotonicUs() + 2000
        while time.wallMs() == before, time.monotonicUs() < untilUs {}
        var entry = RecordEntry(.begin)
        entry.number = UInt64(count)
        entry.id = seed
        entry.dueMs = RecordEntry.version
        add(entry)
    }

    /// Hands what was added to the kernel.
    func flush() {
        guard !buffer.isEmpty, failure == nil else { return }
        var written = 0
        while written < buffer.count {
            let count = buffer[written...].withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                failure = errno
                break
            }
            written += count
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
