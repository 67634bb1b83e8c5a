/// What a frame is for. Numbers from 0x80 up are ignored by those who do not know them.
public enum FrameType {
    /// First of each side.
    public static let hello: UInt8 = 0x01
    /// Are you there? Eight bytes come back.
    public static let ping: UInt8 = 0x02
    /// Yes.
    public static let pong: UInt8 = 0x03
    /// No new calls.
    public static let goAway: UInt8 = 0x04
    /// More credit.
    public static let window: UInt8 = 0x05
    /// A call with its request.
    public static let call: UInt8 = 0x10
    /// Reserved: early metadata of a reply.
    public static let headers: UInt8 = 0x11
    /// An item of a stream.
    public static let data: UInt8 = 0x12
    /// The end of a call: status, and the reply of a unary one.
    public static let end: UInt8 = 0x13
    /// The caller gives up.
    public static let cancel: UInt8 = 0x14

    /// CALL, DATA, END and CANCEL, which need a stream id.
    static func isOfCall(_ type: UInt8) -> Bool {
        type == call || (data...cancel).contains(type)
    }

    /// HELLO, PING, PONG and GOAWAY, which must not have one.
    static func isOfConnection(_ type: UInt8) -> Bool { (hello...goAway).contains(type) }
}

/// Bits of a frame that change how it is read.
public enum FrameFlags {
    /// The sender says nothing more on this stream.
    public static let endStream: UInt8 = 1
    /// Reserved: the message goes on in the next frame.
    public static let more: UInt8 = 2
    /// The message is zlib's.
    public static let compressed: UInt8 = 4
    /// The last four bytes of the payload are the CRC-32 of those before.
    public static let crc: UInt8 = 8
    /// There is no message, which is not the same as an empty one.
    public static let noMessage: UInt8 = 16

    /// What version 1 knows.
    static let known: UInt8 = endStream | compressed | crc | noMessage
}

/// The first eight bytes of a client: a name, the version of the framing, and bytes that text
/// modes and 7-bit paths would change (as PNG's).
public enum Preface {
    /// `TDL`, 1, CR, LF, 0x1A, 0.
    public static let bytes: [UInt8] = [0x54, 0x44, 0x4C, 0x01, 0x0D, 0x0A, 0x1A, 0x00]
}
