import Codec

/// What a CALL says beside its message. Plain numbers only, so that reading and writing it
/// allocates nothing.
public struct Meta: Message, Equatable {
    /// The method: CRC-32 of its full name.
    public var method: UInt32 = 0
    /// Microseconds left for the call. When written, 0 is left out: none given. When read, absent
    /// is `notGiven`, and 0 or less means expired.
    public var timeoutUs: Int64 = 0
    /// The idempotency key; both halves 0 when there is none.
    public var keyHi: UInt64 = 0
    /// See `keyHi`.
    public var keyLo: UInt64 = 0
    /// 0 for the first try of a call, 1 and 2 for its retries.
    public var attempt: UInt32 = 0
    /// 0 for a person who waits, 1 for bulk work, shed first.
    public var priority: UInt32 = 0
    /// Who a trusted service calls for; believed from those only.
    public var actorPerson: UInt64 = 0
    /// The device of that person.
    public var actorDevice: UInt64 = 0
    /// The newest fact the caller has seen; trusted services only.
    public var newestFact: UInt64 = 0

    /// Nothing said.
    public init() {}

    /// The `timeoutUs` of a CALL that names none.
    public static let notGiven = Int64.max

    /// The key, if there is one.
    public var key: IdempotencyKey? {
        get { keyHi | keyLo == 0 ? nil : IdempotencyKey(hi: keyHi, lo: keyLo) }
        set {
            keyHi = newValue?.hi ?? 0
            keyLo = newValue?.lo ?? 0
        }
    }

    // 8 is reserved for trace context (W3C traceparent, 26 bytes).
    /// The fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed32(1, "method", &method, .plain, seenBy: .everyone)
        try v.field(2, "timeout_us", &timeoutUs, .plain, seenBy: .everyone)
        try v.fixed64(3, "key_hi", &keyHi, .id, seenBy: .everyone)
        try v.fixed64(4, "key_lo", &keyLo, .id, seenBy: .everyone)
        try v.field(5, "attempt", &attempt, .plain, seenBy: .everyone)
        try v.field(6, "priority", &priority, .plain, seenBy: .everyone)
        try v.fixed64(7, "actor_person", &actorPerson, .id, seenBy: .service)
        try v.fixed64(9, "actor_device", &actorDevice, .id, seenBy: .service)
        try v.field(10, "newest_fact", &newestFact, .plain, seenBy: .service)
    }

    /// Reads Meta from the wire, telling an absent timeout from one of 0.
    init(wire bytes: UnsafeRawBufferPointer) throws(CodecError) {
        timeoutUs = Meta.notGiven
        try merge(bytes)
    }
}

/// What an END says beside its message; empty for a plain success.
public struct EndMeta: Message, Equatable {
    /// The status code.
    public var code: UInt32 = 0
    /// The text of a failure.
    public var message = ""
    /// Milliseconds to wait before trying again, plus one; 0 when none is named.
    public var retryAfter: UInt64 = 0
    /// An encoded message that both ends know.
    public var details: [UInt8] = []

    /// A plain success.
    public init() {}

    /// The fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "code", &code, .plain, seenBy: .everyone)
        try v.field(2, "message", &message, .text(max: 1024), seenBy: .everyone)
        try v.field(3, "retry_after", &retryAfter, .plain, seenBy: .everyone)
        try v.field(4, "details", &details, .content(max: 4096), seenBy: .everyone)
    }

    /// The status of a failure.
    init(_ error: RPCError) {
        code = error.code == .ok ? StatusCode.internal.rawValue : error.code.rawValue
        message = error.message.cut(toUTF8: 1024)
        if let ms = error.retryAfterMs { retryAfter = UInt64(clamping: ms) &+ 1 }
        if error.details.count <= 4096 { details = error.details }
    }

    /// The failure, or nil for success.
    var error: RPCError? {
        guard code != 0 else { return nil }
        let wait = retryAfter == 0 ? nil : Int64(clamping: retryAfter &- 1)
        return RPCError(StatusCode(wire: code), message, retryAfterMs: wait, details: details)
    }
}

extension String {
    /// The longest prefix of whole characters in at most `max` bytes.
    func cut(toUTF8 max: Int) -> String {
        if utf8.count <= max { return self }
        var end = startIndex
        while end < endIndex {
            let next = index(after: end)
            if utf8.distance(from: startIndex, to: next) > max { break }
            end = next
        }
        return String(self[..<end])
    }
}
