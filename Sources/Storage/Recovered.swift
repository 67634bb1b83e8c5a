/// What opening a data folder found and did.
public struct Recovered: Equatable, Sendable {
    /// Whether the folder was empty and a new store was made.
    public var created = false
    /// Whether the last process stopped cleanly. Otherwise the records after the last seal were
    /// written anew.
    public var cleanStop = false
    /// Segments read.
    public var segments = 0
    /// Batches applied.
    public var batches: UInt64 = 0
    /// Operations applied.
    public var operations: UInt64 = 0
    /// Operations of unknown types that could be skipped.
    public var skipped: UInt64 = 0
    /// Sequence number of the last operation; 0 in an empty store.
    public var lastSequence: UInt64 = 0
    /// When the last batch was closed, Unix epoch; 0 in an empty store.
    public var lastWallMs: Int64 = 0
    /// Operations that were written anew into a new segment.
    public var rewritten: UInt64 = 0
    /// Bytes of a write that never became whole, cut off.
    public var tornBytes = 0
    /// Where those bytes were copied.
    public var brokenFile: String?

    /// One line for the log.
    public var sentence: String {
        if created { return "made a new store" }
        var text =
            "recovered \(operations) records in \(batches) batches from \(segments) segments"
            + ", last sequence \(lastSequence)"
        if skipped > 0 { text += ", skipped \(skipped) of unknown type" }
        if !cleanStop { text += ", after an unclean stop: wrote \(rewritten) records anew" }
        if let brokenFile { text += ", cut a torn write of \(tornBytes) bytes into \(brokenFile)" }
        return text
    }
}
