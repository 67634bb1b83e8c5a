import Codec
import Host
import RPC
import TestSupport
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

@Test("a new key of the same millisecond as a forgotten one is new when it is the greater")
func keysOfOneMillisecond() {
    var keys = Keys()
    for n in 0..<UInt64(Limits.keysPerDeviceMax) + 6 {
        keys.use(keys.now, 100 + n, result: n)
    }
    // 100 to 105 are forgotten: those, and what is smaller, may have been done.
    for low: UInt64 in [0, 99, 100, 105] { #expect(keys.ask(keys.now, low) == .tooOld) }
    #expect(keys.ask(keys.now, 106) == .done(result: 6))
    #expect(keys.ask(keys.now, 1000) == .new)
}

@Test("keys made by one maker rise, while the clock stands and when it steps back")
func risingKeys() {
    var random = SeededRandom(seed: 5)
    var maker = KeyMaker()
    var last = IdempotencyKey(hi: 0, lo: 0)
    let times = [5, 5, 5, 6, 6, 2, 2, 9].flatMap { Array(repeating: Int64($0), count: 1000) }
    for ms in times {
        let key = maker.next(wallMs: ms, random: &random)
        #expect(key > last)
        last = key
    }
    #expect(last.madeAtMs == 9)
    // Where the random part is used up, the time goes on by one.
    var steps = KeyMaker(after: IdempotencyKey(hi: 7 << 16 | 0xFFFF, lo: .max))
    #expect(steps.next(wallMs: 7, random: &random).madeAtMs == 8)
    var end = KeyMaker(after: IdempotencyKey(hi: .max, lo: .max))
    _ = end.next(wallMs: 7, random: &random)
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
