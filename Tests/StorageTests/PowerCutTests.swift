import Glibc
import Seams
import Storage
import TestSupport
import Testing

/// The power goes, or the disk fails, at every operation of a run.
@Suite("A crash at every operation")
struct PowerCutTests {
    private func operations() -> Int {
        let player = Player(SimulatedDisk())
        playUntilStopped(player)
        #expect(player.acknowledged.count == 33, "the script ran to its end")
        return player.disk.operations
    }

    @Test("what was acknowledged survives a power cut before any operation")
    func powerCutEverywhere() {
        for number in 1...operations() + 1 {
            let player = Player(SimulatedDisk())
            player.disk.cutPower(at: number)
            playUntilStopped(player)
            for kept in [SimulatedDisk.Kept.nothing, .everything, .bytesOnly] {
                let wrong = wrongAfterReopen(
                    player.disk.afterPowerCut(keeping: kept), after: player)
                #expect(wrong == nil, "cut at \(number), keeping \(kept)")
            }
        }
    }

    @Test("a random subset of unsynced sectors, sizes and entries is never taken for damage")
    func sectorSubsets() {
        for number in 1...operations() + 1 {
            let player = Player(SimulatedDisk())
            player.disk.cutPower(at: number)
            playUntilStopped(player)
            for seed in 0..<24 {
                let kept = SimulatedDisk.Kept.some(seed: UInt64(number * 100 + seed))
                let wrong = wrongAfterReopen(
                    player.disk.afterPowerCut(keeping: kept), after: player)
                #expect(wrong == nil, "cut at \(number), keeping \(kept)")
            }
        }
    }

    @Test("a second power cut during recovery loses nothing either")
    func powerCutInRecovery() {
        for number in stride(from: 3, through: operations() + 1, by: 7) {
            let player = Player(SimulatedDisk())
            player.disk.cutPower(at: number)
            playUntilStopped(player)
            for again in 1...40 {
                let disk = player.disk.afterPowerCut(keeping: .some(seed: UInt64(number)))
                disk.cutPower(at: again)
                let recovering = Player(disk)
                let stopped = (try? recovering.open()) == nil
                let kept = SimulatedDisk.Kept.some(seed: UInt64(again))
                let wrong = wrongAfterReopen(disk.afterPowerCut(keeping: kept), after: player)
                #expect(wrong == nil, "cut at \(number), then at \(again)")
                if !stopped { break }
            }
        }
    }

    @Test(
        "any operation that fails once stops the process, and the next one has everything",
        arguments: [EIO, ENOSPC])
    func failEverywhere(error: Int32) {
        for number in 1...operations() {
            for keepsCache in [false, true] {
                let player = Player(SimulatedDisk())
                player.disk.fail(at: number, errno: error)
                if keepsCache { player.disk.keepCache() }
                playUntilStopped(player)
                for next in [player.disk.afterKill(), player.disk.afterPowerCut(keeping: .nothing)]
                {
                    let wrong = wrongAfterReopen(next, after: player)
                    #expect(wrong == nil, "\(error) at \(player.disk.trace[number - 1])")
                }
            }
        }
    }

    @Test("a failed sync is surfaced, and that file is never synced again")
    func failedSync() throws {
        let player = Player(SimulatedDisk())
        try player.open()
        try player.upkeep()
        try player.commit(2)
        player.disk.fail(at: player.disk.operations + 2, errno: EIO)
        #expect(
            throws: StorageError.disk(
                .failed(operation: "sync", name: "j-0000000000000001.log", errno: 5))
        ) {
            try player.commit(1)
        }
        let syncs = player.disk.trace.filter { $0.contains("sync") }.count
        #expect(throws: Player.Stopped.self) { try player.commit(1) }
        try player.seal(cleanStop: true)
        #expect(player.disk.trace.filter { $0.contains("sync") }.count == syncs)
        #expect(player.journal?.synced == 2)
    }

    @Test("a rename or a folder sync that fails in a rotation stops the process")
    func failedRotation() throws {
        for step in ["rename", "syncFolder"] {
            let rehearsal = Player(SimulatedDisk())
            try rehearsal.open()
            try rehearsal.upkeep()
            while !rehearsal.disk.trace.contains(where: { $0.contains("rename j-next-1") }) {
                try rehearsal.commit(2, upTo: 300)
            }
            let number = try #require(
                rehearsal.disk.trace.lastIndex { $0.contains(step) }.map { $0 + 1 })
            let player = Player(SimulatedDisk())
            player.disk.fail(at: number, errno: EIO)
            try player.open()
            try player.upkeep()
            #expect(throws: StorageError.self) {
                while true { try player.commit(2, upTo: 300) }
            }
            let wrong = wrongAfterReopen(player.disk.afterKill(), after: player)
            #expect(wrong == nil, "\(step)")
        }
    }

    @Test("a clean stop's seal that only the cache shows is not built upon")
    func sealOnlyInCache() throws {
        // At some of these sizes the seal lies across two sectors.
        for size in 0..<64 {
            let player = Player(SimulatedDisk())
            player.disk.keepCache()
            try player.open()
            try player.commit([UInt8](repeating: 1, count: size * 8))
            player.disk.fail(at: player.disk.operations + 2, errno: EIO)
            #expect(throws: StorageError.self) { try player.seal(cleanStop: true) }
            let wrong = wrongAfterReopen(player.disk.afterKill(), after: player)
            #expect(wrong == nil, "after \(size * 8) bytes")
        }
    }

    @Test("short writes, EINTR and EAGAIN change nothing")
    func shortWrites() throws {
        for step in [1, 7, 100] {
            let player = Player(SimulatedDisk())
            player.disk.shortenWrites(to: step)
            playUntilStopped(player)
            #expect(player.acknowledged.count == 33)
            let plain = Player(SimulatedDisk())
            playUntilStopped(plain)
            for name in plain.disk.names {
                #expect(player.disk.contents(name) == plain.disk.contents(name))
            }
        }
    }
}
