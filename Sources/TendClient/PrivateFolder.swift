import Glibc

/// A folder whose files only their owner can read: folder 0700, files 0600, each written whole by
/// rename. Plain value; every call blocks for the disk.
package struct PrivateFolder: Sendable {
    /// The folder's path.
    package let path: String

    package init(path: String) { self.path = path }

    /// Largest file that is read.
    package static let fileBytesMax = 1 << 20

    /// The path of a file in it.
    package func path(of name: String) -> String { path + "/" + name }

    /// Makes the folder and those above it, each for its owner alone, and takes others' rights
    /// away from one that was there.
    package func make() throws(FileFault) {
        var above = ""
        for part in path.split(separator: "/") {
            above += (above.isEmpty && !path.hasPrefix("/") ? "" : "/") + part
            if mkdir(above, 0o700) != 0, errno != EEXIST, errno != EISDIR {
                throw FileFault.failed(path: above, errno: errno)
            }
        }
        var about = stat()
        guard stat(path, &about) == 0 else { throw .failed(path: path, errno: errno) }
        if about.st_mode & 0o077 != 0, chmod(path, 0o700) != 0 {
            throw .failed(path: path, errno: errno)
        }
    }

    /// The names of the files in it; none when there is no such folder.
    package func names() -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { name in
                    name.withMemoryRebound(to: CChar.self, capacity: 256) {
                        String(cString: $0)
                    }
                })
        }
        return names.sorted()
    }

    /// When a file was written, seconds and nanoseconds; nil when there is none.
    package func writtenAt(_ name: String) -> [Int]? {
        var about = stat()
        guard stat(path(of: name), &about) == 0 else { return nil }
        return [about.st_mtim.tv_sec, about.st_mtim.tv_nsec]
    }

    /// The bytes of a file, or nil when there is none. Refuses one that others can read.
    package func read(_ name: String) throws(FileFault) -> [UInt8]? {
        do {
            return try PrivateFolder.read(path: path(of: name), isSecret: true)
        } catch {
            if case .failed(_, ENOENT) = error { return nil }
            throw error
        }
    }

    /// Writes a file whole: a temporary one, renamed. With `durable`, synced, and the folder too.
    package func write(_ name: String, _ bytes: [UInt8], durable: Bool = true) throws(FileFault) {
        let temporary = path(of: name + ".new")
        unlink(temporary)
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .failed(path: temporary, errno: errno) }
        do throws(FileFault) {
            try FileBytes.write(bytes, to: file, path: temporary)
            // The process may have a umask that takes less away than the mode given.
            guard fchmod(file, 0o600) == 0, !durable || fsync(file) == 0 else {
                throw FileFault.failed(path: temporary, errno: errno)
            }
        } catch {
            close(file)
            unlink(temporary)
            throw error
        }
        guard close(file) == 0, Glibc.rename(temporary, path(of: name)) == 0 else {
            let code = errno
            unlink(temporary)
            throw .failed(path: path(of: name), errno: code)
        }
        if durable { try sync() }
    }

    /// Gives a file another name, in place of what had it.
    package func rename(_ name: String, to newName: String) throws(FileFault) {
        guard Glibc.rename(path(of: name), path(of: newName)) == 0 else {
            throw .failed(path: path(of: name), errno: errno)
        }
        try sync()
    }

    /// Removes a file if it is there.
    package func remove(_ name: String) throws(FileFault) {
        guard unlink(path(of: name)) == 0 || errno == ENOENT else {
            throw .failed(path: path(of: name), errno: errno)
        }
        try sync()
    }

    /// The bytes of any file. With `isSecret`, refuses one that others can read or write.
    package static func read(path: String, isSecret: Bool) throws(FileFault) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw .failed(path: path, errno: errno) }
        defer { close(file) }
        var about = stat()
        guard fstat(file, &about) == 0 else { throw .failed(path: path, errno: errno) }
        guard about.st_mode & S_IFMT == S_IFREG else { throw .failed(path: path, errno: EINVAL) }
        guard !isSecret || about.st_mode & 0o077 == 0 else { throw .notPrivate(path: path) }
        return try FileBytes.read(file, path: path, max: fileBytesMax)
    }

    private func sync() throws(FileFault) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .failed(path: path, errno: errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw .failed(path: path, errno: errno) }
    }
}

/// Why a file could not be used.
package enum FileFault: Error, Equatable {
    /// A call failed.
    case failed(path: String, errno: Int32)
    /// Others than its owner can read it.
    case notPrivate(path: String)
    /// It is larger than anything that belongs here.
    case tooLarge(path: String)

    /// What the person is told.
    package var failure: Failure {
        switch self {
        case .notPrivate(let path): Failure(.usage, .fileNotPrivate, ["path": path])
        case .failed(let path, _), .tooLarge(let path):
            Failure(.usage, .fileFailed, ["path": path, "problem": problem])
        }
    }

    /// What the system says of it.
    package var problem: String {
        switch self {
        case .failed(_, let code): String(cString: strerror(code))
        case .tooLarge: String(cString: strerror(EFBIG))
        case .notPrivate: String(cString: strerror(EACCES))
        }
    }
}
