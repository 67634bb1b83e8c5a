import Seams

/// The open journal of one service: gathers records into batches and tracks what is durable.
///
/// Loop-confined class. One batch is in flight at a time; everything appended meanwhile waits in
/// the next. The owner's round:
///
///     journal.claim(records:bytes:)      before anything is applied
///     journal.append(type:...)           each event of the decision; then apply it
///     journal.takeBatch(wallMs:)         at the end of the turn
///       batch.write()                    here or on a worker, blocking
///     journal.finished(batch)            `synced` has moved: release what waited for it
public final class Journal {
    /// Sequence number of the last record appended.
    public internal(set) var decided: UInt64
    /// Sequence number up to which every record is durable. Nothing that depends on a later one may
    /// leave the process.
    public internal(set) var synced: UInt64
    /// What opening the folder found.
    public let recovered: Recovered
    /// Whether normal writes are refused because the disk is full or nearly so.
    public internal(set) var isReadOnly = false
    /// Whether the next segment is missing: take the upkeep now rather than at its next time.
    public internal(set) var wantsUpkeep = true

    /// Where the open segment stands, the batch in flight included.
    struct OpenSegment {
        var file: any DiskFile
        var header: SegmentHeader
        var capacity: UInt64
        var end: UInt64
        /// When its first batch was closed; nil before.
        var startedMs: Int64?
    }

    /// What the journal ends with.
    enum Ending: Equatable { case batch, seal, cleanStop }

    let disk: any Disk
    var segment: OpenSegment
    var chain: UInt32
    var ending: Ending
    var next: PreparedSegment?
    let sizes: SegmentSizes
    var nextCapacity: UInt64
    var prepared: UInt64 = 0
    var ballast: PendingUpkeep.Ballast
    var hasFailed = false

    // Batches: `full` wait in order, `filling` takes the appends, `spare` are buffers to use again.
    var filling = BatchBuilder()
    var full: [BatchBuilder] = []
    var spare: [BatchBuilder] = []
    let flight: PendingBatch
    var isWriting = false
    var upkeep: PendingUpkeep?
    var claimedRecords = 0
    var claimedBytes = 0

    init(
        disk: any Disk, segment: OpenSegment, chain: UInt32, ending: Ending, sizes: SegmentSizes,
        hasBallast: Bool,
        recovered: Recovered
    ) {
        self.disk = disk
        self.segment = segment
        self.chain = chain
        self.ending = ending
        self.sizes = sizes
        nextCapacity = sizes.least
        ballast = PendingUpkeep.Ballast(bytes: sizes.ballast, isHeld: hasBallast)
        self.recovered = recovered
        decided = recovered.lastSequence
        synced = recovered.lastSequence
        flight = PendingBatch(segment: segment.header)
        full.reserveCapacity(Limits.waitingBatchesMax)
        spare.reserveCapacity(Limits.waitingBatchesMax)
    }

    /// The random name of this store.
    public var store: StoreUUID { segment.header.store }

    /// Which life of the store this is; raised by a repair or a restore.
    public var incarnation: UInt32 { segment.header.incarnation }

    /// Whether records wait to be taken.
    public var hasWork: Bool { !filling.isEmpty || !full.isEmpty }

    /// Whether a batch or a seal is on its way to the disk.
    public var isBusy: Bool { isWriting }

    /// Whether the last batch is not sealed yet. Seal it once nothing was appended for
    /// `Limits.sealAfterIdleMs`.
    public var wantsSeal: Bool { ending == .batch && !hasWork && !isWriting && !hasFailed }

    /// Asks for space for one decision: `records` records with `bytes` bytes of payload together.
    /// What is appended until the next claim is written in one batch, whole or not at all.
    ///
    /// Claim before applying anything, and apply only what was granted. A claim that is not used up
    /// costs nothing.
    public func claim(records: Int, bytes: Int, urgency: Urgency = .normal) -> Room {
        claimedRecords = 0
        claimedBytes = 0
        // The most the records can take: every pad full.
        let (heads, over) = records.multipliedReportingOverflow(
            by: Record.headerBytes + Limits.alignment - 1)
        let (need, tooMuch) = heads.addingReportingOverflow(bytes)
        guard records > 0, bytes >= 0, !over, !tooMuch, need <= Limits.batchBytesMax,
            records <= Limits.batchRecordsMax
        else { return records == 0 && bytes == 0 ? .granted : .tooLarge }
        if hasFailed || (isReadOnly && urgency == .normal) { return .readOnly }
        let fits =
            filling.used + need <= Limits.batchBytesMax
            && filling.records + records <= Limits.batchRecordsMax
        if !fits && full.count >= Limits.waitingBatchesMax { return .busy }
        guard hasSpace(adding: need, toNewBatch: !fits) else {
            return isReadOnly ? .readOnly : .busy
        }
        if !fits {
            full.append(filling)
            filling = spare.popLast() ?? BatchBuilder()
        }
        claimedRecords = records
        claimedBytes = bytes
        return .granted
    }

    /// Appends one record whose payload of `count` bytes `fill` writes, and returns its sequence
    /// number. Only memory is touched. The space must have been claimed.
    @discardableResult
    public func append(
        type: UInt8, bytes count: Int, fill: (UnsafeMutableRawBufferPointer) -> Void
    ) -> UInt64 {
        precondition(
            claimedRecords > 0 && count >= 0 && count <= claimedBytes, "append without a claim")
        precondition(type & ~Record.skippable >= Record.serviceTypeMin, "a type the store keeps")
        claimedRecords -= 1
        claimedBytes -= count
        decided += 1
        filling.append(type: type, sequence: decided, bytes: count, fill: fill)
        return decided
    }

    /// Appends one record.
    @discardableResult
    public func append(type: UInt8, payload: [UInt8]) -> UInt64 {
        append(type: type, bytes: payload.count) { space in
            payload.withUnsafeBytes { space.copyMemory(from: $0) }
        }
    }

    /// Whether the batches that wait still find their place with `bytes` more: in the open segment
    /// or, each whole, in the next.
    private func hasSpace(adding bytes: Int, toNewBatch: Bool) -> Bool {
        var left = segment.capacity - segment.end
        var mayRotate = next != nil
        func place(_ used: Int) -> Bool {
            let size = UInt64(used + ControlRecord.bytes)
            if left < size + Journal.sealRoom {
                guard mayRotate, let next else { return false }
                mayRotate = false
                left = next.capacity - UInt64(Limits.headerBytes)
                guard left >= size + Journal.sealRoom else { return false }
            }
            left -= size
            return true
        }
        for batch in full where !place(batch.used) { return false }
        guard toNewBatch else { return place(filling.used + bytes) }
        return place(filling.used) && place(bytes)
    }

    /// Kept free behind every batch: an idle seal and the seal of a clean stop.
    static let sealRoom = UInt64(2 * ControlRecord.bytes)
}
