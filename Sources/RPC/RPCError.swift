/// Why a call failed, as it travels: a code, a short text without private words, a retry hint and
/// typed details.
public struct RPCError: Error, Equatable, Sendable {
    /// What kind of failure it is. Never `.ok`.
    public var code: StatusCode
    /// One sentence of at most 1 KiB; longer texts are cut when sent.
    public var message: String
    /// How long to wait before trying again, in milliseconds; nil when the server names none.
    public var retryAfterMs: Int64?
    /// An encoded message that both ends know, of at most 4 KiB.
    public var details: [UInt8]
    /// The call certainly never reached a handler, so that anything may be repeated. Local
    /// knowledge; does not travel.
    public var neverSent = false

    /// The server was reached, or is being reached, and says nothing: another attempt would take as
    /// long. Local knowledge too.
    public var isSilence = false

    /// A failure.
    public init(
        _ code: StatusCode, _ message: String, retryAfterMs: Int64? = nil, details: [UInt8] = []
    ) {
        self.code = code
        self.message = message
        self.retryAfterMs = retryAfterMs
        self.details = details
    }

    /// The same failure, as that of a server which says nothing.
    func silent() -> RPCError {
        var error = self
        error.isSilence = true
        return error
    }

    /// The same failure, marked as never sent.
    func unsent() -> RPCError {
        var error = self
        error.neverSent = true
        return error
    }
}

extension RPCError {
    /// What a method that does not exist, or not for this caller, answers: always these bytes.
    static let unknownMethod = RPCError(.unimplemented, "no such method")
    static let expired = RPCError(.deadlineExceeded, "the deadline passed")
    static let cancelled = RPCError(.cancelled, "the call was cancelled")
    static let connectionLost = RPCError(.unavailable, "the connection was lost")
    static let notConnected = RPCError(.unavailable, "not connected").unsent()
    static let tooLarge = RPCError(.resourceExhausted, "the message is too large")
    static let streamStalled = RPCError(.resourceExhausted, "the stream was not read")
    static let draining = RPCError(.unavailable, "the server is going away")
}
