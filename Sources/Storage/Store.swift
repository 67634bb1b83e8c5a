import Seams

/// Opens data folders.
public enum Store {
    /// Applies one operation of the journal: its type, its sequence number, its payload (valid only
    /// during the call). Returns false where it does not know the type.
    public typealias Replay = (UInt8, UInt64, UnsafeRawBufferPointer) throws -> Bool

    /// Locks the folder, makes a store where there is none, otherwise checks every byte of its
    /// journal, calls `replay` with every operation in order, and returns the journal ready for more.
    ///
    /// After an unclean stop the records since the last seal have been written anew, and synced, into
    /// a new segment before this returns. Costs one pass over the journal. Throws before anything
    /// in the folder was changed where it is not this service's, is in use, or is damaged; what
    /// `replay` built until then must be thrown away.
    public static func open(
        disk: any Disk, identity: StoreIdentity, random: RandomSource, replay: Replay
    ) throws(StorageError) -> Journal {
        try open(
            disk: disk, identity: identity, random: random, sizes: SegmentSizes(), replay: replay)
    }

    /// The same with segments of other sizes, which tests make small.
    package static func open(
        disk: any Disk, identity: StoreIdentity, random: RandomSource, sizes: SegmentSizes,
        replay: Replay
    ) throws(StorageError) -> Journal {
        do throws(DiskError) { try disk.lock() } catch { throw .disk(error) }
        var recovery = Recovery(disk: disk, identity: identity, sizes: sizes)
        try recovery.readHeaders()
        if recovery.segments.isEmpty { return try recovery.create(random: random) }
        try recovery.readSegments(replay)
        return try recovery.continueJournal()
    }
}
