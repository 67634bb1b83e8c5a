/// Why a zone could not be had.
public enum ZoneError: Error, Equatable, Sendable {
    /// The text cannot be an identifier: too long, or with characters or parts none has.
    case malformedID

    /// No zone of that name is installed. `ZoneDatabase.suggestions(for:)` may know a near one.
    case unknown(id: String)

    /// There is such a file but it cannot be used; the operator's concern, not the caller's.
    case unreadable(id: String, TZifError)
}
