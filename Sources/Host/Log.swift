import Glibc

/// One line to standard error for each thing an operator should know. Never private text, ids,
/// codes or keys: callers pass counts, file names and error sentences only.
public struct Log: Sendable {
    private let program: String
    private let write: @Sendable (String) -> Void

    /// A log that writes lines with `write`, by default to standard error.
    public init(program: String, write: @escaping @Sendable (String) -> Void = Log.toStderr) {
        self.program = program
        self.write = write
    }

    /// Writes one line. Control characters are shown as escapes, so that a line stays a line.
    public func line(_ text: String) {
        var clean = program + ": "
        for scalar in text.unicodeScalars {
            if scalar.value < 0x20 || scalar.value == 0x7F {
                clean += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                clean.unicodeScalars.append(scalar)
            }
        }
        write(clean + "\n")
    }

    /// Writes to standard error, all or as much as it takes.
    public static let toStderr: @Sendable (String) -> Void = { text in
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
            if count > 0 {
                sent += count
            } else if count < 0 && errno == EINTR {
                continue
            } else {
                return
            }
        }
    }
}
