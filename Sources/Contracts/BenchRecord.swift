import Codec

/// The record of the codec benchmark: eight fields, 217 bytes; nobody sends it.
///
/// It is declared here, and not beside the benchmark, because what is measured is a message in
/// another module than the codec.
public struct BenchRecord: Message, Equatable {
    /// A 26-character identifier.
    public var id = ""
    /// A line of text.
    public var name = ""
    /// A zone.
    public var tz = ""
    /// A small number.
    public var level: Int32 = 0
    /// Milliseconds since the Unix epoch.
    public var created: Int64 = 0
    /// Short texts.
    public var tags: [String] = []
    /// Numbers of one to four bytes.
    public var scores: [Int32] = []
    /// A message in the message.
    public var nested: BenchNote?

    /// An empty record.
    public init() {}

    /// Declares the fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "id", &id, .id, seenBy: .everyone)
        try v.field(2, "name", &name, .text(max: 256), seenBy: .everyone)
        try v.field(3, "tz", &tz, .text(max: 64), seenBy: .everyone)
        try v.field(4, "level", &level, .plain, seenBy: .everyone)
        try v.field(5, "created", &created, .plain, seenBy: .everyone)
        try v.field(6, "tags", &tags, .text(max: 64, items: 64), seenBy: .everyone)
        try v.field(7, "scores", &scores, .items(64), seenBy: .everyone)
        try v.field(8, "nested", &nested, .plain, seenBy: .everyone)
    }
}

/// The message inside a `BenchRecord`.
public struct BenchNote: Message, Equatable {
    /// A number.
    public var x: Int64 = 0
    /// A line of text.
    public var note = ""

    /// An empty note.
    public init() {}

    /// Declares the fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "x", &x, .plain, seenBy: .everyone)
        try v.field(2, "note", &note, .text(max: 256), seenBy: .everyone)
    }
}

extension BenchRecord {
    /// The record number `i` of the benchmark, the same as every peer's.
    public static func numbered(_ i: Int) -> BenchRecord {
        var record = BenchRecord()
        record.id = "01J9ZK3V7QW8XRT5M2N4B6C8" + (i % 100 < 10 ? "0" : "") + "\(i % 100)"
        record.name = "water the garden #\(i % 9)1"
        record.tz = "Europe/Amsterdam"
        record.level = 3 + Int32(truncatingIfNeeded: i)
        record.created = 1_795_390_000_000 + Int64(i)
        record.tags = ["home-001", "garden02", "weekly03", "summer04", "remind05"]
        record.scores = [1, 20, 300, 4000, 50000, 600_000, 7_000_000]
        record.scores.append(80 + Int32(truncatingIfNeeded: i))
        var note = BenchNote()
        note.x = 123_456_789_012
        note.note = "the hose is behind the shed; do not forget the rain barrel!!"
        record.nested = note
        return record
    }
}

/// The loops of the codec benchmark, for a program that has a clock to run around them.
///
/// 64 records in turn, as every peer's program does. A record is encoded 16 times before the next,
/// which spreads the copy out of the array that a handler's reply does not have.
public struct BenchRecords: Sendable {
    private let records: [BenchRecord]
    private let bytes: [[UInt8]]

    /// The 64 records and their bytes, 217 each.
    public init() {
        records = (0..<64).map { BenchRecord.numbered($0) }
        bytes = records.map { $0.encoded() }
    }

    /// Encodes `count` records, a multiple of 16, each into a new array, and returns the bytes.
    public func encode(_ count: Int) -> Int {
        var total = 0
        for i in 0..<(count / 16) { total &+= records[i & 63].encodedBytes(times: 16) }
        return total
    }

    /// Encodes `count` records, a multiple of 16, into one buffer, as a connection does, and returns
    /// the bytes.
    public func encodeInPlace(_ count: Int) -> Int {
        withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 8) { buffer in
            var total = 0
            for i in 0..<(count / 16) {
                total &+= records[i & 63].encodedBytes(times: 16, into: buffer)
            }
            return total
        }
    }

    /// Decodes `count` records and returns the sum of their levels.
    public func decode(_ count: Int) throws(CodecError) -> Int {
        var total = 0
        for i in 0..<count { total &+= Int(try BenchRecord(decoding: bytes[i & 63]).level) }
        return total
    }
}

extension BenchRecord {
    @inline(never) fileprivate func encodedBytes(times: Int) -> Int {
        var total = 0
        for _ in 0..<times { total &+= encoded().count }
        return total
    }

    @inline(never) fileprivate func encodedBytes(
        times: Int, into buffer: UnsafeMutableRawBufferPointer
    ) -> Int {
        var total = 0
        for _ in 0..<times { total &+= encode(into: buffer) ?? 0 }
        return total
    }
}
