import Codec
import Host
import Testing

/// A journal of nothing but keys, as a service's own events would change it.
private struct Keys {
    var table = KeyTable()
    let hour: Int64 = 3_600_000
    let now: Int64 = 1_800_000_000_000

    func high(_ ms: Int64, _ salt: UInt64 = 0) -> UInt64 { UInt64(ms) << 16 | salt }

    func ask(
        _ ms: Int64, _ low: UInt64, method: UInt32 = 7, body: UInt64 = 9, laterMs: Int64 = 0
    ) -> KeyTable.Verdict {
        table.verdict(
            device: 1, keyHigh: high(ms), keyLow: low, method: method, bodyHash: body,
            nowMs: now + laterMs)
    }

    mutating func use(_ ms: Int64, _ low: UInt64, result: UInt64) {
        table.remember(
            device: 1, keyHigh: high(ms), keyLow: low, method: 7, bodyHash: 9, result: result,
            atMs: now)
    }
}

@Test("a key sent again is answered with what it did, and refused with another body or method")
func keysSentAgain() {
    var keys = Keys()
    #expect(keys.ask(keys.now, 1) == .new)
    keys.use(keys.now, 1, result: 42)
    #expect(keys.ask(keys.now, 1) == .done(result: 42))
    #expect(keys.ask(keys.now, 1, body: 10) == .reused)
    #expect(keys.ask(keys.now, 1, method: 8) == .reused)
    #expect(keys.ask(keys.now, 2) == .new)
}

@Test("one device's keys say nothing about another's")
func keysPerDevice() {
    var keys = Keys()
    keys.use(keys.now, 1, result: 42)
    let other = keys.table.verdict(
        device: 2, keyHigh: keys.high(keys.now), keyLow: 1, method: 7, bodyHash: 9,
        nowMs: keys.now)
    #expect(other == .new)
}

@Test("64 calls are remembered, and a key older than a forgotten one is refused")
func keysForgotten() {
    var keys = Keys()
    for n in 0..<UInt64(Limits.keysPerDeviceMax) {
        keys.use(keys.now + Int64(n), n, result: n)
    }
    #expect(keys.ask(keys.now, 0) == .done(result: 0))
    keys.use(keys.now + 64, 64, result: 64)
    #expect(keys.ask(keys.now, 0) == .tooOld)
    #expect(keys.ask(keys.now - 1, 999) == .tooOld)
    #expect(keys.ask(keys.now + 1, 1) == .done(result: 1))
    #expect(keys.ask(keys.now + 65, 65) == .new)
}

@Test("the maker's clock may be years off, and may be put right a day later")
func wrongClocks() {
    var keys = Keys()
    let year = 365 * 24 * keys.hour
    #expect(keys.ask(keys.now - 10 * year, 1) == .new)
    for n in 0...UInt64(Limits.keysPerDeviceMax) {
        keys.use(keys.now + 10 * year + Int64(n), n, result: n)
    }
    #expect(keys.ask(keys.now, 999) == .tooOld)
    #expect(keys.ask(keys.now, 999, laterMs: 24 * keys.hour) == .new)
}
