import Codec
import Contracts
import Seams

/// What it costs to encode and to decode the record that all the peers' codecs are measured with.
enum CodecBench {
    private static let batch = 64_000
    private static let batches = 9

    /// The median of a few batches each.
    static func rows(_ time: TimeSource) -> [BenchRow] {
        let records = BenchRecords()
        return [
            BenchRow("codec encode", nsPerRecord(time) { records.encode(batch) }, "ns"),
            BenchRow(
                "codec encode in place", nsPerRecord(time) { records.encodeInPlace(batch) }, "ns"),
            BenchRow(
                "codec decode", nsPerRecord(time) { (try? records.decode(batch)) ?? 0 }, "ns"),
        ]
    }

    private static func nsPerRecord(_ time: TimeSource, _ work: () -> Int) -> Double {
        var tookUs: [Int64] = []
        for _ in 0..<batches {
            let startUs = time.monotonicUs()
            let sum = work()
            tookUs.append(time.monotonicUs() - startUs)
            precondition(sum != 0, "the codec did nothing")
        }
        return Double(tookUs.sorted()[batches / 2]) * 1000 / Double(batch)
    }
}
