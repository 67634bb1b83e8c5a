import Seams
import Storage
import Testing

/// The journal on a real disk, end to end.
@Test("what was committed is replayed by the next open")
func committedIsReplayed() throws {
    let path = try #require(temporaryFolder())
    defer { removeFolder(path) }
    for round in 0..<3 {
        var seen: [UInt64] = []
        let journal = try Store.open(
            disk: KernelDisk(path: path), identity: StoreIdentity(service: 3),
            random: .system
        ) { _, sequence, _ in
            seen.append(sequence)
            return true
        }
        #expect(seen == Array(UInt64(1)..<UInt64(1 + 5 * round)))
        for _ in 0..<5 {
            #expect(journal.claim(records: 1, bytes: 300) == .granted)
            journal.append(type: 17, payload: [UInt8](repeating: 7, count: 300))
        }
        let batch = try #require(journal.takeBatch(wallMs: 1))
        batch.write()
        try journal.finished(batch)
        #expect(journal.synced == journal.decided)
        if round == 1, let seal = journal.takeSeal(wallMs: 2, cleanStop: true) {
            seal.write()
            try journal.finished(seal)
        }
    }
}
