import Storage
import TestSupport
import Testing

/// A last write that never became whole is cut off, kept aside, and nothing else is lost.
@Suite("A torn tail")
struct TornTailTests {
    @Test("cut at any byte of the last batch, the journal ends at the COMMIT before it")
    func cutAtEveryByte() throws {
        let made = try MadeJournal.make([2, 1, 3], sealed: false)
        let start = made.lastBatch
        for cut in start..<made.end {
            for zeroed in [false, true] {
                let disk = made.disk { bytes in
                    let rest = bytes.count - cut
                    bytes.removeLast(rest)
                    if zeroed { bytes += [UInt8](repeating: 0, count: rest) }
                }
                let (player, refused) = reopen(disk)
                #expect(refused == nil, "cut at \(cut)")
                #expect(player.replayed == Array(made.entries.prefix(3)), "cut at \(cut)")
                let torn = Array(made.bytes[start..<cut].reversed().drop { $0 == 0 }.reversed())
                #expect(player.journal?.recovered.tornBytes == torn.count)
                let broken = player.journal?.recovered.brokenFile
                #expect(broken == (torn.isEmpty ? nil : made.name + ".broken-1"))
                if let broken { #expect(disk.contents(broken) == torn) }
                #expect(wrongAfterReopen(disk.afterKill(), after: player) == nil)
            }
        }
    }

    /// What may stand where the last batch should.
    static let tails = ["zeros", "ones", "random bytes", "an older segment", "an older batch"]

    @Test("whatever stands in place of or behind the last batch is cut off", arguments: tails)
    func strangeTails(kind: String) throws {
        let made = try MadeJournal.make([2, 1, 3], sealed: false)
        var random = SeededRandom(seed: 8)
        for start in [made.lastBatch, made.end] {
            let disk = made.disk { bytes in
                let older = MadeJournal.otherSegment(of: made)
                for at in start..<bytes.count {
                    switch kind {
                    case "zeros": bytes[at] = 0
                    case "ones": bytes[at] = 0xFF
                    case "random bytes": bytes[at] = UInt8(truncatingIfNeeded: random.next())
                    case "an older segment": bytes[at] = older[at]
                    default: bytes[at] = made.bytes[64 + at - start]
                    }
                }
            }
            let (player, refused) = reopen(disk)
            #expect(refused == nil, "\(kind) at \(start)")
            let whole = start == made.lastBatch ? 3 : 6
            #expect(player.replayed == Array(made.entries.prefix(whole)), "\(kind) at \(start)")
            #expect(wrongAfterReopen(disk.afterKill(), after: player) == nil)
        }
    }

    @Test("no more than eight torn tails are kept, the newest")
    func brokenFilesAreBounded() throws {
        let made = try MadeJournal.make([1, 1], sealed: false)
        let disk = made.disk { $0[made.end - 1] ^= 1 }
        for number in 1...8 { disk.put("\(made.name).broken-\(number)", [1]) }
        let (player, refused) = reopen(disk)
        #expect(refused == nil)
        #expect(player.journal?.recovered.brokenFile == "\(made.name).broken-9")
        let kept = disk.names.filter { $0.contains(".broken-") }
        #expect(kept.count == 8 && !kept.contains("\(made.name).broken-1"))
    }

    @Test("on a full disk a torn tail is not kept, and the store opens all the same")
    func noRoomForBroken() throws {
        let made = try MadeJournal.make([1, 1], sealed: false)
        let disk = made.disk { $0[made.end - 1] ^= 1 }
        let write = try #require(reopenTrace(made).firstIndex { $0.contains("write") })
        disk.fail(at: write + 1, errno: 28)
        let (player, refused) = reopen(disk)
        #expect(refused == nil)
        #expect(player.journal?.recovered.brokenFile == nil)
        #expect(player.replayed == Array(made.entries.prefix(1)))
        #expect(!disk.names.contains { $0.contains(".broken-") })
    }

    private func reopenTrace(_ made: MadeJournal) -> [String] {
        let disk = made.disk { $0[made.end - 1] ^= 1 }
        _ = reopen(disk)
        return disk.trace
    }
}

extension MadeJournal {
    /// The same records as they would stand in an earlier segment of the same store.
    static func otherSegment(of made: MadeJournal) -> [UInt8] {
        made.bytes.withUnsafeBytes { bytes -> [UInt8] in
            guard let header = try? SegmentHeader(bytes) else { return made.bytes }
            var older = header
            older.number = 7
            var reader = SegmentReader(bytes: bytes, header: header)
            var result = [UInt8](repeating: 0, count: 64)
            var chain = older.previousChain
            while case .batch(let range, let commit) = reader.next() {
                var builder = BatchBuilder()
                reader.operations(in: range) { operation in
                    builder.append(
                        type: operation.type, sequence: operation.sequence,
                        bytes: operation.payload.count
                    ) { $0.copyMemory(from: operation.payload) }
                }
                chain = builder.close(
                    after: chain, in: older, at: UInt64(result.count), wallMs: commit.wallMs)
                builder.withBytes { result += Array($0) }
            }
            return result + [UInt8](repeating: 0, count: made.bytes.count - result.count)
        }
    }
}
