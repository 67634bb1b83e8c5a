import LoadKit
import Testing

@Test(
    "an entry reads back as it was written, byte for byte where the layout says", arguments: [0, 7])
func entryReadsBack(offset: Int) throws {
    for kind in RecordEntry.Kind.allCases {
        var entry = RecordEntry(kind)
        entry.person = 0x0102
        entry.monotonicUs = -3
        entry.wallMs = 0x1112_1314_1516_1718
        entry.number = 0x2122_2324_2526_2728
        entry.id = 0x3132_3334_3536_3738
        entry.dueMs = 0x4142_4344_4546_4748
        entry.noteHash = 0x5152_5354_5556_5758
        entry.attempt = 0x6162_6364
        let bytes = entry.encoded
        #expect(bytes.count == RecordEntry.size)
        #expect(Array(bytes[0..<4]) == [kind.rawValue, 0, 0x02, 0x01])
        #expect(Array(bytes[16..<24]) == [0x18, 0x17, 0x16, 0x15, 0x14, 0x13, 0x12, 0x11])
        #expect(Array(bytes[56..<64]) == [0x64, 0x63, 0x62, 0x61, 0, 0, 0, 0])
        let placed = [UInt8](repeating: 9, count: offset) + bytes
        #expect(placed.withUnsafeBytes { RecordEntry($0, at: offset) } == entry)
    }
}

@Test("an entry with any one bit changed is no entry")
func flippedBits() {
    let bytes = RecordEntry(.finished).encoded
    for bit in 0..<RecordEntry.size * 8 {
        var flipped = bytes
        flipped[bit / 8] ^= 1 << (bit % 8)
        #expect(flipped.withUnsafeBytes { RecordEntry($0, at: 0) } == nil)
    }
}

@Test("a note tells its number, is the same for the same seed, and fits a reminder")
func notes() {
    for number: UInt64 in [0, 1, 99_999, .max] {
        let note = LoadNote.text(seed: 7, number: number)
        #expect(LoadNote.number(of: note) == number)
        #expect(note == LoadNote.text(seed: 7, number: number))
        #expect(note != LoadNote.text(seed: 8, number: number))
        #expect(note.utf8.count <= 256)
    }
    for other in ["", "load", "load x", "milk", "load -1", "load 99999999999999999999 a"] {
        #expect(LoadNote.number(of: other) == nil)
    }
}
