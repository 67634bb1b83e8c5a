import Glibc
import Storage
import TestSupport
import Testing

/// Group commit: one batch in flight, the next gathering, decisions never split.
@Suite("Batches")
struct BatchTests {
    private func opened(_ sizes: SegmentSizes = SegmentSizes()) throws -> (Player, Journal) {
        let player = Player(SimulatedDisk())
        player.sizes = sizes
        player.sizes.ballast = 0
        try player.open()
        try player.upkeep()
        return (player, try #require(player.journal))
    }

    @Test("what is appended while a batch is written waits for the next")
    func oneInFlight() throws {
        let (player, journal) = try opened()
        func append() { journal.append(type: 16, payload: [1]) }
        #expect(journal.claim(records: 1, bytes: 1) == .granted)
        append()
        let batch = try #require(journal.takeBatch(wallMs: 1))
        for _ in 0..<3 {
            #expect(journal.claim(records: 1, bytes: 1) == .granted)
            append()
        }
        #expect(journal.takeBatch(wallMs: 1) == nil)
        #expect(journal.takeSeal(wallMs: 1, cleanStop: true) == nil)
        #expect(journal.decided == 4 && journal.synced == 0)
        batch.write()
        #expect(journal.synced == 0, "only the owner moves the mark")
        try journal.finished(batch)
        #expect(journal.synced == 1 && journal.hasWork && !journal.wantsSeal)
        let next = try #require(journal.takeBatch(wallMs: 2))
        next.write()
        try journal.finished(next)
        #expect(journal.synced == 4 && journal.wantsSeal)
        let (reopened, _) = reopen(player.disk.afterPowerCut(keeping: .nothing))
        #expect(reopened.journal?.recovered.batches == 2)
    }

    @Test("with a sync that never returns nothing becomes durable, and what waits is bounded")
    func stalledDisk() throws {
        let (_, journal) = try opened()
        var decided = 0
        while journal.claim(records: 2, bytes: 100_000) == .granted {
            journal.append(type: 16, bytes: 50_000) { _ in }
            journal.append(type: 16, bytes: 50_000) { _ in }
            decided += 2
            _ = journal.takeBatch(wallMs: 1)  // never written
        }
        #expect(journal.claim(records: 2, bytes: 100_000) == .busy)
        #expect(journal.synced == 0 && journal.decided == UInt64(decided))
        #expect(decided * 50_000 < 6 << 20)
    }

    @Test("a sync that stalls on another thread goes on when it is released")
    func stalledSync() throws {
        let (player, journal) = try opened()
        #expect(journal.claim(records: 1, bytes: 1) == .granted)
        journal.append(type: 16, payload: [1])
        let batch = try #require(journal.takeBatch(wallMs: 1))
        player.disk.stallSyncs()
        let syncs = player.disk.syncs
        let writer = startThread { batch.write() }
        #expect(player.disk.syncs == syncs && journal.synced == 0)
        player.disk.releaseSyncs()
        pthread_join(writer, nil)
        try journal.finished(batch)
        #expect(journal.synced == 1)
    }

    @Test("a decision is never split over two batches")
    func decisionsStayWhole() throws {
        let (player, journal) = try opened()
        var decisions: [ClosedRange<UInt64>] = []
        for round in 0..<40 {
            #expect(journal.claim(records: 3, bytes: 120_000) == .granted)
            let first = journal.decided + 1
            for _ in 0..<3 { journal.append(type: 16, bytes: 30_000 + round) { _ in } }
            decisions.append(first...journal.decided)
        }
        while let batch = journal.takeBatch(wallMs: 1) {
            batch.write()
            try journal.finished(batch)
        }
        var ends: Set<UInt64> = []
        for name in player.disk.names where name.hasSuffix(".log") {
            let bytes = try #require(player.disk.contents(name))
            try bytes.withUnsafeBytes { bytes in
                var reader = SegmentReader(bytes: bytes, header: try SegmentHeader(bytes))
                while case .batch(let range, let commit) = reader.next() {
                    #expect(range.count <= Limits.batchBytesMax)
                    ends.insert(commit.sequence)
                }
            }
        }
        #expect(ends.count > 3)
        #expect(ends.isSubset(of: decisions.map(\.upperBound)))
    }

    @Test("a batch takes at most 4,096 records")
    func recordsPerBatch() throws {
        let (player, journal) = try opened()
        for _ in 0..<5000 {
            #expect(journal.claim(records: 1, bytes: 0) == .granted)
            journal.append(type: 16, payload: [])
        }
        let first = try #require(journal.takeBatch(wallMs: 1))
        first.write()
        try journal.finished(first)
        #expect(journal.synced == 4096)
        let second = try #require(journal.takeBatch(wallMs: 1))
        second.write()
        try journal.finished(second)
        #expect(journal.synced == 5000)
        #expect(reopen(player.disk.afterKill()).player.replayed.count == 5000)
    }

    @Test(
        "claims no batch can hold are refused for good",
        arguments: [
            (1, 1 << 20), (4097, 0), (1, Int.max), (Int.max, 1), (-1, 1), (1, -1), (0, 5),
        ])
    func impossibleClaims(records: Int, bytes: Int) throws {
        let (_, journal) = try opened()
        #expect(journal.claim(records: records, bytes: bytes) == .tooLarge)
    }

    @Test("the largest claim is granted and recovered")
    func largestClaim() throws {
        let (player, journal) = try opened()
        let bytes = Limits.batchBytesMax - 27
        #expect(journal.claim(records: 1, bytes: bytes) == .granted)
        journal.append(type: 16, bytes: bytes) { $0[bytes - 1] = 9 }
        let batch = try #require(journal.takeBatch(wallMs: 1))
        batch.write()
        try journal.finished(batch)
        let (next, refused) = reopen(player.disk.afterPowerCut(keeping: .nothing))
        #expect(refused == nil)
        #expect(next.replayed.first?.payload.count == bytes)
        #expect(next.replayed.first?.payload.last == 9)
    }

    @Test("segments double while they fill within a minute, and shrink again")
    func segmentSizes() throws {
        let player = Player(SimulatedDisk())
        player.sizes = .tiny
        try player.open()
        while player.disk.names.filter({ $0.hasSuffix(".log") }).count < 5 {
            try player.commit(4, upTo: 200)
        }
        let sizes = player.disk.names.filter { $0.hasSuffix(".log") }
            .compactMap { player.disk.contents($0)?.count }
        #expect(sizes == [2048, 2048, 4096, 8192, 8192])
    }

    @Test("an idle seal is written once, a clean stop's seal after it")
    func seals() throws {
        let (player, journal) = try opened()
        #expect(!journal.wantsSeal)
        #expect(journal.takeSeal(wallMs: 1, cleanStop: false) == nil, "nothing to seal")
        try player.commit(1)
        #expect(journal.wantsSeal)
        try player.seal()
        #expect(!journal.wantsSeal)
        let syncs = player.disk.syncs
        try player.seal()
        #expect(player.disk.syncs == syncs)
        try player.seal(cleanStop: true)
        #expect(player.disk.syncs == syncs + 1)
        try player.seal(cleanStop: true)
        #expect(player.disk.syncs == syncs + 1)
    }
}

/// Starts a thread that runs `work` and ends.
private func startThread(_ work: @escaping @Sendable () -> Void) -> pthread_t {
    final class Box {
        let work: @Sendable () -> Void
        init(_ work: @escaping @Sendable () -> Void) { self.work = work }
    }
    var thread = pthread_t()
    pthread_create(
        &thread, nil,
        { pointer in
            if let pointer { Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue().work() }
            return nil
        }, Unmanaged.passRetained(Box(work)).toOpaque())
    return thread
}
