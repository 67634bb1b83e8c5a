import CZlib

/// CRC-32 as zlib computes it (polynomial 0xEDB88320, both ends inverted), continued from `seed`.
///
/// It names records, not secrets: whoever can write the folder can compute it.
@inline(__always)
func checksum(_ seed: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
    guard let base = bytes.baseAddress, bytes.count > 0 else { return seed }
    return UInt32(
        truncatingIfNeeded: crc32_z(
            UInt(seed), base.assumingMemoryBound(to: UInt8.self), bytes.count))
}
