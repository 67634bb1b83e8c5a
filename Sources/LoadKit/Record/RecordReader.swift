import Glibc

/// Reads a record from its beginning and judges it.
public enum RecordReader {
    /// Why a record cannot be judged.
    public struct Unreadable: Error, Equatable, Sendable {
        /// For the person at the terminal.
        public let sentence: String
    }

    /// The verdict on the record at `path`.
    public static func verdict(path: String) throws(Unreadable) -> Verdict {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw Unreadable(sentence: "The record \(path) cannot be opened: error \(errno).")
        }
        defer { close(file) }
        var verdict = Verdict()
        var bytes = [UInt8](repeating: 0, count: RecordEntry.size * 4096)
        var kept = 0
        while true {
            let count = bytes[kept...].withUnsafeMutableBytes {
                read(file, $0.baseAddress, $0.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else {
                throw Unreadable(sentence: "The record \(path) cannot be read: error \(errno).")
            }
            if count == 0 { break }
            let there = kept + count
            let whole = there - there % RecordEntry.size
            try take(bytes[..<whole], into: &verdict)
            kept = there - whole
            bytes.replaceSubrange(0..<kept, with: Array(bytes[whole..<there]))
        }
        verdict.end(tornBytes: kept)
        return verdict
    }

    /// The verdict on a record in memory.
    public static func verdict(_ bytes: [UInt8]) throws(Unreadable) -> Verdict {
        var verdict = Verdict()
        let whole = bytes.count - bytes.count % RecordEntry.size
        try take(bytes[..<whole], into: &verdict)
        verdict.end(tornBytes: bytes.count - whole)
        return verdict
    }

    private static func take(
        _ bytes: ArraySlice<UInt8>, into verdict: inout Verdict
    ) throws(Unreadable) {
        var entries: [RecordEntry?] = []
        entries.reserveCapacity(bytes.count / RecordEntry.size)
        bytes.withUnsafeBytes { bytes in
            for offset in stride(from: 0, to: bytes.count, by: RecordEntry.size) {
                entries.append(RecordEntry(bytes, at: offset))
            }
        }
        for entry in entries {
            guard let entry, verdict.take(entry) else {
                throw Unreadable(
                    sentence: "Entry \(verdict.entries) of the record is damaged, "
                        + "so nothing can be said about the rest.")
            }
        }
    }
}
