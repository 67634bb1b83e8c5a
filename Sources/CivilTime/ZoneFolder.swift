import Glibc

/// The folder of compiled zones and their tables on this machine, for a `ZoneDatabase` to read.
public struct ZoneFolder: Sendable {
    /// The folder, an absolute path.
    public let path: String

    /// That folder.
    public init(path: String) {
        self.path = path
    }

    /// The system's folder: `TZDIR` when it is set to an absolute path, else /usr/share/zoneinfo.
    public static func system() -> ZoneFolder {
        if let named = getenv("TZDIR"), named[0] == CChar(UInt8(ascii: "/")) {
            return ZoneFolder(path: String(cString: named))
        }
        return ZoneFolder(path: "/usr/share/zoneinfo")
    }

    /// The bytes of a zone or table, or nil: for a name that could leave the folder (absolute, "..",
    /// NUL, too long), for what is missing, unreadable or no plain file, and for one longer than
    /// `Limits.zoneTextBytesMax`. Links are followed: distributions use them for alias names.
    /// Blocks for a few microseconds per file.
    public func read(_ name: String) -> [UInt8]? {
        guard ZoneID.isWellFormed(name) else { return nil }
        let file = retrying { open("\(path)/\(name)", O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard file >= 0 else { return nil }
        // Nothing was written, so a failing close loses nothing.
        defer { _ = close(Int32(truncatingIfNeeded: file)) }
        var about = stat()
        guard fstat(Int32(truncatingIfNeeded: file), &about) == 0,
            about.st_mode & S_IFMT == S_IFREG, about.st_size <= Limits.zoneTextBytesMax
        else { return nil }

        var bytes = [UInt8](repeating: 0, count: Int(about.st_size))
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                retrying {
                    Glibc.read(
                        Int32(truncatingIfNeeded: file), buffer.baseAddress?.advanced(by: filled),
                        buffer.count - filled)
                }
            }
            guard count >= 0 else { return nil }
            if count == 0 { break }
            filled += count
        }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }
}

/// The call's result, repeated while a signal interrupts it.
private func retrying<Result: BinaryInteger>(_ call: () -> Result) -> Int {
    while true {
        let result = call()
        if result != -1 || errno != EINTR { return Int(result) }
    }
}
