/// What the bytes of a peer, or the passing of time, mean for whoever owns the session.
///
/// Plain numbers and pointers into the bytes just fed: valid until the next call into the session.
public enum SessionEvent {
    /// Nothing more to take now.
    case more
    /// Client: the server's HELLO came, calls may be made.
    case ready
    /// Server: the client's HELLO came; `accept` or `refuse` it. Until then nothing is read.
    case hello
    /// Server: a call to answer with exactly one END.
    case call(CallFrame)
    /// Server: the caller gave up; answer at once.
    case cancel(slot: Int)
    /// Server: a rule was broken on one stream; end it with this status.
    case fault(slot: Int, StatusCode, StaticString)
    /// Client: an item of a stream. Its charge is owed until `consumed`.
    case data(DataFrame)
    /// Client: a call ended; its slot is free already.
    case end(EndFrame)
    /// A stream that ran out of credit has some again.
    case credit(slot: Int)
    /// The connection ran out of credit and has some again.
    case connectionCredit
    /// The peer takes or makes no new calls; `goAway` has the details.
    case goAway
    /// By time: the deadline of a call passed.
    case expired(slot: Int)
    /// By time: nobody has used the connection for long.
    case idle
    /// The peer broke the rules, or is gone. Send what is ready and close.
    case failed(StatusCode, StaticString)
}

/// A call as it came.
public struct CallFrame {
    /// The stream.
    public let id: UInt32
    /// What it says about itself.
    public let meta: Meta
    /// The message, compressed or not.
    public let body: UnsafeRawBufferPointer
    /// Whether the body is zlib's.
    public let isCompressed: Bool
}

/// An item as it came.
public struct DataFrame {
    /// The stream's place.
    public let slot: Int
    /// The message, compressed or not.
    public let body: UnsafeRawBufferPointer
    /// Whether the body is zlib's.
    public let isCompressed: Bool
    /// What it cost on the windows.
    public let charge: Int
}

/// An end as it came.
public struct EndFrame {
    /// The stream's former place.
    public let slot: Int
    /// An encoded `EndMeta`; empty for a plain success.
    public let meta: UnsafeRawBufferPointer
    /// The message, compressed or not.
    public let body: UnsafeRawBufferPointer
    /// Whether the body is zlib's.
    public let isCompressed: Bool
    /// Whether there is a message at all.
    public let hasMessage: Bool
}
