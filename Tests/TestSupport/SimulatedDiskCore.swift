import Glibc
import Seams
import Storage

/// What a `SimulatedDisk` holds: files as the cache shows them and as the device has them, folder
/// entries likewise, and the faults to come.
struct SimulatedDiskCore {
    /// A change of the folder that is not durable yet.
    enum Change {
        case create(String, Int)
        case rename(String, String, Int)
        case remove(String)
    }

    static let sector = 512

    var inodes: [SimulatedInode] = []
    var entries: [String: Int] = [:]
    var durableEntries: [String: Int] = [:]
    var changes: [Change] = []

    var capacity: UInt64
    var operations = 0
    var trace: [String] = []
    var syncs = 0
    var cutAt: Int?
    var isCut = false
    var failures: [Int: Int32] = [:]
    var writeStep: Int?
    var dropsCache = true
    var isLocked = false
    var lockedElsewhere = false

    init(capacity: UInt64) { self.capacity = capacity }

    /// Bytes in use by files that have a name.
    var used: UInt64 { entries.values.reduce(0) { $0 + inodes[$1].bytes } }

    /// Counts an operation; the error with which it fails, if it does.
    mutating func begin(_ operation: String, _ name: String) -> DiskError? {
        operations += 1
        trace.append("\(operations) \(operation) \(name)")
        if let cutAt, operations >= cutAt { isCut = true }
        if isCut { return .failed(operation: operation, name: name, errno: EIO) }
        guard let error = failures.removeValue(forKey: operations) else { return nil }
        switch error {
        case ENOSPC, EDQUOT, EFBIG: return .full(operation: operation, name: name)
        default: return .failed(operation: operation, name: name, errno: error)
        }
    }

    mutating func create(_ name: String) -> Int {
        inodes.append(SimulatedInode())
        change(.create(name, inodes.count - 1))
        return inodes.count - 1
    }

    mutating func change(_ change: Change) {
        changes.append(change)
        SimulatedDiskCore.apply(change, to: &entries)
    }

    static func apply(_ change: Change, to entries: inout [String: Int]) {
        switch change {
        case .create(let name, let inode):
            entries[name] = inode
        case .rename(let name, let newName, let inode):
            entries[name] = nil
            entries[newName] = inode
        case .remove(let name):
            entries[name] = nil
        }
    }

    /// Writes into the cache, in short steps where told so, as far as there is room.
    mutating func write(
        _ bytes: UnsafeRawBufferPointer, to inode: Int, _ name: String, at offset: Int
    ) throws(DiskError) {
        let end = offset + bytes.count
        let grows = max(0, end - max(inodes[inode].cached.count, Int(inodes[inode].allocated)))
        guard grows == 0 || used + UInt64(grows) <= capacity else {
            throw .full(operation: "write", name: name)
        }
        guard let step = writeStep else {
            inodes[inode].write(bytes, at: offset)
            return
        }
        var storm = 0
        let moved = TransferLoop.run(
            count: bytes.count, retrying: [EINTR, EAGAIN], stalled: EIO
        ) { done in
            storm += 1
            if storm % 3 == 1 { return -Int(EINTR) }
            if storm % 3 == 2 { return -Int(EAGAIN) }
            let piece = bytes[done..<min(done + step, bytes.count)]
            inodes[inode].write(UnsafeRawBufferPointer(rebasing: piece), at: offset + done)
            return piece.count
        }
        guard moved == bytes.count else {
            throw .failed(operation: "write", name: name, errno: EIO)
        }
    }
}

/// One file of a `SimulatedDisk`.
struct SimulatedInode {
    /// What a read returns.
    var cached: [UInt8] = []
    /// What the device has.
    var durable: [UInt8] = []
    /// Sectors that a sync would write.
    var dirty: Set<Int> = []
    /// Blocks taken without being written.
    var allocated: UInt64 = 0

    var bytes: UInt64 { max(UInt64(max(cached.count, durable.count)), allocated) }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        guard offset < cached.count else { return 0 }
        let count = min(buffer.count, cached.count - offset)
        cached.withUnsafeBytes {
            buffer.copyMemory(from: .init(rebasing: $0[offset..<offset + count]))
        }
        return count
    }

    mutating func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        guard !bytes.isEmpty else { return }
        let end = offset + bytes.count
        if cached.count < end { cached.resize(to: end) }
        cached.withUnsafeMutableBytes {
            UnsafeMutableRawBufferPointer(rebasing: $0[offset..<end]).copyMemory(from: bytes)
        }
        let sector = SimulatedDiskCore.sector
        dirty.formUnion((offset / sector)...((end - 1) / sector))
    }

    mutating func truncate(to size: Int) {
        cached.resize(to: size)
    }

    mutating func sync() {
        durable.resize(to: cached.count)
        for sector in dirty { copy(sector) }
        dirty = []
    }

    mutating func loseDirty() { dirty = [] }

    mutating func dropClean() {
        let kept = cached
        cached = durable
        cached.resize(to: kept.count)
        for sector in dirty {
            let range = range(sector, within: kept.count)
            cached.replaceSubrange(range, with: kept[range])
        }
    }

    /// After a power cut: the device's bytes, and of the unsynced sectors those `keep` says.
    mutating func crash(keepSize: Bool, keep: (Int) -> Bool) {
        if keepSize {
            durable.resize(to: cached.count)
            for sector in dirty.sorted() where keep(sector) { copy(sector) }
        } else {
            for sector in dirty.sorted() where keep(sector) && sector * 512 < durable.count {
                copy(sector)
            }
        }
        cached = durable
        dirty = []
    }

    private mutating func copy(_ sector: Int) {
        let range = range(sector, within: min(cached.count, durable.count))
        durable.withUnsafeMutableBytes { to in
            cached.withUnsafeBytes { from in
                UnsafeMutableRawBufferPointer(rebasing: to[range])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: from[range]))
            }
        }
    }

    private func range(_ sector: Int, within count: Int) -> Range<Int> {
        let start = min(sector * SimulatedDiskCore.sector, count)
        return start..<min(start + SimulatedDiskCore.sector, count)
    }
}

extension [UInt8] {
    fileprivate mutating func resize(to size: Int) {
        if count >= size {
            removeLast(count - size)
        } else {
            // An unoptimised build would append a repeated element one by one.
            self = [UInt8](unsafeUninitializedCapacity: size) { bytes, filled in
                let raw = UnsafeMutableRawBufferPointer(bytes)
                withUnsafeBytes { raw.copyMemory(from: $0) }
                memset(raw.baseAddress! + count, 0, size - count)
                filled = size
            }
        }
    }
}
