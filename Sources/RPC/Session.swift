/// The calls of one connection, as a pure value machine for both ends: bytes and time go in, events
/// and bytes come out.
///
/// It has no socket, no clock and no lock, and calls nobody back: `next` returns one event at a
/// time, so that whoever handles an event may use the session freely, from a completion that makes
/// the next call, say. Owned by one connection object on one loop. WIRE.md is the specification.
///
///     session.begin(nowUs)
///     while true { switch session.next(bytes, &offset) { ... } }
///     send(session.output()); session.didSend(n)
public struct Session: ~Copyable {
    /// Which end this is.
    public enum Role: Sendable {
        /// Makes calls.
        case client
        /// Answers them.
        case server
    }

    enum Phase: UInt8 {
        /// Server: the client's first eight bytes.
        case preface
        /// The peer's HELLO.
        case hello
        /// Server: somebody looks up who the client is.
        case deciding
        case open
        /// Said or heard the last word.
        case failed
    }

    /// Which end this is.
    public let role: Role
    /// The limits in force; a server's change once it knows the caller.
    public internal(set) var limits: Limits
    /// The peer's HELLO, once it came. A server clears its secrets after the decision.
    public internal(set) var peerHello = Hello()
    /// The peer's GOAWAY, once it came.
    public internal(set) var goAway: GoAway?
    /// Calls open.
    public internal(set) var openCount = 0
    /// Replies that came after their call was given up.
    public internal(set) var lateReplies = 0
    /// The earliest deadline among the open calls, or earlier.
    public internal(set) var nearestDeadlineUs = Int64.max

    var phase: Phase
    var nowUs: Int64
    var out = OutBuffer()
    var rules: WriteRules
    let zip: MessageZip

    // Streams.
    var table = IDMap()
    var streams: [StreamState] = []
    var freeSlot: Int32 = -1
    var nextID: UInt32
    var lastPeerID: UInt32 = 0
    var goAwaySentID: UInt32?
    var peerStreamsMax = 0
    var expiryScan = -1

    // Credit.
    var sendCredit = 0
    var receiveCredit: Int
    var owed = 0
    var peerStreamWindow = 0
    var streamBudgetUsed = 0

    // Queues and floods.
    var isPaused = false
    var controlFrames = 0
    var controlBytes = 0
    var resets: RateBucket
    var streamErrors: RateBucket
    var pings = PingGuard()

    // Time.
    let startedUs: Int64
    var receivedUs: Int64
    var calledUs: Int64
    var progressUs: Int64
    var partialUs = Int64.min
    var partialBytes = 0
    var pingSentUs = Int64.min
    var pingToken: UInt64 = 0
    var canPeerAnswer = true

    /// A client's session. The preface and HELLO are ready to be sent at once; `auth` says who it
    /// is. Ids start at `firstID`, which only tests change.
    public init(clientAuth auth: Auth?, limits: Limits, nowUs: Int64, firstID: UInt32 = 1) {
        self.init(.client, limits, MessageZip(), nowUs, firstID: firstID)
        sayHello(auth: auth)
    }

    /// A server's session.
    public init(serverLimits limits: Limits, nowUs: Int64) {
        self.init(.server, limits, MessageZip(), nowUs, firstID: 1)
    }

    init(_ role: Role, _ limits: Limits, _ zip: MessageZip, _ nowUs: Int64, firstID: UInt32) {
        self.role = role
        self.limits = limits
        self.zip = zip
        self.nowUs = nowUs
        phase = role == .server ? .preface : .hello
        nextID = firstID
        receiveCredit = limits.connectionWindow
        rules = WriteRules(limits)
        resets = RateBucket(max: limits.resetsMax, windowUs: limits.floodWindowUs)
        streamErrors = RateBucket(max: limits.streamErrorsMax, windowUs: limits.floodWindowUs)
        startedUs = nowUs
        receivedUs = nowUs
        calledUs = nowUs
        progressUs = nowUs
    }

    /// Whether calls can be made or are answered.
    public var isReady: Bool { phase == .open }

    /// Whether the session is over and only its last bytes are left to send.
    public var isFailed: Bool { phase == .failed }

    /// Client: whether another call can be opened now.
    public var canOpen: Bool {
        phase == .open && goAway == nil && openCount < peerStreamsMax && nextID < limits.streamIDMax
    }

    /// Client: whether the ids of this connection are used up, or the server is leaving; dial anew.
    public var isSpent: Bool {
        goAway != nil || nextID >= limits.streamIDMax || phase == .failed
    }

    /// The time for everything until the next `begin`.
    @inline(__always)
    public mutating func begin(_ nowUs: Int64) { self.nowUs = nowUs }

    /// What is ready to be sent, in order. Valid until the next call into the session.
    public func output() -> UnsafeRawBufferPointer { out.bytes }

    /// The first `count` bytes of `output` have left.
    public mutating func didSend(_ count: Int) {
        out.consume(count)
        progressUs = nowUs
        if out.count == 0 {
            controlFrames = 0
            controlBytes = 0
        }
    }

    /// Whether reading stopped because too much waits to be sent. Clears it once enough has left;
    /// the owner stops and resumes the socket.
    public mutating func staysPaused() -> Bool {
        if isPaused, out.count <= limits.outLowBytes, controlFrames == 0 || out.count == 0 {
            isPaused = false
        }
        return isPaused
    }
}
