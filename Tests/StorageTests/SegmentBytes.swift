import Storage
import TestSupport

/// Journals made for tests that damage them, and the offsets within.
struct MadeJournal {
    var name: String
    /// The file, cut 64 bytes behind its last record.
    var bytes: [UInt8]
    var entries: [Entry]
    /// Where each record starts, and each record's type.
    var records: [(offset: Int, type: UInt8)]
    /// Where the last record ends.
    var end: Int

    /// Commits batches of these sizes, each with a few random payloads; sealed at the end or not.
    static func make(
        _ batches: [Int], sealed: Bool, sizes: SegmentSizes = .tiny, seed: UInt64 = 5
    ) throws -> MadeJournal {
        let player = Player(SimulatedDisk(), seed: seed)
        player.sizes = sizes
        try player.open()
        for count in batches { try player.commit(count, upTo: 40) }
        if sealed { try player.seal() }
        let name = SegmentName.of(1)
        var bytes = player.disk.contents(name) ?? []
        let records = recordsOf(bytes)
        let end = records.last.map { $0.offset + length(bytes, $0.offset) } ?? 64
        bytes.removeLast(bytes.count - end - 64)
        return MadeJournal(
            name: name, bytes: bytes, entries: player.acknowledged, records: records, end: end)
    }

    /// Where the last batch starts.
    var lastBatch: Int {
        let commits = records.filter { $0.type == Record.commit }.map(\.offset)
        guard commits.count > 1 else { return 64 }
        return commits[commits.count - 2] + ControlRecord.bytes
    }

    /// A disk with this journal alone, its bytes changed by `damage`.
    func disk(_ damage: (inout [UInt8]) -> Void = { _ in }) -> SimulatedDisk {
        var changed = bytes
        damage(&changed)
        let disk = SimulatedDisk()
        disk.put(name, changed)
        return disk
    }

    static func length(_ bytes: [UInt8], _ offset: Int) -> Int {
        let length = (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
        return (length + 7) / 8 * 8
    }

    private static func recordsOf(_ bytes: [UInt8]) -> [(offset: Int, type: UInt8)] {
        var records: [(offset: Int, type: UInt8)] = []
        var at = 64
        while at + 24 <= bytes.count, length(bytes, at) > 0 {
            records.append((at, bytes[at + 16]))
            at += length(bytes, at)
        }
        return records
    }
}

/// Opens a disk; what it replayed, and the error it refused with.
func reopen(_ disk: SimulatedDisk, as identity: StoreIdentity = Player.identity)
    -> (player: Player, refused: StorageError?)
{
    let player = Player(disk)
    do {
        try player.open(as: identity)
        return (player, nil)
    } catch {
        return (player, error as? StorageError)
    }
}
