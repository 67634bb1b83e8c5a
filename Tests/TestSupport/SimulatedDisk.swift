import Glibc
import Seams
import Storage
import Synchronization

/// A `Disk` in memory that keeps apart what is synced and what is only in the page cache, numbers
/// every operation, and fails as told. One seed, one run.
///
/// A value of this class is one process's view; `afterPowerCut`, `afterKill` and `secondProcess`
/// give the next one's. Any thread may call.
public final class SimulatedDisk: Disk {
    let core: Mutex<SimulatedDiskCore>
    private let gate = SyncGate()

    /// An empty disk with room for `capacity` bytes.
    public init(capacity: UInt64 = 1 << 40) {
        core = Mutex(SimulatedDiskCore(capacity: capacity))
    }

    init(core: SimulatedDiskCore) {
        self.core = Mutex(core)
    }

    // Disk

    /// The names in the folder, sorted.
    public func list() throws(DiskError) -> [String] {
        try perform("list", "") { (core) throws(DiskError) in core.entries.keys.sorted() }
    }

    /// Opens a file, making it when asked to.
    public func open(_ name: String, create: Bool) throws(DiskError) -> any DiskFile {
        let inode = try perform("open", name) { (core) throws(DiskError) in
            if let inode = core.entries[name] { return inode }
            guard create else { throw .missing(name: name) }
            return core.create(name)
        }
        return SimulatedFile(disk: self, inode: inode, name: name)
    }

    /// Renames, until the next `syncFolder` only in memory.
    public func rename(_ name: String, to newName: String) throws(DiskError) {
        try perform("rename", name) { (core) throws(DiskError) in
            guard let inode = core.entries[name] else { throw .missing(name: name) }
            core.change(.rename(name, newName, inode))
        }
    }

    /// Removes, until the next `syncFolder` only in memory.
    public func remove(_ name: String) throws(DiskError) {
        try perform("remove", name) { (core) throws(DiskError) in
            guard core.entries[name] != nil else { throw .missing(name: name) }
            core.change(.remove(name))
        }
    }

    /// Makes the folder's entries durable.
    public func syncFolder() throws(DiskError) {
        try perform("syncFolder", "") { (core) throws(DiskError) in
            core.durableEntries = core.entries
            core.changes = []
        }
    }

    /// What the capacity leaves.
    public func space() throws(DiskError) -> (free: UInt64, total: UInt64) {
        try perform("space", "") { (core) throws(DiskError) in
            (core.capacity - min(core.used, core.capacity), core.capacity)
        }
    }

    /// Takes the folder's lock, unless another process of this disk holds it.
    public func lock() throws(DiskError) {
        try perform("lock", "LOCK") { (core) throws(DiskError) in
            guard !core.lockedElsewhere else { throw .locked }
            core.isLocked = true
        }
    }

    // Faults

    /// Operations begun so far.
    public var operations: Int { core.withLock { $0.operations } }

    /// What each operation was, in order, for a failing seed.
    public var trace: [String] { core.withLock { $0.trace } }

    /// Syncs of files that returned well.
    public var syncs: Int { core.withLock { $0.syncs } }

    /// Cuts the power just before operation `number` (counted from 1): it and every later one
    /// fails, and `afterPowerCut` gives what the next process finds.
    public func cutPower(at number: Int) { core.withLock { $0.cutAt = number } }

    /// Fails operation `number` once: a write after half its bytes, a sync with its pages lost.
    public func fail(at number: Int, errno error: Int32) {
        core.withLock { $0.failures[number] = error }
    }

    /// The bytes the disk can hold; changing it fills the disk up or frees it.
    public var capacity: UInt64 {
        get { core.withLock { $0.capacity } }
        set { core.withLock { $0.capacity = newValue } }
    }

    /// Every write moves at most so many bytes a call, with EINTR and EAGAIN in between.
    public func shortenWrites(to bytes: Int) { core.withLock { $0.writeStep = bytes } }

    /// Whether `dropCache` does anything. A kernel may keep pages it was asked to drop.
    public func keepCache() { core.withLock { $0.dropsCache = false } }

