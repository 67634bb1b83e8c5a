import Codec

/// The keyed calls that were done lately, per device, so that a call sent again is answered from
/// what it did the first time and done no second time.
///
/// Value, part of every service's state: journalled with the events of the call it belongs to.
/// Kept per device: the last 64, and none whose key is older than 24 hours.
public struct KeyTable: Sendable {
    /// What is known of a key.
    public enum Verdict: Equatable, Sendable {
        /// Never seen: do the call.
        case new
        /// Done already, with this result: answer it again.
        case done(result: UInt64)
        /// Seen with another method or body: refuse.
        case reused
        /// Older than anything still kept: it may have been done, so refuse.
        case tooOld
    }

    private struct Entry: Sendable {
        var keyHigh: UInt64
        var keyLow: UInt64
        var method: UInt32
        var bodyHash: UInt64
        var result: UInt64
    }

    private struct Ring: Sendable {
        var entries: [Entry] = []
        var next = 0
        /// The newest key time that was ever dropped, milliseconds.
        var droppedThroughMs: Int64 = -1
    }

    private var rings: [UInt64: Ring] = [:]

    /// A table of no calls.
    public init() {}

    /// What is known of a key that a device sent with a call.
    public func verdict(
        device: UInt64, keyHigh: UInt64, keyLow: UInt64, method: UInt32, bodyHash: UInt64,
        nowMs: Int64
    ) -> Verdict {
        let keyMs = Int64(keyHigh >> 16)
        if let ring = rings[device] {
            for entry in ring.entries where entry.keyLow == keyLow && entry.keyHigh == keyHigh {
                let same = entry.method == method && entry.bodyHash == bodyHash
                return same ? .done(result: entry.result) : .reused
            }
            if keyMs <= ring.droppedThroughMs { return .tooOld }
        }
        return keyMs < nowMs &- Limits.keyAgeMsMax ? .tooOld : .new
    }

    /// Remembers a call that is being done.
    public mutating func remember(
        device: UInt64, keyHigh: UInt64, keyLow: UInt64, method: UInt32, bodyHash: UInt64,
        result: UInt64
    ) {
        insert(
            Entry(
                keyHigh: keyHigh, keyLow: keyLow, method: method, bodyHash: bodyHash,
                result: result), device: device)
    }

    private mutating func insert(_ entry: Entry, device: UInt64) {
        var ring = rings.removeValue(forKey: device) ?? Ring()
        if ring.entries.count < Limits.keysPerDeviceMax {
            ring.entries.append(entry)
        } else {
            let dropped = Int64(ring.entries[ring.next].keyHigh >> 16)
            ring.droppedThroughMs = max(ring.droppedThroughMs, dropped)
            ring.entries[ring.next] = entry
            ring.next = (ring.next + 1) % Limits.keysPerDeviceMax
        }
        rings[device] = ring
    }
}

/// That a keyed call was done: stands in the journal in the same batch as what it did.
struct KeyUsed: Event {
    static let recordType: UInt8 = 127
    var device: UInt64 = 0
    var keyHigh: UInt64 = 0
    var keyLow: UInt64 = 0
    var method: UInt32 = 0
    var bodyHash: UInt64 = 0
    var result: UInt64 = 0

    init() {}

    mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "device", &device, .id, seenBy: .service)
        try v.fixed64(2, "key_high", &keyHigh, .id, seenBy: .service)
        try v.fixed64(3, "key_low", &keyLow, .id, seenBy: .service)
        try v.fixed32(4, "method", &method, .plain, seenBy: .service)
        try v.fixed64(5, "body_hash", &bodyHash, .plain, seenBy: .service)
        try v.fixed64(6, "result", &result, .id, seenBy: .service)
    }

    func apply(to keys: inout KeyTable) {
        keys.remember(
            device: device, keyHigh: keyHigh, keyLow: keyLow, method: method,
            bodyHash: bodyHash, result: result)
    }
}
