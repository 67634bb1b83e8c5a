import Storage
import TestSupport
import Testing

/// The fixed layouts, byte by byte.
@Suite("Format")
struct FormatTests {
    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private let header = SegmentHeader(
        identity: StoreIdentity(service: 3, manualClock: true),
        store: StoreUUID(low: 0x0706_0504_0302_0100, high: 0x0F0E_0D0C_0B0A_0908))

    @Test("a segment header has its 64 bytes where STORAGE.md puts them")
    func headerBytes() throws {
        let bytes = header.withBytes { Array($0) }
        #expect(
            FormatTests.hex(bytes)
                == "54454e444a524e4c"  // TENDJRNL
                + "0100" + "0100" + "03" + "01" + "0000"
                + "000102030405060708090a0b0c0d0e0f" + "01000000" + "00000000"
                + "0100000000000000" + "0100000000000000" + "88e2cece" + "c42b2e32")
        #expect(try bytes.withUnsafeBytes { try SegmentHeader($0) } == header)
    }

    @Test("a batch of two operations has its bytes where STORAGE.md puts them")
    func batchBytes() {
        var builder = BatchBuilder()
        builder.append(type: 17, sequence: 1, bytes: 3) { $0.copyBytes(from: [0xAA, 0xBB, 0xCC]) }
        builder.append(type: 18, sequence: 2, bytes: 0) { _ in }
        let chain = builder.close(after: header.previousChain, in: header, at: 64, wallMs: 0x0102)
        let bytes = builder.withBytes { Array($0) }
        #expect(
            FormatTests.hex(bytes)
                == "17000000" + "2c469a44" + "0100000000000000" + "11" + "00" + "0000" + "aabbcc"
                + "00"
                + "14000000" + "327fddbd" + "0200000000000000" + "12" + "00" + "0000" + "00000000"
                + "30000000" + "6404065b" + "0200000000000000" + "01" + "00" + "0000"
                + "02000000" + "30000000" + "0201000000000000" + "4000000000000000" + "f4da6873")
        #expect(chain != 0)
    }

    @Test("a header of any other bytes is refused", arguments: 0..<64)
    func headerFlips(at: Int) {
        var bytes = header.withBytes { Array($0) }
        bytes[at] ^= 0x20
        #expect(throws: SegmentHeader.Fault.self) {
            try bytes.withUnsafeBytes { try SegmentHeader($0) }
        }
    }

    @Test("segment names sort like segments and are read back")
    func names() {
        let sequences: [UInt64] = [1, 15, 16, 255, 1 << 32, .max]
        let names = sequences.map(SegmentName.of)
        #expect(names.first == "j-0000000000000001.log")
        #expect(names == names.sorted())
        #expect(names.map(SegmentName.parse) == sequences)
        for name in ["j-1.log", "j-000000000000000G.log", "j-000000000000000A.log", "LOCK", ""] {
            #expect(SegmentName.parse(name) == nil, "\(name)")
        }
    }

    @Test("a reader of random bytes never traps and never finds a batch")
    func randomBytes() {
        var random = SeededRandom(seed: 12)
        for _ in 0..<2000 {
            let count = 72 + Int(random.next() % 400)
            var bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            if random.next() & 1 == 0 { bytes[65...67] = [0, 0, 0] }
            bytes.withUnsafeBytes { bytes in
                var reader = SegmentReader(bytes: bytes, header: header)
                guard case .invalid(64, 1) = reader.next() else {
                    Issue.record("random bytes were taken for records")
                    return
                }
                #expect(Verdict.judge(bytes, header: header, invalidAt: 64) == .torn)
            }
        }
    }
}
