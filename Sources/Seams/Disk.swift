/// Everything durable the project does to a disk: the one seam between the journal and the world.
///
/// Production uses the kernel's; tests use one that keeps synced and unsynced bytes apart, fails
/// any call once, fills up, or never finishes a sync. Names are relative to one data folder. Every
/// call may block and is made on the thread that owns the file.
public protocol Disk: AnyObject, Sendable {
    /// The names of the plain files in the folder, in no order.
    func list() throws(DiskError) -> [String]

    /// Opens a file for reading and writing, making it (mode 0600) when `create` is set.
    func open(_ name: String, create: Bool) throws(DiskError) -> any DiskFile

    /// Renames a file in place of another. Durable only after `syncFolder()`.
    func rename(_ name: String, to newName: String) throws(DiskError)

    /// Removes a file. Durable only after `syncFolder()`.
    func remove(_ name: String) throws(DiskError)

    /// Makes creations, renames and removals so far durable.
    func syncFolder() throws(DiskError)

    /// Bytes free for this user on the folder's file system, and the size of that file system.
    func space() throws(DiskError) -> (free: UInt64, total: UInt64)

    /// Takes the exclusive lock on the folder (an open file description lock on `LOCK`), held until
    /// the process ends. Throws `.locked` when another process holds it.
    func lock() throws(DiskError)
}

/// One open file of a `Disk`. Closed when released.
public protocol DiskFile: AnyObject, Sendable {
    /// Bytes in the file.
    func size() throws(DiskError) -> UInt64

    /// Reads up to `buffer.count` bytes at `offset`; fewer only at the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(DiskError)
        -> Int

    /// Writes all of `bytes` at `offset`, over short writes and interrupts.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(DiskError)

    /// Makes the bytes written so far durable (`fdatasync`). Once it failed the file's cached pages
    /// prove nothing any more, so every later call fails at once without asking the disk.
    func sync() throws(DiskError)

    /// Cuts or extends the file with zeros.
    func truncate(to size: UInt64) throws(DiskError)

    /// Takes real blocks for the first `size` bytes (`posix_fallocate`), so that they can be given
    /// back when the disk is full. Not for a journal: its zeros are written.
    func allocate(_ size: UInt64) throws(DiskError)

    /// Forgets cached pages so that the next read comes from the device.
    func dropCache()
}

/// Why a disk call failed, as far as a caller can act on it.
public enum DiskError: Error, Equatable, Sendable {
    /// No room: ENOSPC, EDQUOT or EFBIG. Refuse writes, go on reading.
    case full(operation: String, name: String)
    /// Another process holds the folder.
    case locked
    /// No file of that name.
    case missing(name: String)
    /// The folder is on a network file system, where locks and syncs cannot be trusted.
    case networkFileSystem
    /// The folder cannot be opened or made: no place for it, not a folder, or no permission.
    case noFolder(name: String, errno: Int32)
    /// The folder may be read or entered by its group or by everyone; `mode` is its mode bits.
    case openToOthers(name: String, mode: UInt32)
    /// Any other failure, with the call and its errno. The process cannot promise durability.
    case failed(operation: String, name: String, errno: Int32)
}
