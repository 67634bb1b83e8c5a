import CLinux
import Glibc
import Seams
import Synchronization

/// The production `Disk`: one folder, mode 0700, reached through its descriptor, so that nothing
/// that happens to its path later matters.
public final class KernelDisk: Disk {
    private let folder: Int32
    private let path: String
    private let lockDescriptor = Atomic<Int32>(-1)

    /// Opens the folder at `path`, making it where it is missing (its parent must exist).
    ///
    /// Throws `.openToOthers` where its mode gives anything to group or world, and
    /// `.noFolder` where there can be none, and `.networkFileSystem` on NFS, SMB, CIFS, AFS, Coda and NCP. FUSE cannot be told apart and is
    /// allowed.
    public init(path: String) throws(DiskError) {
        var made = false
        if mkdir(path, 0o700) == 0 {
            made = true
        } else if errno != EEXIST {
            throw folderError("mkdir", path, errno)
        }
        let folder = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw folderError("open", path, errno) }
        self.folder = folder
        self.path = path
        try checkMode()
        try checkFileSystem()
        if made { try syncParent() }
    }

    deinit {
        let lock = lockDescriptor.load(ordering: .acquiring)
        if lock >= 0 { _ = close(lock) }
        _ = close(folder)
    }

    /// The names of the plain files in the folder.
    public func list() throws(DiskError) -> [String] {
        // A description of its own, since reading a folder moves the description's position.
        let again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard again >= 0 else { throw diskError("list", path, errno) }
        guard let stream = fdopendir(again) else {
            let error = errno
            _ = close(again)
            throw diskError("list", path, error)
        }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if isPlainFile(name, kind: entry.pointee.d_type) { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw diskError("list", path, errno) }
        return names
    }

    /// Opens a file, mode 0600 where it is made; never through a symbolic link.
    public func open(_ name: String, create: Bool) throws(DiskError) -> any DiskFile {
        KernelFile(descriptor: try descriptor(name, create: create), name: name)
    }

    /// `renameat(2)` within the folder.
    public func rename(_ name: String, to newName: String) throws(DiskError) {
        guard renameat(folder, name, folder, newName) == 0 else {
            throw diskError("rename", name, errno)
        }
    }

    /// `unlinkat(2)` within the folder.
    public func remove(_ name: String) throws(DiskError) {
        guard unlinkat(folder, name, 0) == 0 else { throw diskError("remove", name, errno) }
    }

    /// `fsync(2)` of the folder.
    public func syncFolder() throws(DiskError) {
        guard fsync(folder) == 0 else { throw diskError("sync", path, errno) }
    }

    /// What `statvfs` gives an unprivileged user, and the file system's size.
    public func space() throws(DiskError) -> (free: UInt64, total: UInt64) {
        var status = statvfs()
        while fstatvfs(folder, &status) != 0 {
            guard errno == EINTR else { throw diskError("statvfs", path, errno) }
        }
        let unit = UInt64(status.f_frsize)
        return (UInt64(status.f_bavail) &* unit, UInt64(status.f_blocks) &* unit)
    }

    /// Locks `LOCK`; the lock goes with the process, however it ends. Calling again changes nothing.
    public func lock() throws(DiskError) {
        guard lockDescriptor.load(ordering: .acquiring) < 0 else { return }
        let file = try descriptor("LOCK", create: true)
        // An open file description lock: unlike a POSIX record lock it is not lost when some other
        // descriptor of the file is closed, and a killed process leaves none behind.
        var request = flock()
        request.l_type = Int16(F_WRLCK)
        request.l_whence = Int16(SEEK_SET)
        guard fcntl(file, F_OFD_SETLK, &request) == 0 else {
            let error = errno
            _ = close(file)
            throw error == EAGAIN || error == EACCES ? .locked : diskError("lock", "LOCK", error)
        }
        lockDescriptor.store(file, ordering: .releasing)
    }

    private func descriptor(_ name: String, create: Bool) throws(DiskError) -> Int32 {
        let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | (create ? O_CREAT : 0)
        while true {
            let file = openat(folder, name, flags, 0o600)
            if file >= 0 { return file }
            guard errno == EINTR else { throw diskError("open", name, errno) }
        }
    }

    private func isPlainFile(_ name: String, kind: UInt8) -> Bool {
        if kind != UInt8(DT_UNKNOWN) { return kind == UInt8(DT_REG) }
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFREG
    }

    private func checkMode() throws(DiskError) {
        var status = stat()
        guard fstat(folder, &status) == 0 else { throw diskError("stat", path, errno) }
        let mode = UInt32(status.st_mode) & 0o7777
        guard mode & 0o077 == 0 else { throw .openToOthers(name: path, mode: mode) }
    }

    private func checkFileSystem() throws(DiskError) {
        var status = statfs()
        guard fstatfs(folder, &status) == 0 else { throw diskError("statfs", path, errno) }
        let kind = UInt32(truncatingIfNeeded: status.f_type)
        if KernelDisk.networkKinds.contains(kind) { throw .networkFileSystem }
    }

    private func syncParent() throws(DiskError) {
        let parent = openat(folder, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard parent >= 0 else { throw diskError("open", path, errno) }
        defer { _ = close(parent) }
        guard fsync(parent) == 0 else { throw diskError("sync", path, errno) }
    }

    /// The `f_type` of file systems on which locks and syncs reach over a network (statfs(2)).
    private static let networkKinds: Set<UInt32> = [
        0x6969,  // NFS
        0x517B,  // SMB
        0xFF53_4D42,  // CIFS
        0xFE53_4D42,  // SMB2
        0x5346_414F,  // AFS
        0x7375_7245,  // Coda
        0x564C,  // NCP
    ]
}
