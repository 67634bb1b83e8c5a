/// Loads and stores of little-endian numbers at any offset, the journal's only byte order.
extension UnsafeRawBufferPointer {
    func little<T: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, as: T.Type = T.self) -> T {
        T(littleEndian: loadUnaligned(fromByteOffset: offset, as: T.self))
    }
}

extension UnsafeMutableRawBufferPointer {
    func little<T: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, as: T.Type = T.self) -> T {
        T(littleEndian: loadUnaligned(fromByteOffset: offset, as: T.self))
    }

    func setLittle<T: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, _ value: T) {
        storeBytes(of: value.littleEndian, toByteOffset: offset, as: T.self)
    }
}
