/// Every limit of a session, a server and a channel. Sizes in bytes, times in microseconds.
///
/// Values are read when a session is made; those the peer must know travel in HELLO. A time of 0
/// switches its rule off. WIRE.md lists them with their reasons.
public struct Limits: Sendable {
    // MARK: Sizes

    /// Payload of one frame; the peer's smaller number wins. 16 KiB to 1 MiB.
    public var frameBytesMax = 65_536
    /// Message of a call, a stream item or a reply, before compression.
    public var messageBytesMax = 65_536
    /// Meta of a frame.
    public var metaBytesMax = 8_192
    /// Preface and HELLO together.
    public var handshakeBytesMax = 16_384
    /// Text of a status.
    public var statusTextBytesMax = 1_024
    /// Typed details of a status.
    public var statusDetailsBytesMax = 4_096

    // MARK: Calls

    /// Calls open on one connection at once.
    public var streamsMax = 128
    /// Handlers of one connection that have not returned, cancelled ones included.
    public var handlersMax = 128
    /// Handlers of one server that have not returned; bulk calls get four fifths.
    public var serverHandlersMax = 4_096
    /// Connections of one server.
    public var connectionsMax = 1_024
    /// Those of one person's devices, so that nobody can take every one from the others.
    public var connectionsPerPersonMax = 128
    /// Those of clients that say nobody's name, for the same reason.
    public var connectionsOfStrangersMax = 512
    /// The highest stream id; a client that reaches it dials anew.
    public var streamIDMax: UInt32 = 1 << 30
    /// Time a call gets when it names none.
    public var deadlineDefaultUs: Int64 = 30_000_000
    /// Longest time a unary call gets, whatever it names.
    public var deadlineMaxUs: Int64 = 300_000_000

    // MARK: Credit

    /// Stream credit given at the start.
    public var streamWindow = 32_768
    /// Stream credit once the application has kept up, while `streamBudget` lasts.
    public var streamWindowMax = 262_144
    /// Sum of all granted stream windows of a connection above their start.
    public var streamBudget = 8 << 20
    /// Connection credit.
    public var connectionWindow = 1 << 20
    /// Charged for every DATA frame beside its payload.
    public static let frameCharge = 64
    /// The smallest window and frame limit a HELLO may name.
    public static let windowMin = 16_384
    /// Largest frame limit a HELLO may name.
    public static let frameCeiling = 1 << 20

    // MARK: Queues

    /// Bytes waiting to be sent at which a server stops reading from that peer.
    public var outHighBytes = 262_144
    /// Bytes waiting at which it reads again.
    public var outLowBytes = 65_536
    /// Bytes waiting at which streams offer no further item.
    public var streamQueueBytes = 131_072
    /// Frames the peer provoked (PONG, refusals) waiting unsent at which reading stops.
    public var controlFramesMax = 100
    /// Bytes of such frames.
    public var controlBytesMax = 16_384
    /// Replies held back for the journal, over all connections.
    public var heldRepliesMax = 65_536
    /// Bytes of held replies.
    public var heldBytesMax = 32 << 20
    /// Calls of a channel waiting for a connection or a free stream.
    public var waitingCallsMax = 1_024

    // MARK: Floods

    /// Calls cancelled by the peer, or ended by its faults, in `floodWindowUs`.
    public var resetsMax = 200
    /// Calls refused or in error through the peer's fault in `floodWindowUs`.
    public var streamErrorsMax = 200
    /// The time over which the two above refill.
    public var floodWindowUs: Int64 = 30_000_000
    /// DATA frames without a message, per stream.
    public var emptyDataMax = 100
    /// Least time between pings while calls are open.
    public var pingGapBusyUs: Int64 = 1_000_000
    /// Least time between pings while none are; a peer pings each 60 s.
    public var pingGapIdleUs: Int64 = 50_000_000
    /// Pings below the gap that are forgiven, until a call arrives.
    public var pingStrikesMax = 2

    // MARK: Time

    /// Preface to the end of HELLO, and the server's answer to it.
    public var handshakeUs: Int64 = 5_000_000
    /// Silence after which a peer with open calls is pinged.
    public var keepaliveBusyUs: Int64 = 15_000_000
    /// Silence after which a peer without is pinged.
    public var keepaliveIdleUs: Int64 = 60_000_000
    /// Time for the answer, or for any other byte.
    public var keepaliveAnswerUs: Int64 = 5_000_000
    /// First byte of a frame to its last.
    public var frameUs: Int64 = 10_000_000
    /// After this long an incomplete frame must have come at `frameRate` bytes per second.
    public var frameRateUs: Int64 = 5_000_000
    /// See `frameRateUs`.
    public var frameRate: Int64 = 1_024
    /// Bytes to send without one of them leaving.
    public var writeStallUs: Int64 = 10_000_000
    /// A stream with an item to send and no credit.
    public var streamStallUs: Int64 = 30_000_000
    /// No call open and none arriving; only a server closes for it.
    public var idleUs: Int64 = 300_000_000
    /// What is left after GOAWAY for open calls.
    public var drainUs: Int64 = 10_000_000

    // MARK: Compression

    /// Room that Meta may take beside the largest message while a frame is written.
    static let metaRoom = 8_192

    /// Smallest message that is compressed.
    public var compressMin = 512
    /// A message inflates to at most this many times its size,
    public var inflateRatio = 100
    /// or to this many bytes, whichever is more.
    public var inflateFloor = 65_536

    // MARK: Channels

    /// First wait before a channel dials again; doubles, with full jitter.
    public var backoffMinUs: Int64 = 100_000
    /// Longest wait.
    public var backoffMaxUs: Int64 = 30_000_000
    /// Sends a CRC over each payload.
    public var sendsCRC = false

    /// The limits for devices and anybody else outside.
    public init() {}

    /// The limits between Tend's own processes, where one connection carries everybody's calls.
    public static var service: Limits {
        var limits = Limits()
        limits.streamsMax = 65_536
        limits.handlersMax = 4_096
        limits.connectionWindow = 4 << 20
        limits.resetsMax = 1 << 20
        limits.streamErrorsMax = 1 << 20
        limits.outHighBytes = 4 << 20
        limits.outLowBytes = 1 << 20
        limits.controlFramesMax = 65_536
        limits.controlBytesMax = 4 << 20
        limits.idleUs = 0
        // Whoever was away is heard of within a second of coming back, however long it was.
        limits.backoffMaxUs = 500_000
        return limits
    }
}
