import Codec
import RPC

/// The keyed calls that were done lately, per device, so that a call sent again is answered from
/// what it did the first time and done no second time.
///
/// Value, part of every service's state: journalled with the events of the call it belongs to.
/// Kept per device: the last 64. For 24 hours after one was forgotten older ones are refused. A key carries its maker's clock, which may be
/// wrong; it is compared with that device's other keys only, never with the time here. One maker's
/// keys rise, also within a millisecond, so that a greater key than all forgotten ones is new.
public struct KeyTable: Sendable {
    /// What is known of a key.
    public enum Verdict: Equatable, Sendable {
        /// Never seen: do the call.
        case new
        /// Done already, with this result: answer it again.
        case done(result: UInt64)
        /// Seen with another method or body: refuse.
        case reused
        /// Not greater than one that was forgotten: it may have been done, so refuse.
        case tooOld
    }

    private struct Entry: Sendable {
        var keyHigh: UInt64
        var keyLow: UInt64
        var method: UInt32
        var bodyHash: UInt64
        var result: UInt64
        var atMs: Int64
    }

    private struct Ring: Sendable {
        var entries: [Entry] = []
        var oldest = 0
        /// The greatest key forgotten, and when one was forgotten last by the clock here.
        var forgottenThrough: IdempotencyKey?
        var forgottenAtMs: Int64 = 0
    }

    private var rings: [UInt64: Ring] = [:]

    /// A table of no calls.
    public init() {}

    /// What is known of a key that a device sent with a call.
    public func verdict(
        device: UInt64, keyHigh: UInt64, keyLow: UInt64, method: UInt32, bodyHash: UInt64,
        nowMs: Int64
    ) -> Verdict {
        guard let ring = rings[device] else { return .new }
        for entry in ring.entries where entry.keyLow == keyLow && entry.keyHigh == keyHigh {
            let same = entry.method == method && entry.bodyHash == bodyHash
            return same ? .done(result: entry.result) : .reused
        }
        // A day later nobody repeats a call any more, and a maker's clock may have been put right.
        guard let forgotten = ring.forgottenThrough,
            nowMs &- ring.forgottenAtMs < Limits.keyAgeMsMax
        else { return .new }
        return IdempotencyKey(hi: keyHigh, lo: keyLow) <= forgotten ? .tooOld : .new
    }

    /// Remembers a call that is being done.
    public mutating func remember(
        device: UInt64, keyHigh: UInt64, keyLow: UInt64, method: UInt32, bodyHash: UInt64,
        result: UInt64, atMs: Int64
    ) {
        let entry = Entry(
            keyHigh: keyHigh, keyLow: keyLow, method: method, bodyHash: bodyHash, result: result,
            atMs: atMs)
        var ring = rings.removeValue(forKey: device) ?? Ring()
        if ring.entries.count < Limits.keysPerDeviceMax {
            ring.entries.append(entry)
        } else {
            let forgotten = ring.entries[ring.oldest]
            let key = IdempotencyKey(hi: forgotten.keyHigh, lo: forgotten.keyLow)
            ring.forgottenThrough = max(ring.forgottenThrough ?? key, key)
            ring.forgottenAtMs = atMs
            ring.entries[ring.oldest] = entry
            ring.oldest = (ring.oldest + 1) % Limits.keysPerDeviceMax
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
    var atMs: Int64 = 0

    init() {}

    mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "device", &device, .id, seenBy: .service)
        try v.fixed64(2, "key_high", &keyHigh, .id, seenBy: .service)
        try v.fixed64(3, "key_low", &keyLow, .id, seenBy: .service)
        try v.fixed32(4, "method", &method, .plain, seenBy: .service)
        try v.fixed64(5, "body_hash", &bodyHash, .plain, seenBy: .service)
        try v.fixed64(6, "result", &result, .id, seenBy: .service)
        try v.field(7, "at_ms", &atMs, .plain, seenBy: .service)
    }

    func apply(to keys: inout KeyTable) {
        keys.remember(
            device: device, keyHigh: keyHigh, keyLow: keyLow, method: method, bodyHash: bodyHash,
            result: result, atMs: atMs)
    }
}
