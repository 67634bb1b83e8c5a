/// Every number that bounds a loop and its connections, in one place. Values are read when a loop
/// is made; none can be changed while it runs.
public struct Limits: Sendable {
    /// Accepted connections open at once; one more is closed as soon as it is accepted.
    public var connectionsMax = 1024

    /// Accepted connections from one peer: an IPv4 address or an IPv6 /64. Loopback and Unix
    /// sockets are exempt, because a reverse proxy on the host looks like one peer.
    public var connectionsPerPeerMax = 256

    /// Bytes of the read buffer all connections of a loop share.
    public var readBufferBytes = 256 << 10

    /// Bytes read from one connection before the others get their turn.
    public var readBytesPerTurn = 256 << 10

    /// Bytes written to one connection before the others get their turn.
    public var writeBytesPerTurn = 1 << 20

    /// How long a connection with bytes to send may go without the kernel taking any.
    public var writeStallUs: Int64 = 10_000_000

    /// How long a connection that was closed after its last bytes waits for the peer's end, so
    /// that unread input does not turn those bytes into a reset.
    public var lingerUs: Int64 = 2_000_000

    /// TCP_USER_TIMEOUT: how long sent bytes may stay unacknowledged, in milliseconds.
    public var unacknowledgedMs: UInt32 = 10_000

    /// TCP_NOTSENT_LOWAT: bytes the kernel takes beyond those it has sent. What waits behind them
    /// waits in the handler, which can put something more urgent first; 0 leaves it to the kernel.
    public var unsentBytesMax: UInt32 = 256 << 10

    /// Connections accepted from one listener in one turn.
    public var acceptsPerTurn = 64

    /// The kernel's queue of connections not yet accepted, per listener.
    public var backlog: Int32 = 1024

    /// First pause of a listener that ran out of descriptors or memory; doubles up to the next.
    public var acceptBackoffMinUs: Int64 = 10_000

    /// Longest pause of a listener.
    public var acceptBackoffMaxUs: Int64 = 1_000_000

    /// Posted work and executor jobs run in one turn; the rest waits for the next.
    public var jobsPerTurn = 4096

    /// The limits of production.
    public init() {}
}
