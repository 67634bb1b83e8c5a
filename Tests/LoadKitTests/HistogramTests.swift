import LoadKit
import Testing

@Test("percentiles are those of the sorted values, within the width of a bucket")
func percentiles() {
    var histogram = Histogram()
    for value in 1...100_000 { histogram.add(UInt64(value)) }
    #expect(histogram.count == 100_000)
    for (part, wanted) in [(0.5, 50_000.0), (0.99, 99_000), (0.999, 99_900), (1, 100_000)] {
        let found = histogram.quantile(part)
        #expect(abs(found - wanted) <= wanted * 0.008, "\(part): \(found)")
    }
}

@Test("small values are exact, and the largest fit")
func extremes() {
    var histogram = Histogram()
    #expect(histogram.quantile(0.5) == 0)
    for value: UInt64 in [3, 3, 3, 200] { histogram.add(value) }
    #expect(histogram.quantile(0.5) == 3)
    #expect(histogram.quantile(1) == 200)
    histogram.add(.max)
    #expect(abs(histogram.quantile(1) / Double(UInt64.max) - 1) < 0.008)
    histogram.add(0)
    #expect(histogram.quantile(0) == 0)
}

@Test("two histograms add up to that of all values")
func sums() {
    var low = Histogram()
    var high = Histogram()
    for value: UInt64 in 0..<100 {
        low.add(value)
        high.add(value + 100)
    }
    low.add(high)
    #expect(low.count == 200)
    #expect(low.quantile(0.5) == 99)
    #expect(low.quantile(0.75) == 149)
}
