/// Every number that bounds the journal. Bytes unless the name says otherwise.
public enum Limits {
    // Format, the same for every reader

    /// Bytes of a segment header; records begin here.
    public static let headerBytes = 64
    /// The longest record a reader accepts, its header included.
    public static let recordBytesMax = 16 << 20
    /// Records and batches start at multiples of this.
    public static let alignment = 8

    // Batches

    /// The most one batch may hold before its COMMIT, and so the most one decision may write.
    public static let batchBytesMax = 1 << 20
    /// The most records one batch may hold, COMMIT aside.
    public static let batchRecordsMax = 4096
    /// Batches that may wait, built, behind the one being written.
    public static let waitingBatchesMax = 4
    /// How long after a batch, with nothing to do, the journal should be sealed.
    public static let sealAfterIdleMs: Int64 = 200

    // Segments

    /// The size of a young segment: a household's journal must stay small.
    public static let segmentBytesMin: UInt64 = 4 << 20
    /// The size to which segments double under load.
    public static let segmentBytesMax: UInt64 = 64 << 20
    /// A segment that filled faster than this is followed by a larger one, else by a smaller.
    public static let segmentFillMs: Int64 = 60_000
    /// Zeros are written this many at a time.
    public static let zeroChunkBytes = 256 << 10
    /// The largest segment file a reader loads, whatever wrote it.
    public static let segmentFileBytesMax: UInt64 = 1 << 30
    /// Segments in one folder.
    public static let segmentsMax = 65_536

    // Space

    /// Bytes kept aside to be given back when the disk is full.
    public static let ballastBytes: UInt64 = 64 << 20
    /// Ballast is only taken where this many times its size is free.
    public static let ballastRoomFactor: UInt64 = 4
    /// Below this, or below `lowSpacePercent` where that is less, writes are refused early.
    public static let lowSpaceBytes: UInt64 = 256 << 20
    /// See `lowSpaceBytes`.
    public static let lowSpacePercent: UInt64 = 2
    /// How often the host should look at the disk's space.
    public static let upkeepEveryMs: Int64 = 2000

    // Faults

    /// Calls in a row that move no byte (EINTR, EAGAIN) before a transfer is given up.
    public static let idleTransfersMax = 1000
    /// Torn tails kept aside for a look; older ones are removed.
    public static let brokenFilesMax = 8
}
