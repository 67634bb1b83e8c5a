/// Walks the batches of one segment in order, checking every byte it passes.
///
/// A pure scan over the bytes of the file: it decides nothing about what an invalid record means;
/// `Damage.judge` does.
package struct SegmentReader {
    package let bytes: UnsafeRawBufferPointer
    package let header: SegmentHeader
    /// Where the last whole batch or seal ended.
    package private(set) var boundary: Boundary

    /// A place between batches, and the state of the chain there.
    package struct Boundary: Equatable, Sendable {
        package var offset: Int
        package var chain: UInt32
        /// The sequence number the next operation will carry.
        package var nextSequence: UInt64
    }

    /// What the next bytes are.
    package enum Piece {
        /// A whole batch: its operations fill `range`, and its COMMIT follows.
        case batch(range: Range<Int>, commit: ControlRecord)
        /// A seal, at `offset`.
        case seal(offset: Int, ControlRecord)
        /// Nothing but zeros up to the end of the file.
        case end
        /// A record that cannot be what was written, or a batch without its COMMIT.
        case invalid(offset: Int, sequence: UInt64)
    }

    /// One operation as it stands in the file.
    package struct Operation {
        package let offset: Int
        package let type: UInt8
        package let sequence: UInt64
        package let payload: UnsafeRawBufferPointer
    }

    /// A reader at the first record of a segment whose header is known to be right.
    package init(bytes: UnsafeRawBufferPointer, header: SegmentHeader) {
        self.bytes = bytes
        self.header = header
        boundary = Boundary(
            offset: Limits.headerBytes, chain: header.previousChain,
            nextSequence: header.firstSequence)
    }

    /// Goes on from a boundary that an earlier reader of the same bytes reached.
    mutating func skip(to place: Boundary) { boundary = place }

    /// Reads the next batch or seal. The boundary moves behind it only when all of it is valid.
    package mutating func next() -> Piece {
        let start = boundary.offset
        if isEnd(start) { return .end }
        var at = start
        var chain = boundary.chain
        var sequence = boundary.nextSequence
        while true {
            guard let record = valid(at: at, after: chain) else {
                return .invalid(offset: at, sequence: sequence)
            }
            chain = record.little(4)
            let type = record[16]
            if type == Record.commit || type == Record.seal {
                guard let piece = control(record, from: start, at: at, sequence: sequence) else {
                    return .invalid(offset: at, sequence: sequence)
                }
                boundary = Boundary(
                    offset: at &+ record.count, chain: chain, nextSequence: sequence)
                return piece
            }
            guard record.little(8) == sequence, record[17] == 0 else {
                return .invalid(offset: at, sequence: sequence)
            }
            sequence &+= 1
            at &+= record.count
        }
    }

    /// Calls `body` with each operation of a range that `next` returned.
    package func operations<E>(
        in range: Range<Int>, _ body: (Operation) throws(E) -> Void
    ) throws(E) {
        var at = range.lowerBound
        while at < range.upperBound {
            let length = Int(bytes.little(at, as: UInt32.self))
            let payload = bytes[(at &+ Record.headerBytes)..<(at &+ length)]
            try body(
                Operation(
                    offset: at, type: bytes[at &+ 16], sequence: bytes.little(at &+ 8),
                    payload: UnsafeRawBufferPointer(rebasing: payload)))
            at &+= Record.bytes(payload: length &- Record.headerBytes)
        }
    }

    /// The whole record at `offset` when its length, its reserved bytes and its chained crc hold.
    private func valid(at offset: Int, after chain: UInt32) -> UnsafeRawBufferPointer? {
        guard bytes.count &- offset >= 24 else { return nil }
        let length = Int(bytes.little(offset, as: UInt32.self))
        guard length >= Record.headerBytes, length <= Limits.recordBytesMax else { return nil }
        let size = Record.bytes(payload: length &- Record.headerBytes)
        guard size <= bytes.count &- offset else { return nil }
        let record = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset &+ size])
        guard Record.crc(after: chain, record) == record.little(4),
            record.little(18, as: UInt16.self) == 0
        else { return nil }
        return record
    }

    /// What the valid COMMIT or SEAL at `at` closes, when it closes exactly what stands before it.
    private func control(
        _ record: UnsafeRawBufferPointer, from start: Int, at: Int, sequence: UInt64
    ) -> Piece? {
        guard let control = ControlRecord(record, in: header),
            control.sequence == sequence &- 1, control.durableOffset <= UInt64(start)
        else { return nil }
        let count = sequence &- boundary.nextSequence
        guard UInt64(control.operations) == count,
            UInt64(control.operationBytes) == UInt64(at &- start)
        else { return nil }
        if control.type == Record.commit {
            return count > 0 && control.flags == 0
                ? .batch(range: start..<at, commit: control) : nil
        }
        return count == 0 ? .seal(offset: at, control) : nil
    }

    /// Whether the journal ends at `offset`: the file does, or it goes on with nothing but zeros.
    private func isEnd(_ offset: Int) -> Bool {
        if bytes.count &- offset >= 8, bytes.little(offset, as: UInt64.self) != 0 { return false }
        return SegmentReader.lastNonZero(bytes, from: offset) == nil
    }

    /// The offset of the last byte that is not zero, at or after `offset`.
    package static func lastNonZero(_ bytes: UnsafeRawBufferPointer, from offset: Int) -> Int? {
        var at = bytes.count
        while at &- 8 >= offset, bytes.little(at &- 8, as: UInt64.self) == 0 { at &-= 8 }
        while at > offset {
            at &-= 1
            if bytes[at] != 0 { return at }
        }
        return nil
    }
}
