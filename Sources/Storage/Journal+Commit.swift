import Seams
import Synchronization

extension Journal {
    /// The oldest records that wait, as one batch to write; nil while one is being written or
    /// nothing waits. `wallMs` is noted in the batch's COMMIT.
    ///
    /// The batch must be written once and handed to `finished`.
    public func takeBatch(wallMs: Int64) -> PendingBatch? {
        guard !isWriting, !hasFailed, hasWork else { return nil }
        claimedRecords = 0
        claimedBytes = 0
        var builder = spare.popLast() ?? BatchBuilder()
        if full.isEmpty {
            swap(&builder, &filling)
        } else {
            spare.append(builder)
            builder = full.removeFirst()
        }
        let size = UInt64(builder.used + ControlRecord.bytes)
        var rotation: PendingBatch.Rotation?
        if segment.capacity - segment.end < size + Journal.sealRoom {
            rotation = rotate(firstSequence: builder.firstSequence, wallMs: wallMs)
        }
        if segment.startedMs == nil { segment.startedMs = wallMs }
        take(
            builder, kind: PendingBatch.Kind(seal: false, cleanStop: false), rotation: rotation,
            wallMs: wallMs)
        segment.end += size
        return flight
    }

    /// A seal over everything written, as a batch to write; nil when there is nothing to seal or
    /// something is being or waits to be written. `cleanStop` marks the last write of a process
    /// that ends: the next start may then go on in the same segment.
    public func takeSeal(wallMs: Int64, cleanStop: Bool) -> PendingBatch? {
        guard !isWriting, !hasFailed, !hasWork, ending != .cleanStop, cleanStop || ending == .batch
        else { return nil }
        take(
            spare.popLast() ?? BatchBuilder(),
            kind: PendingBatch.Kind(seal: true, cleanStop: cleanStop), rotation: nil,
            wallMs: wallMs)
        segment.end += UInt64(ControlRecord.bytes)
        return flight
    }

    /// Takes a written batch back. On success `synced` has moved to its last record.
    ///
    /// Throws `.disk` when the write or the sync failed: then answer nothing that waits, log the
    /// sentence and leave with exit code 70. The journal takes nothing more.
    public func finished(_ batch: PendingBatch) throws(StorageError) {
        precondition(batch === flight && isWriting, "a batch that was not taken")
        isWriting = false
        let outcome = batch.state.withLock { state -> DiskError? in
            let stage = state.stage
            state.stage = .idle
            state.file = nil
            state.rotation = nil
            guard case .written = stage else {
                guard case .failed(let error) = stage else { return .missing(name: "batch") }
                return error
            }
            chain = state.chain
            synced = state.sequence
            ending =
                state.kind.seal ? (state.kind.cleanStop ? .cleanStop : .seal) : .batch
            state.builder.reset()
            var builder = BatchBuilder()
            swap(&builder, &state.builder)
            spare.append(builder)
            return nil
        }
        if let outcome {
            hasFailed = true
            throw .disk(outcome)
        }
    }

    private func take(
        _ builder: consuming BatchBuilder, kind: PendingBatch.Kind,
        rotation: PendingBatch.Rotation?, wallMs: Int64
    ) {
        isWriting = true
        let sequence = kind.seal ? synced : builder.lastSequence
        let segment = segment
        let chain = chain
        flight.state.withLock { state in
            state.stage = .taken
            state.builder = builder
            state.kind = kind
            state.file = segment.file
            state.segment = segment.header
            state.offset = segment.end
            state.chain = chain
            state.sequence = sequence
            state.wallMs = wallMs
            state.rotation = rotation
        }
    }

    /// Makes the prepared segment the open one. Its header and its name are written with its first
    /// batch.
    private func rotate(firstSequence: UInt64, wallMs: Int64) -> PendingBatch.Rotation {
        guard let next else { preconditionFailure("a batch without room") }
        let header = segment.header.following(firstSequence: firstSequence, chain: chain)
        let filledIn = wallMs - (segment.startedMs ?? wallMs)
        nextCapacity =
            filledIn < Limits.segmentFillMs
            ? min(next.capacity * 2, sizes.most)
            : max(next.capacity / 2, sizes.least)
        segment = OpenSegment(
            file: next.file, header: header, capacity: next.capacity,
            end: UInt64(Limits.headerBytes))
        self.next = nil
        wantsUpkeep = true
        return PendingBatch.Rotation(disk: disk, from: next.name, to: header.fileName)
    }
}
