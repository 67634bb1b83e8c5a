/// COMMIT closes a batch; SEAL states later that all before it is durable. One layout, 48 bytes.
///
///      0  record header, 20 bytes (`Record`)
///     20  opCount        u32   operations in the batch; SEAL: 0
///     24  bytes          u32   their bytes on disk; SEAL: 0
///     28  wallTimeMs     i64   Unix epoch, when the batch was closed
///     36  durableOffset  u64   every byte of this file before this offset was synced when the
///                              record was built
///     44  selfCRC        u32   CRC-32, not chained, of: storeUUID 16 B, incarnation u32,
///                              segmentNo u64, bytes 8 to 43 of the record
///
/// selfCRC lets recovery know the record behind damage, where the chain is lost. It holds only in
/// the store and the segment it was written for, so stale bytes of an older segment never pass. It
/// does not hold the record to its place: where bytes were moved it must still speak.
package struct ControlRecord: Equatable, Sendable {
    package static let bytes = 48
    package static let cleanStopFlag: UInt8 = 1

    package var type: UInt8
    package var flags: UInt8 = 0
    package var sequence: UInt64
    package var operations: UInt32 = 0
    package var operationBytes: UInt32 = 0
    package var wallMs: Int64
    package var durableOffset: UInt64

    package init(
        type: UInt8, flags: UInt8 = 0, sequence: UInt64, operations: UInt32 = 0,
        operationBytes: UInt32 = 0, wallMs: Int64, durableOffset: UInt64
    ) {
        self.type = type
        self.flags = flags
        self.sequence = sequence
        self.operations = operations
        self.operationBytes = operationBytes
        self.wallMs = wallMs
        self.durableOffset = durableOffset
    }

    /// Writes the record into `space` (48 bytes), all but its chained crc.
    func write(_ space: UnsafeMutableRawBufferPointer, in segment: SegmentHeader) {
        space.setLittle(0, UInt32(ControlRecord.bytes))
        space.setLittle(4, UInt32(0))
        space.setLittle(8, sequence)
        space[16] = type
        space[17] = flags
        space.setLittle(18, UInt16(0))
        space.setLittle(20, operations)
        space.setLittle(24, operationBytes)
        space.setLittle(28, wallMs)
        space.setLittle(36, durableOffset)
        let own = ControlRecord.ownCRC(UnsafeRawBufferPointer(space), in: segment)
        space.setLittle(44, own)
    }

    /// The record that stands at the start of `bytes`, when it is one written for this segment. The
    /// chained crc is not looked at.
    package init?(_ bytes: UnsafeRawBufferPointer, in segment: SegmentHeader) {
        guard bytes.count >= ControlRecord.bytes,
            bytes.little(0, as: UInt32.self) == UInt32(ControlRecord.bytes),
            bytes[16] == Record.commit || bytes[16] == Record.seal,
            ControlRecord.ownCRC(bytes, in: segment)
                == bytes.little(44, as: UInt32.self)
        else { return nil }
        type = bytes[16]
        flags = bytes[17]
        sequence = bytes.little(8)
        operations = bytes.little(20)
        operationBytes = bytes.little(24)
        wallMs = bytes.little(28)
        durableOffset = bytes.little(36)
    }

    private static func ownCRC(_ record: UnsafeRawBufferPointer, in segment: SegmentHeader)
        -> UInt32
    {
        withUnsafeTemporaryAllocation(byteCount: 28, alignment: 8) { place in
            place.setLittle(0, segment.store.low)
            place.setLittle(8, segment.store.high)
            place.setLittle(16, segment.incarnation)
            place.setLittle(20, segment.number)
            return checksum(
                checksum(0, UnsafeRawBufferPointer(place)),
                UnsafeRawBufferPointer(rebasing: record[8..<44]))
        }
    }
}
