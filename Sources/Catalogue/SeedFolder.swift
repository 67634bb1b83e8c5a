import Glibc

/// The folder of the seeds on this machine.
struct SeedFolder {
    /// Its path.
    let path: String

    /// The decks in it, sorted, as `read` takes them. Hidden files are no decks.
    func decks() throws(SeedError) -> [String] {
        guard let folder = opendir(path + "/decks") else {
            throw SeedError(
                "\(path)/decks cannot be read; --seeds names the folder that holds the seeds.")
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                let size = MemoryLayout.size(ofValue: pointer.pointee)
                let bytes = UnsafeRawBufferPointer(start: pointer, count: size)
                return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".deck") && !name.hasPrefix(".") { names.append("decks/" + name) }
        }
        guard !names.isEmpty else {
            throw SeedError("\(path)/decks holds no deck; a deck's name ends in .deck.")
        }
        guard names.count <= Limits.decksMax else {
            throw SeedError("\(path)/decks holds more than \(Limits.decksMax) decks.")
        }
        return names.sorted()
    }

    /// The bytes of a file in it: of one byte more than is allowed at most.
    func read(_ name: String) throws(SeedError) -> [UInt8] {
        let file = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw unreadable(name) }
        defer { _ = close(file) }
        var about = stat()
        guard fstat(file, &about) == 0, about.st_mode & S_IFMT == S_IFREG else {
            throw unreadable(name)
        }
        var bytes = [UInt8](repeating: 0, count: Limits.fileBytesMax + 1)
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                Glibc.read(file, $0.baseAddress?.advanced(by: filled), $0.count - filled)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(name) }
            if count == 0 { break }
            filled += count
        }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    private func unreadable(_ name: String) -> SeedError {
        SeedError("\(path)/\(name) cannot be read; it is a plain file that this user may read.")
    }
}
