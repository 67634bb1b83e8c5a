import Seams
import Synchronization

extension SimulatedDisk {
    /// What survives a power cut of all that was not synced.
    public enum Kept: Sendable {
        /// Nothing: files and entries are what the last syncs left.
        case nothing
        /// Every entry and every byte.
        case everything
        /// A random subset of 512-byte sectors, sizes and entries, by seed.
        case some(seed: UInt64)
        /// All bytes, but no folder entry since the last `syncFolder`.
        case bytesOnly
    }

    /// The disk a new machine finds after the power was cut here.
    public func afterPowerCut(keeping kept: Kept) -> SimulatedDisk {
        SimulatedDisk(core: core.withLock { $0.rebooted(keeping: kept) })
    }

    /// The disk the next process finds after this one was killed or left: the cache is still there.
    public func afterKill() -> SimulatedDisk {
        SimulatedDisk(
            core: core.withLock { core in
                var next = core
                next.forgetProcess()
                return next
            })
    }

    /// The same folder as a second process sees it now, while this one runs. What either writes
    /// later the other does not see.
    public func secondProcess() -> SimulatedDisk {
        SimulatedDisk(
            core: core.withLock { core in
                var next = core
                next.forgetProcess()
                next.lockedElsewhere = core.isLocked
                return next
            })
    }

    /// The bytes of a file as a read returns them.
    public func contents(_ name: String) -> [UInt8]? {
        core.withLock { core in core.entries[name].map { core.inodes[$0].cached } }
    }

    /// Puts a durable file in place, as damage or a foreign hand would.
    public func put(_ name: String, _ bytes: [UInt8]) {
        core.withLock { core in
            var inode = SimulatedInode()
            inode.cached = bytes
            inode.durable = bytes
            core.inodes.append(inode)
            core.entries[name] = core.inodes.count - 1
            core.durableEntries[name] = core.inodes.count - 1
        }
    }

    /// Takes a file away, durably.
    public func take(_ name: String) {
        core.withLock { core in
            core.entries[name] = nil
            core.durableEntries[name] = nil
        }
    }

    /// The names in the folder, sorted, without counting as an operation.
    public var names: [String] { core.withLock { $0.entries.keys.sorted() } }
}

extension SimulatedDiskCore {
    mutating func forgetProcess() {
        operations = 0
        trace = []
        syncs = 0
        cutAt = nil
        isCut = false
        failures = [:]
        isLocked = false
        lockedElsewhere = false
    }

    func rebooted(keeping kept: SimulatedDisk.Kept) -> SimulatedDiskCore {
        var next = self
        next.forgetProcess()
        switch kept {
        case .nothing:
            next.entries = durableEntries
            next.crashAll { _ in (false, { _ in false }) }
        case .bytesOnly:
            next.entries = durableEntries
            next.crashAll { _ in (true, { _ in true }) }
        case .everything:
            next.crashAll { _ in (true, { _ in true }) }
        case .some(let seed):
            var random = SeededRandom(seed: seed)
            next.entries = durableEntries
            for change in changes where random.next() & 1 == 0 {
                SimulatedDiskCore.apply(change, to: &next.entries)
            }
            for index in next.inodes.indices {
                let keepSize = random.next() & 1 == 0
                // Sometimes nearly all, sometimes nearly nothing, so that both ends are met.
                let odds = random.next() % 5
                next.inodes[index].crash(keepSize: keepSize) { _ in random.next() % 4 < odds }
            }
        }
        next.durableEntries = next.entries
        next.changes = []
        return next
    }

    private mutating func crashAll(_ choice: (Int) -> (keepSize: Bool, keep: (Int) -> Bool)) {
        for index in inodes.indices {
            let (keepSize, keep) = choice(index)
            inodes[index].crash(keepSize: keepSize, keep: keep)
        }
    }
}
