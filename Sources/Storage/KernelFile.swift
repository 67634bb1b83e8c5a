import CLinux
import Glibc
import Seams
import Synchronization

/// One open file of a `KernelDisk`. Immutable but for the flag that it failed; any thread may call.
final class KernelFile: DiskFile {
    private let descriptor: Int32
    private let name: String
    private let broken = Atomic<Bool>(false)

    init(descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
    }

    deinit {
        // Linux releases the descriptor whatever close returns; what mattered was synced before.
        _ = close(descriptor)
    }

    func size() throws(DiskError) -> UInt64 {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw diskError("stat", name, errno) }
        return UInt64(max(0, status.st_size))
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(DiskError)
        -> Int
    {
        guard let base = buffer.baseAddress, let from = off_t(exactly: offset) else { return 0 }
        let moved = TransferLoop.run(
            count: buffer.count, retrying: [EINTR, EAGAIN], stalled: EIO
        ) { done in
            let count = pread(descriptor, base + done, buffer.count - done, from + off_t(done))
            return count < 0 ? -Int(errno) : count
        }
        guard moved >= 0 else { throw diskError("read", name, Int32(-moved)) }
        return moved
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(DiskError) {
        guard let base = bytes.baseAddress else { return }
        guard let from = off_t(exactly: offset) else { throw diskError("write", name, EFBIG) }
        let moved = TransferLoop.run(
            count: bytes.count, retrying: [EINTR, EAGAIN], stalled: EIO
        ) { done in
            let count = pwrite(descriptor, base + done, bytes.count - done, from + off_t(done))
            return count < 0 ? -Int(errno) : count
        }
        guard moved >= 0 else { throw diskError("write", name, Int32(-moved)) }
        guard moved == bytes.count else { throw diskError("write", name, EIO) }
    }

    func sync() throws(DiskError) {
        guard !broken.load(ordering: .acquiring) else { throw diskError("sync", name, EIO) }
        // An interrupted call reported no failure, so it may be asked again; nothing else may.
        var attempts = 0
        while fdatasync(descriptor) != 0 {
            let error = errno
            attempts += 1
            if error == EINTR, attempts < Limits.idleTransfersMax { continue }
            broken.store(true, ordering: .releasing)
            throw diskError("sync", name, error)
        }
    }

    func truncate(to size: UInt64) throws(DiskError) {
        guard let size = off_t(exactly: size) else { throw diskError("truncate", name, EFBIG) }
        while ftruncate(descriptor, size) != 0 {
            guard errno == EINTR else { throw diskError("truncate", name, errno) }
        }
    }

    func allocate(_ size: UInt64) throws(DiskError) {
        guard let size = off_t(exactly: size) else { throw diskError("allocate", name, EFBIG) }
        var error = posix_fallocate(descriptor, 0, size)
        while error == EINTR { error = posix_fallocate(descriptor, 0, size) }
        guard error == 0 else { throw diskError("allocate", name, error) }
    }

    func dropCache() {
        // Advice: pages that are dirty stay, and no answer could be acted on.
        _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
    }
}

/// The error a failed call on the folder's own path stands for.
func folderError(_ operation: String, _ path: String, _ error: Int32) -> DiskError {
    switch error {
    case ENOENT, ENOTDIR, EACCES, EPERM, EROFS, ELOOP, ENAMETOOLONG:
        .noFolder(name: path, errno: error)
    default: diskError(operation, path, error)
    }
}

/// The error a failed call stands for.
func diskError(_ operation: String, _ name: String, _ error: Int32) -> DiskError {
    switch error {
    case ENOSPC, EDQUOT, EFBIG: .full(operation: operation, name: name)
    case ENOENT: .missing(name: name)
    default: .failed(operation: operation, name: name, errno: error)
    }
}
