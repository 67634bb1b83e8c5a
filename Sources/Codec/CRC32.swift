import CZlib

/// The CRC-32 of zlib (polynomial 0xEDB88320) of `bytes`, continued from `seed`, 0 at the start.
public func crc32(_ seed: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
    guard let start = bytes.baseAddress else { return seed }
    return UInt32(
        truncatingIfNeeded: CZlib.crc32_z(
            UInt(seed), start.assumingMemoryBound(to: UInt8.self), bytes.count))
}