    /// From now on syncs of files block their thread until `releaseSyncs`.
    public func stallSyncs() { gate.close() }

    /// Lets the syncs that wait, and later ones, go on.
    public func releaseSyncs() { gate.open() }

    // Inside

    /// Counts an operation and runs it, unless it is to fail.
    func perform<R>(
        _ operation: String, _ name: String,
        _ body: (inout SimulatedDiskCore) throws(DiskError) -> R
    ) throws(DiskError) -> R {
        let result = core.withLock { core -> Result<R, DiskError> in
            if let error = core.begin(operation, name) { return .failure(error) }
            do throws(DiskError) { return .success(try body(&core)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Blocks while syncs are stalled.
    func waitAtGate() { gate.pass() }
}

/// One open file of a `SimulatedDisk`.
final class SimulatedFile: DiskFile {
    private let disk: SimulatedDisk
    private let inode: Int
    private let name: String

    init(disk: SimulatedDisk, inode: Int, name: String) {
        self.disk = disk
        self.inode = inode
        self.name = name
    }

    func size() throws(DiskError) -> UInt64 {
        try disk.perform("size", name) { (core) throws(DiskError) in
            UInt64(core.inodes[inode].cached.count)
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(DiskError)
        -> Int
    {
        try disk.perform("read", name) { (core) throws(DiskError) in
            core.inodes[inode].read(into: buffer, at: Int(offset))
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(DiskError) {
        do throws(DiskError) {
            try disk.perform("write", name) { (core) throws(DiskError) in
                try core.write(bytes, to: inode, name, at: Int(offset))
            }
        } catch {
            // A failed write may have moved some of its bytes.
            let half = UnsafeRawBufferPointer(rebasing: bytes[0..<(bytes.count / 2)])
            disk.core.withLock { core in
                if !core.isCut { try? core.write(half, to: inode, name, at: Int(offset)) }
            }
            throw error
        }
    }

    func sync() throws(DiskError) {
        disk.waitAtGate()
        do throws(DiskError) {
            try disk.perform("sync", name) { (core) throws(DiskError) in
                core.inodes[inode].sync()
                core.syncs += 1
            }
        } catch {
            disk.core.withLock { core in
                // The kernel marks the pages clean and forgets that the disk lacks them.
                if !core.isCut { core.inodes[inode].loseDirty() }
            }
            throw error
        }
    }

    func truncate(to size: UInt64) throws(DiskError) {
        try disk.perform("truncate", name) { (core) throws(DiskError) in
            core.inodes[inode].truncate(to: Int(size))
        }
    }

    func allocate(_ size: UInt64) throws(DiskError) {
        try disk.perform("allocate", name) { (core) throws(DiskError) in
            let more = size - min(size, core.inodes[inode].allocated)
            guard core.used + more <= core.capacity else {
                throw .full(operation: "allocate", name: name)
            }
            core.inodes[inode].allocated = max(size, core.inodes[inode].allocated)
        }
    }

    func dropCache() {
        disk.core.withLock { core in
            if core.dropsCache { core.inodes[inode].dropClean() }
        }
    }
}

/// A gate that threads block at while it is closed: a pipe with one byte in it while it is open.
private final class SyncGate: Sendable {
    private let reader: Int32
    private let writer: Int32
    private let isOpen = Mutex(true)

    init() {
        var ends: [Int32] = [0, 0]
        precondition(pipe(&ends) == 0, "no pipe for the gate")
        (reader, writer) = (ends[0], ends[1])
        put()
    }

    deinit {
        close(reader)
        close(writer)
    }

    func close() {
        isOpen.withLock { open in
            if open { take() }
            open = false
        }
    }

    func open() {
        isOpen.withLock { open in
            if !open { put() }
            open = true
        }
    }

    func pass() {
        take()
        put()
    }

    private func take() {
        var byte: UInt8 = 0
        while read(reader, &byte, 1) != 1 {}
    }

    private func put() {
        var byte: UInt8 = 1
        while write(writer, &byte, 1) != 1 {}
    }

    private func close(_ descriptor: Int32) { _ = Glibc.close(descriptor) }
}
