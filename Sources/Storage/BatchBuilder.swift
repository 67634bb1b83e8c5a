/// Records being gathered into one batch, in a buffer that is used again and again.
///
/// Value owned by the journal, later by the batch in flight. Appending copies bytes and nothing
/// else; the chain of checksums is computed in one pass by `close`, on the thread that writes.
package struct BatchBuilder: Sendable {
    private var space: [UInt8] = []
    /// Bytes in use at the start of the buffer.
    package private(set) var used = 0
    /// Operations gathered.
    package private(set) var records = 0
    /// Sequence number of the first operation gathered.
    package private(set) var firstSequence: UInt64 = 0
    /// Sequence number of the last operation gathered.
    package private(set) var lastSequence: UInt64 = 0

    package init() {}

    package var isEmpty: Bool { records == 0 }

    /// Forgets the records, keeps the buffer.
    package mutating func reset() {
        used = 0
        records = 0
    }

    /// Adds one operation whose payload of `count` bytes `fill` writes.
    @inline(__always)
    package mutating func append(
        type: UInt8, sequence: UInt64, bytes count: Int,
        fill: (UnsafeMutableRawBufferPointer) -> Void
    ) {
        let size = Record.bytes(payload: count)
        grow(to: used &+ size)
        let start = used
        space.withUnsafeMutableBytes { whole in
            let record = UnsafeMutableRawBufferPointer(rebasing: whole[start..<start &+ size])
            record.setLittle(size &- 8, UInt64(0))  // the pad, before the payload covers the rest
            record.setLittle(0, UInt32(truncatingIfNeeded: Record.headerBytes &+ count))
            record.setLittle(4, UInt32(0))
            record.setLittle(8, sequence)
            record[16] = type
            record[17] = 0
            record.setLittle(18, UInt16(0))
            if count > 0 {
                fill(
                    UnsafeMutableRawBufferPointer(
                        rebasing: record[Record.headerBytes..<Record.headerBytes &+ count]))
            }
        }
        if records == 0 { firstSequence = sequence }
        lastSequence = sequence
        records &+= 1
        used &+= size
    }

    /// Chains every record after `chain` and ends the batch with its COMMIT. Returns the new end of
    /// the chain.
    package mutating func close(
        after chain: UInt32, in segment: SegmentHeader, at offset: UInt64, wallMs: Int64
    ) -> UInt32 {
        let commit = ControlRecord(
            type: Record.commit, sequence: lastSequence,
            operations: UInt32(truncatingIfNeeded: records),
            operationBytes: UInt32(truncatingIfNeeded: used), wallMs: wallMs, durableOffset: offset)
        return add(commit, after: chain, in: segment)
    }

    /// Makes this a batch of nothing but a SEAL at `offset`.
    package mutating func seal(
        after chain: UInt32, in segment: SegmentHeader, at offset: UInt64, sequence: UInt64,
        wallMs: Int64, cleanStop: Bool
    ) -> UInt32 {
        reset()
        let seal = ControlRecord(
            type: Record.seal, flags: cleanStop ? ControlRecord.cleanStopFlag : 0,
            sequence: sequence, wallMs: wallMs, durableOffset: offset)
        return add(seal, after: chain, in: segment)
    }

    private mutating func add(
        _ control: ControlRecord, after chain: UInt32, in segment: SegmentHeader
    ) -> UInt32 {
        let operationsEnd = used
        used &+= ControlRecord.bytes
        grow(to: used)
        let end = used
        return space.withUnsafeMutableBytes { whole in
            control.write(
                UnsafeMutableRawBufferPointer(rebasing: whole[operationsEnd..<end]), in: segment)
            var chain = chain
            var start = 0
            while start < end {
                let length: UInt32 = whole.little(start)
                let size = Record.bytes(payload: Int(length) &- Record.headerBytes)
                let record = UnsafeRawBufferPointer(rebasing: whole[start..<start &+ size])
                chain = Record.crc(after: chain, record)
                whole.setLittle(start &+ 4, chain)
                start &+= size
            }
            return chain
        }
    }

    /// Calls `body` with the bytes of the batch.
    package func withBytes<R, E>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        try space.withUnsafeBufferPointer { (whole) throws(E) -> R in
            try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(whole)[0..<used]))
        }
    }

    private mutating func grow(to size: Int) {
        guard space.count < size else { return }
        let target = max(size, space.count * 2, 4096)
        space.append(contentsOf: repeatElement(0, count: target - space.count))
    }
}
