/// The 16 bytes in front of every frame, big-endian: WIRE.md has the picture.
///
///     0  length u32   bytes of meta and message after the header
///     4  type u8      from 0x80 up: ignored when unknown
///     5  flags u8
///     6  meta u16     how many of the length are Meta
///     8  stream u32   0 is the connection, odd the client's
///     12 check u32    CRC-32 of bytes 0 to 11
///
/// A value; encoding and decoding are total. What a field's value may be, the session decides.
@frozen public struct FrameHeader: Equatable, Sendable {
    /// Bytes of a header.
    public static let size = 16

    /// Bytes after the header.
    public var length: UInt32
    /// What the frame is for.
    public var type: UInt8
    /// Bits that change how it is read.
    public var flags: UInt8
    /// Bytes of Meta at the start of the payload.
    public var metaLength: UInt16
    /// The call it belongs to.
    public var streamID: UInt32

    /// A header of these fields.
    @inlinable public init(
        length: UInt32, type: UInt8, flags: UInt8 = 0, metaLength: UInt16 = 0, streamID: UInt32 = 0
    ) {
        self.length = length
        self.type = type
        self.flags = flags
        self.metaLength = metaLength
        self.streamID = streamID
    }

    /// What bytes are.
    @frozen public enum Decoded: Equatable, Sendable {
        /// Fewer than 16 bytes: wait for more.
        case needMore
        /// The check is wrong: the stream is out of step, close it.
        case badCheck
        /// A header.
        case header(FrameHeader)
    }

    /// The header at the start of `bytes`, whatever they are.
    public static func decode(_ bytes: UnsafeRawBufferPointer) -> Decoded {
        guard bytes.count >= size, let start = bytes.baseAddress else { return .needMore }
        let low = start.loadUnaligned(as: UInt64.self)
        let high = start.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
        let check = start.loadUnaligned(fromByteOffset: 12, as: UInt32.self)
        guard HeaderCheck.of(low, high) == check.bigEndian else { return .badCheck }
        let word = low.bigEndian
        return .header(
            FrameHeader(
                length: UInt32(truncatingIfNeeded: word &>> 32),
                type: UInt8(truncatingIfNeeded: word &>> 24),
                flags: UInt8(truncatingIfNeeded: word &>> 16),
                metaLength: UInt16(truncatingIfNeeded: word), streamID: high.bigEndian))
    }

    /// Writes the 16 bytes to `start`.
    public func encode(to start: UnsafeMutableRawPointer) {
        let word =
            UInt64(length) &<< 32 | UInt64(type) &<< 24 | UInt64(flags) &<< 16 | UInt64(metaLength)
        let low = word.bigEndian
        let high = streamID.bigEndian
        start.storeBytes(of: low, as: UInt64.self)
        start.storeBytes(of: high, toByteOffset: 8, as: UInt32.self)
        start.storeBytes(
            of: HeaderCheck.of(low, high).bigEndian, toByteOffset: 12, as: UInt32.self)
    }
}
