/// The layout of one record.
///
///      0  len       u32   bytes of the record without its pad: 20 + payload
///      4  crc       u32   CRC-32 continued from the crc of the record before it, over every byte
///                         of this record, pad included, except these four
///      8  seq       u64   of an operation: one more than the last; of COMMIT and SEAL: the last's
///     16  type      u8    1 COMMIT, 2 SEAL, 3...15 kept; 16 and up are the service's;
///                         bit 7: a reader that does not know the type may skip it
///     17  flags     u8    SEAL: bit 0 = clean stop; else 0
///     18  reserved  u16   0
///     20  payload
///         pad       0..7 zero bytes to a multiple of 8
package enum Record {
    package static let headerBytes = 20
    package static let skippable: UInt8 = 0x80
    package static let commit: UInt8 = 1
    package static let seal: UInt8 = 2
    /// The lowest type number a service may use; the same with bit 7 set.
    package static let serviceTypeMin: UInt8 = 16

    /// Bytes a record takes on disk.
    @inline(__always)
    package static func bytes(payload: Int) -> Int {
        (headerBytes &+ payload &+ Limits.alignment &- 1) & ~(Limits.alignment &- 1)
    }

    /// The crc of the record that fills `record`, after a record whose crc was `chain`.
    @inline(__always)
    static func crc(after chain: UInt32, _ record: UnsafeRawBufferPointer) -> UInt32 {
        let length = checksum(chain, UnsafeRawBufferPointer(rebasing: record[0..<4]))
        return checksum(length, UnsafeRawBufferPointer(rebasing: record[8...]))
    }
}
