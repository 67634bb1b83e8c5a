import Storage
import TestSupport
import Testing

/// Bytes that were promised and changed are never served, nor dropped in silence.
@Suite("Damage")
struct DamageTests {
    @Test(
        "every flipped bit before the last seal is refused at its record, every other costs nothing"
    )
    func flipEveryBit() throws {
        let made = try MadeJournal.make([2, 1, 2], sealed: true)
        let seal = try #require(made.records.last)
        #expect(seal.type == Record.seal)
        for bit in 0..<made.bytes.count * 8 {
            let at = bit / 8
            let (player, refused) = reopen(made.disk { $0[at] ^= 1 << UInt8(bit % 8) })
            if at < seal.offset {
                let record = made.records.last { $0.offset <= at }?.offset ?? 0
                guard case .corrupt(let damage) = refused else {
                    Issue.record("bit \(bit) was not refused")
                    continue
                }
                #expect(damage.offset == record && damage.file == made.name, "bit \(bit)")
                switch damage.kind {
                case .header: #expect(at < 64)
                case .record(.some(let proof)): #expect(proof > record && at >= 64)
                default: Issue.record("bit \(bit): \(damage.kind)")
                }
            } else {
                #expect(refused == nil, "bit \(bit)")
                #expect(player.replayed == made.entries, "bit \(bit)")
            }
        }
    }

    @Test("a refusal changes nothing in the folder")
    func refusalIsReadOnly() throws {
        let made = try MadeJournal.make([2, 1, 2], sealed: true)
        let disk = made.disk { $0[100] ^= 4 }
        disk.put("j-next-1.tmp", [1])
        let before = disk.contents(made.name)
        #expect(reopen(disk).refused != nil)
        #expect(disk.contents(made.name) == before)
        #expect(disk.names == [made.name, "j-next-1.tmp"])
    }

