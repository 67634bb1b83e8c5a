import Codec

/// One entry of a load's record: something that is about to be sent, or that has come.
///
/// A record is a file of entries of 64 bytes, appended in the order of events and never changed. What
/// is about to be sent stands in the file before it leaves, so that a reminder which nobody can find
/// in the record was never asked for. Little-endian:
///
///     0  u8   kind
///     1  u8   0
///     2  u16  person, counted from 0
///     4  u32  CRC-32 of the other 60 bytes, these four taken as 0
///     8  i64  monotonic time, microseconds
///     16 i64  wall time, Unix epoch, milliseconds
///     24 u64  number of the creation, counted from 0; `noNumber` where there is none
///     32 u64  id of the reminder, 0 where it is not known
///     40 i64  due time, Unix epoch, milliseconds
///     48 u64  FNV-1a hash of the note
///     56 u32  attempt, or a status code
///     60 u32  0
public struct RecordEntry: Equatable, Sendable {
    /// What happened.
    public enum Kind: UInt8, CaseIterable, Sendable {
        /// The run begins: the number is how many creations were asked for, the id the seed, the due
        /// time the version of this layout.
        case begin = 1
        /// A creation is about to be sent, or sent again.
        case createSent = 2
        /// A creation was acknowledged; due time and hash are those of the reply.
        case createAcked = 3
        /// A creation was refused for good, with the status code in `attempt`.
        case createRefused = 4
        /// A delivery came; the number is the one in its note.
        case delivered = 5
        /// A delivery is about to be reported shown.
        case shownSent = 6
        /// The report was acknowledged.
        case shownAcked = 7
        /// A service is about to be killed and started again.
        case restart = 8
        /// Everything was reported; the watchers ask anew, and nothing may come.
        case asked = 9
        /// The run has come to its end by itself.
        case finished = 10
    }

    /// Bytes of an entry.
    public static let size = 64
    /// The version of the layout.
    public static let version: Int64 = 1
    /// No creation.
    public static let noNumber = UInt64.max

    /// What happened.
    public var kind: Kind
    /// Whose it is.
    public var person: UInt16 = 0
    /// When, on the monotonic clock, microseconds.
    public var monotonicUs: Int64 = 0
    /// When, by the wall, milliseconds.
    public var wallMs: Int64 = 0
    /// Which creation.
    public var number = RecordEntry.noNumber
    /// Which reminder.
    public var id: UInt64 = 0
    /// When it is due, milliseconds.
    public var dueMs: Int64 = 0
    /// The hash of its note.
    public var noteHash: UInt64 = 0
    /// Which attempt, or which status code.
    public var attempt: UInt32 = 0

    /// An entry of one kind.
    public init(_ kind: Kind) { self.kind = kind }

    /// Reads the entry that begins at `offset`; nil when its check does not fit or its kind is not
    /// known. All of its bytes must be there.
    public init?(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        precondition(offset >= 0 && bytes.count - offset >= RecordEntry.size)
        func load<T: FixedWidthInteger>(_ at: Int, _ type: T.Type) -> T {
            T(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + at, as: T.self))
        }
        guard let kind = Kind(rawValue: bytes[offset]) else { return nil }
        self.kind = kind
        person = load(2, UInt16.self)
        monotonicUs = load(8, Int64.self)
        wallMs = load(16, Int64.self)
        number = load(24, UInt64.self)
        id = load(32, UInt64.self)
        dueMs = load(40, Int64.self)
        noteHash = load(48, UInt64.self)
        attempt = load(56, UInt32.self)
        guard encoded == Array(bytes[offset..<offset + RecordEntry.size]) else { return nil }
    }

    /// The 64 bytes.
    public var encoded: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: RecordEntry.size)
        bytes.withUnsafeMutableBytes { write(into: $0) }
        return bytes
    }

    /// Writes the 64 bytes into a place of that size.
    func write(into space: UnsafeMutableRawBufferPointer) {
        precondition(space.count == RecordEntry.size)
        func store<T: FixedWidthInteger>(_ value: T, _ at: Int) {
            space.storeBytes(of: value.littleEndian, toByteOffset: at, as: T.self)
        }
        store(kind.rawValue, 0)
        store(UInt8(0), 1)
        store(person, 2)
        store(UInt32(0), 4)
        store(monotonicUs, 8)
        store(wallMs, 16)
        store(number, 24)
        store(id, 32)
        store(dueMs, 40)
        store(noteHash, 48)
        store(attempt, 56)
        store(UInt32(0), 60)
        store(crc32(0, UnsafeRawBufferPointer(space)), 4)
    }
}
