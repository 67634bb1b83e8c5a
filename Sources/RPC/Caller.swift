/// Who makes a call, as far as this process believes it.
public enum Caller: Equatable, Sendable {
    /// Nobody in particular: open methods only.
    case anonymous
    /// A signed-in device of a person.
    case device(person: UInt64, device: UInt64)
    /// One of the installation's own processes. It may also ask what the operator may: the gateway
    /// forwards the operator's calls, and forwards them for nobody else.
    case service(name: String)
    /// The operator.
    case admin

    /// Whether a method of this exposure exists for the caller.
    @inline(__always)
    func mayCall(_ exposure: UInt8) -> Bool { reach & exposure != 0 }

    // One bit per exposure: open 1, person 2, internal 4, admin 8.
    private var reach: UInt8 {
        switch self {
        case .anonymous: 1
        case .device: 3
        case .service: 13
        case .admin: 9
        }
    }
}

/// What a handler knows about a call beside its request.
public struct CallContext: Sendable {
    /// The method's id.
    public let method: UInt32
    /// Who calls: the actor that a trusted service names, else the connection's caller.
    public let caller: Caller
    /// The idempotency key, if the call has one.
    public let key: IdempotencyKey?
    /// When the caller stops waiting, on the loop's monotonic clock; `.max` for a watch without.
    public let deadlineUs: Int64
    /// The stream on its connection.
    public let streamID: UInt32
    /// 0 for the first try, 1 and 2 for the client's retries.
    public let attempt: UInt32
    /// Whether it is work nobody waits for, shed first.
    public let isBulk: Bool
    /// A 64-bit hash of the request's bytes as they came, for telling a repeated call from another
    /// one under the same key; 0 where the method needs no key.
    public internal(set) var bodyHash: UInt64 = 0
    /// The newest fact the caller has seen; 0 unless a trusted service says it.
    public let newestFact: UInt64

    package init(
        method: UInt32, caller: Caller, key: IdempotencyKey?, deadlineUs: Int64, streamID: UInt32,
        attempt: UInt32, isBulk: Bool, newestFact: UInt64
    ) {
        self.method = method
        self.caller = caller
        self.key = key
        self.deadlineUs = deadlineUs
        self.streamID = streamID
        self.attempt = attempt
        self.isBulk = isBulk
        self.newestFact = newestFact
    }
}
