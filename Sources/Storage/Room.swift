/// The answer to a claim for space, given before anything is decided.
public enum Room: Equatable, Sendable {
    /// There is room; append what was claimed.
    case granted
    /// Too much waits for the disk, or the next segment is not ready yet. Try again after the next
    /// `finished`; answer callers RESOURCE_EXHAUSTED if they cannot wait.
    case busy
    /// The disk is full or nearly so: the journal is read only. Answer RESOURCE_EXHAUSTED with a
    /// retry hint of a few seconds; reads go on.
    case readOnly
    /// No batch may ever hold this much. Refuse the request for good.
    case tooLarge
}

/// Who asks for space.
public enum Urgency: Sendable {
    /// Refused while the disk is full or nearly so.
    case normal
    /// An acknowledgement, a deletion, a firing: let through as long as a byte of room is left.
    case essential
}
