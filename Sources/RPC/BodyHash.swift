/// A 64-bit hash of a request's bytes, to tell a repeated call from another one under the same key.
///
/// Eight bytes a step, multiplied and folded as in FNV-1a (Fowler, Noll, Vo) with the folding of
/// the high half that plain multiplication lacks. It is written into journals, so it never changes.
/// It protects a client from its own mistake, not the server from a client.
func bodyHash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    let prime: UInt64 = 0x0000_0100_0000_01B3
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(truncatingIfNeeded: bytes.count)
    var at = 0
    while at &+ 8 <= bytes.count {
        hash ^= UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
        hash &*= prime
        hash ^= hash &>> 32
        at &+= 8
    }
    while at < bytes.count {
        hash ^= UInt64(bytes[at])
        hash &*= prime
        at &+= 1
    }
    return hash ^ (hash &>> 29)
}
