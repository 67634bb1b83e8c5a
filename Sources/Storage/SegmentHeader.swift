/// The first 64 bytes of a segment: whose it is, where it stands in the chain.
///
///      0  magic      8 B   "TENDJRNL"
///      8  format     u16   1; what the writer wrote
///     10  minReader  u16   1; the oldest format a reader must know
///     12  service    u8    whose folder
///     13  flags      u8    bit 0: manual clock; others 0
///     14  reserved   u16   0
///     16  storeUUID  16 B
///     32  incarnation u32  1; raised by a repair or a restore
///     36  reserved   u32   0
///     40  segmentNo  u64   1, 2, 3 ...
///     48  firstSeq   u64   sequence number of the first operation in this segment
///     56  prevChain  u32   crc of the record before it; in segment 1 the CRC-32 of storeUUID
///     60  headerCRC  u32   CRC-32 of bytes 0 to 59
///
/// All numbers little endian. This layout stays in every later format, so that an old program can
/// say in plain words why it refuses.
package struct SegmentHeader: Equatable, Sendable {
    package var format: UInt16 = SegmentHeader.formatNow
    package var minReader: UInt16 = SegmentHeader.formatNow
    package var service: UInt8
    package var flags: UInt8
    package var store: StoreUUID
    package var incarnation: UInt32
    package var number: UInt64
    package var firstSequence: UInt64
    package var previousChain: UInt32

    package static let formatNow: UInt16 = 1
    package static let manualClockFlag: UInt8 = 1
    static let magic: UInt64 = 0x4C4E_524A_444E_4554  // "TENDJRNL" read little endian

    /// The header of a new store's first segment.
    package init(identity: StoreIdentity, store: StoreUUID) {
        service = identity.service
        flags = identity.manualClock ? SegmentHeader.manualClockFlag : 0
        self.store = store
        incarnation = 1
        number = 1
        firstSequence = 1
        previousChain = 0
        previousChain = withBytes { checksum(0, UnsafeRawBufferPointer(rebasing: $0[16..<32])) }
    }

    /// The header of the segment that follows this one.
    package func following(firstSequence: UInt64, chain: UInt32) -> SegmentHeader {
        var next = self
        next.format = SegmentHeader.formatNow
        next.minReader = SegmentHeader.formatNow
        next.number = number &+ 1
        next.firstSequence = firstSequence
        next.previousChain = chain
        return next
    }

    /// Why 64 bytes are no header.
    package enum Fault: Error { case short, magic, checksum }

    /// Reads a header from the first 64 bytes of a file.
    package init(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
        guard bytes.count >= Limits.headerBytes else { throw .short }
        guard bytes.little(0, as: UInt64.self) == SegmentHeader.magic else { throw .magic }
        guard
            checksum(0, UnsafeRawBufferPointer(rebasing: bytes[0..<60])) == bytes.little(60)
        else { throw .checksum }
        format = bytes.little(8)
        minReader = bytes.little(10)
        service = bytes[12]
        flags = bytes[13]
        store = StoreUUID(low: bytes.little(16), high: bytes.little(24))
        incarnation = bytes.little(32)
        number = bytes.little(40)
        firstSequence = bytes.little(48)
        previousChain = bytes.little(56)
    }

    /// Calls `body` with the 64 bytes of this header.
    package func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        withUnsafeTemporaryAllocation(byteCount: Limits.headerBytes, alignment: 8) { bytes in
            _ = bytes.initializeMemory(as: UInt8.self, repeating: 0)
            bytes.setLittle(0, SegmentHeader.magic)
            bytes.setLittle(8, format)
            bytes.setLittle(10, minReader)
            bytes[12] = service
            bytes[13] = flags
            bytes.setLittle(16, store.low)
            bytes.setLittle(24, store.high)
            bytes.setLittle(32, incarnation)
            bytes.setLittle(40, number)
            bytes.setLittle(48, firstSequence)
            bytes.setLittle(56, previousChain)
            let whole = UnsafeRawBufferPointer(bytes)
            bytes.setLittle(60, checksum(0, UnsafeRawBufferPointer(rebasing: whole[0..<60])))
            return body(whole)
        }
    }

    /// The segment's file name: its first sequence number in 16 hexadecimal digits, so that names
    /// sort like segments.
    package var fileName: String { SegmentName.of(firstSequence) }
}

/// The names of the journal's files.
package enum SegmentName {
    /// `j-<16 hexadecimal digits>.log`
    package static func of(_ firstSequence: UInt64) -> String {
        let digits = String(firstSequence, radix: 16)
        return "j-" + String(repeating: "0", count: 16 - digits.count) + digits + ".log"
    }

    /// The name of the `count`th segment prepared by this process.
    package static func prepared(_ count: UInt64) -> String { "j-next-\(count).tmp" }

    /// The first sequence number a name states, or nil where it names no segment.
    package static func parse(_ name: String) -> UInt64? {
        guard name.hasPrefix("j-"), name.hasSuffix(".log"), name.utf8.count == 22 else {
            return nil
        }
        let sequence = UInt64(name.dropFirst(2).dropLast(4), radix: 16)
        return sequence.flatMap { of($0) == name ? $0 : nil }
    }
}