    @Test("the refusal names file, offset, sequence, the loss and the ways on")
    func refusalSentence() throws {
        let made = try MadeJournal.make([2, 1, 2], sealed: true)
        let third = made.records[3].offset  // two operations, a COMMIT, then this one
        // The COMMIT of the batch after it is the first that knows it was synced.
        let proof = made.records[made.records.count - 2].offset
        let error = try #require(reopen(made.disk { $0[third + 25] ^= 4 }).refused)
        #expect(
            error.sentence
                == "The journal is damaged: j-0000000000000001.log, offset \(third), sequence 3: the"
                + " record is not what was written, and the record at offset"
                + " \(proof) shows that it was once safely on disk. Lost"
                + " with it: every record from sequence 3 on. Nothing was changed. Two ways on: put"
                + " back a copy of the whole data folder, or, to give up what it holds, move the"
                + " folder away and start with an empty one.")
        #expect(error.exitCode == 78)
    }

    /// Ways to lose or misplace a segment in the middle.
    static let segmentFaults = [
        "missing", "empty", "cut in its header", "cut in a record", "cut before its last batch",
        "first missing", "renamed", "of another store", "of another incarnation",
        "a copy of another",
    ]

    @Test("a segment that is lost, cut or foreign is refused", arguments: segmentFaults)
    func segmentFault(kind: String) throws {
        let player = Player(SimulatedDisk())
        try player.open()
        while player.disk.names.filter({ $0.hasSuffix(".log") }).count < 4 {
            try player.commit(3, upTo: 200)
        }
        try player.seal(cleanStop: true)
        let disk = player.disk.afterKill()
        let names = disk.names.filter { $0.hasSuffix(".log") }
        let middle = names[1]
        let bytes = try #require(disk.contents(middle))
        disk.take(middle)
        switch kind {
        case "missing": break
        case "empty": disk.put(middle, [])
        case "cut in its header": disk.put(middle, Array(bytes.prefix(40)))
        case "cut in a record": disk.put(middle, Array(bytes.prefix(300)))
        case "cut before its last batch":
            disk.put(middle, Array(bytes.prefix(try lastBatch(of: bytes))))
        case "first missing":
            disk.put(middle, bytes)
            disk.take(names[0])
        case "renamed": disk.put(SegmentName.of(3), bytes)
        case "of another store":
            disk.put(middle, try withHeader(bytes) { $0.store = StoreUUID(low: 1, high: 2) })
        case "of another incarnation":
            disk.put(middle, try withHeader(bytes) { $0.incarnation = 2 })
        default: disk.put(middle, try #require(disk.contents(names[2])))
        }
        let (_, refused) = reopen(disk)
        guard case .corrupt(let damage) = refused else {
            Issue.record("\(kind): \(String(describing: refused))")
            return
        }
        #expect(!damage.sentence.isEmpty)
    }

    @Test("a middle segment that lost only zeros lost nothing")
    func middleWithoutZeros() throws {
        let player = Player(SimulatedDisk())
        try player.open()
        while player.disk.names.filter({ $0.hasSuffix(".log") }).count < 3 {
            try player.commit(3, upTo: 200)
        }
        let disk = player.disk.afterKill()
        let name = disk.names.filter { $0.hasSuffix(".log") }[1]
        var bytes = try #require(disk.contents(name))
        while bytes.last == 0 { bytes.removeLast() }
        disk.put(name, bytes)
        let (next, refused) = reopen(disk)
        #expect(refused == nil)
        #expect(next.replayed == player.acknowledged)
    }

    @Test("two records swapped, one repeated, one moved are refused by the chain")
    func misplacedRecords() throws {
        let made = try MadeJournal.make([3, 2], sealed: true, sizes: .tiny)
        let first = made.records[0].offset
        let second = made.records[1].offset
        let third = made.records[2].offset
        let one = Array(made.bytes[first..<second])
        let two = Array(made.bytes[second..<third])
        let rows: [(String, Int, (inout [UInt8]) -> Void)] = [
            ("swapped", first, { $0.replaceSubrange(first..<third, with: two + one) }),
            ("repeated", second, { $0.replaceSubrange(second..<second, with: one) }),
            ("left out", first, { $0.removeSubrange(first..<second) }),
            (
                "moved to the end of the batch", first,
                {
                    $0.removeSubrange(first..<second)
                    let place = made.records[3].offset - one.count
                    $0.replaceSubrange(place..<place, with: one)
                }
            ),
        ]
        for (name, offset, damage) in rows {
            guard case .corrupt(let damage) = reopen(made.disk(damage)).refused else {
                Issue.record("\(name) was not refused")
                continue
            }
            #expect(damage.offset == offset, "\(name)")
        }
    }

    @Test(
        "a record that was right in another history, number and length alike, is refused by the chain"
    )
    func foreignRecord() throws {
        let made = try MadeJournal.make([3, 2], sealed: true)
        let (start, end) = (made.records[1].offset, made.records[2].offset)
        var foreign: [UInt8]?
        for seed: UInt64 in 6..<200 where foreign == nil {
            let other = try MadeJournal.make([3, 2], sealed: true, seed: seed)
            let (from, to) = (other.records[1].offset, other.records[2].offset)
            let record = Array(other.bytes[from..<to])
            if record.count == end - start, record[8...] != made.bytes[start + 8..<end] {
                foreign = record
            }
        }
        let record = try #require(foreign)
        let refused = reopen(made.disk { $0.replaceSubrange(start..<end, with: record) }).refused
        guard case .corrupt(let damage) = refused else {
            Issue.record("it was not refused")
            return
        }
        #expect(damage.offset == start)
    }

    private func lastBatch(of bytes: [UInt8]) throws -> Int {
        try bytes.withUnsafeBytes { bytes in
            var reader = SegmentReader(bytes: bytes, header: try SegmentHeader(bytes))
            var last = reader.boundary.offset
            while true {
                let here = reader.boundary.offset
                guard case .batch = reader.next() else { return last }
                last = here
            }
        }
    }

    private func withHeader(_ bytes: [UInt8], _ change: (inout SegmentHeader) -> Void) throws
        -> [UInt8]
    {
        var header = try bytes.withUnsafeBytes { try SegmentHeader($0) }
        change(&header)
        return header.withBytes { Array($0) } + bytes.dropFirst(64)
    }
}
