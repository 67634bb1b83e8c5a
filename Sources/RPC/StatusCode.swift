/// How a call ended: the seventeen codes of gRPC with their numbers.
public enum StatusCode: UInt32, Sendable, CaseIterable, Error {
    /// It succeeded.
    case ok = 0
    /// The caller gave it up.
    case cancelled = 1
    /// Nobody knows.
    case unknown = 2
    /// The request can never be right.
    case invalidArgument = 3
    /// The time ran out; it may have happened or not.
    case deadlineExceeded = 4
    /// There is no such thing, or it is not yours.
    case notFound = 5
    /// It exists already.
    case alreadyExists = 6
    /// The caller may not.
    case permissionDenied = 7
    /// Too much; try later.
    case resourceExhausted = 8
    /// Not in the present state.
    case failedPrecondition = 9
    /// Given up because of a concurrent change.
    case aborted = 10
    /// Past the end.
    case outOfRange = 11
    /// There is no such method for this caller.
    case unimplemented = 12
    /// A fault of ours; the log has the detail.
    case `internal` = 13
    /// Not reachable now; safe calls may be repeated.
    case unavailable = 14
    /// Bytes were damaged.
    case dataLoss = 15
    /// The caller must say who it is.
    case unauthenticated = 16

    /// The code of a number from the wire; one that is not known is `unknown`.
    public init(wire: UInt32) {
        self = StatusCode(rawValue: wire) ?? .unknown
    }
}
