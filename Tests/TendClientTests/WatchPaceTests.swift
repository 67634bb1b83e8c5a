import TendClient
import Testing

/// How long a watch waits between its streams.
@Suite struct WatchPaceTests {
    /// A draw that makes every wait its longest: one less than a multiple of all bounds.
    private static let longest: UInt64 = 1_920_000_000 - 1

    /// The bounds of the next waits.
    private func bounds(_ pace: inout WatchPace, _ count: Int) -> [Int64] {
        (0..<count).map { _ in pace.nextWaitUs(draw: Self.longest) - 50_000 + 1 }
    }

    private static let doubling: [Int64] = [
        200_000, 400_000, 800_000, 1_600_000, 3_200_000, 6_400_000, 12_800_000, 25_600_000,
        30_000_000, 30_000_000, 30_000_000,
    ]

    @Test("the bound doubles to half a minute and stays there")
    func doubles() {
        var pace = WatchPace()
        #expect(bounds(&pace, 11) == Self.doubling)
    }

    @Test("no wait is shorter than 50 ms")
    func least() {
        var pace = WatchPace()
        for _ in 0..<100 { #expect(pace.nextWaitUs(draw: 0) == 50_000) }
    }

    @Test("the bound begins anew with an item")
    func item() {
        var pace = WatchPace()
        _ = bounds(&pace, 11)
        pace.heard()
        #expect(bounds(&pace, 11) == Self.doubling)
    }

    @Test("the bound begins anew behind a stream that lasted, and not behind one that did not")
    func lasted() {
        var pace = WatchPace()
        _ = bounds(&pace, 11)
        pace.ended(afterUs: 29_999_999)
        #expect(bounds(&pace, 1) == [30_000_000])
        pace.ended(afterUs: 30_000_000)
        #expect(bounds(&pace, 11) == Self.doubling)
    }
}
