import Glibc
import Seams
import Synchronization

/// The manual clock of tests and the demo: the wall stands at the time that a file holds, as
/// decimal milliseconds, until it is told to read the file again. Monotonic time runs on.
///
/// Owned by the loop; the reading is atomic because `TimeSource` may be read from any thread.
public final class ManualWall: Sendable {
    private let nowMs: Atomic<Int64>
    private let path: String

    /// Why a clock's file cannot be used; the sentence says what to do.
    public struct Unusable: Error, Equatable, Sendable {
        /// For the operator.
        public let sentence: String
    }

    /// Opens the clock that the file at `path` holds.
    public init(path: String) throws(Unusable) {
        self.path = path
        nowMs = Atomic(try ManualWall.read(path))
    }

    /// The present reading, Unix epoch, milliseconds.
    public var wallMs: Int64 { nowMs.load(ordering: .acquiring) }

    /// Reads the file again. A time before the present one is refused: time does not go back.
    public func reload() throws(Unusable) {
        let new = try ManualWall.read(path)
        guard new >= wallMs else {
            throw Unusable(sentence: "The clock file \(path) holds a time before the present one.")
        }
        nowMs.store(new, ordering: .releasing)
    }

    /// Writes a new time into the file, whole or not at all, and takes it. Not before the present.
    public func advance(toMs: Int64) throws(Unusable) {
        guard toMs >= wallMs else {
            throw Unusable(sentence: "The clock cannot go back.")
        }
        guard toMs <= ManualWall.lastMs else {
            throw Unusable(sentence: "The clock ends with the year 9999.")
        }
        guard writeWhole("\(toMs)\n", path: path) else {
            throw Unusable(sentence: "The clock file \(path) cannot be written.")
        }
        nowMs.store(toMs, ordering: .releasing)
    }

    /// The clocks of a process that lives by this wall.
    public func timeSource(monotonic: TimeSource) -> TimeSource {
        TimeSource(wallMs: { [self] in wallMs }, monotonicUs: monotonic.monotonicUs)
    }

    /// The last moment of the year 9999, which no time of day goes beyond.
    static let lastMs: Int64 = 253_402_300_799_000

    private static func read(_ path: String) throws(Unusable) -> Int64 {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw Unusable(
                sentence: "The clock file \(path) cannot be read. "
                    + "It holds the time as milliseconds since 1970.")
        }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = Glibc.read(file, &bytes, bytes.count)
        let digits = bytes[0..<max(0, count)].prefix { $0 >= 0x30 && $0 <= 0x39 }
        let text = String(decoding: digits, as: UTF8.self)
        guard let time = Int64(text), time >= 0, time <= lastMs else {
            throw Unusable(
                sentence: "The clock file \(path) does not hold a time "
                    + "as milliseconds since 1970.")
        }
        return time
    }
}
