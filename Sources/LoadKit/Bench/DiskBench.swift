import Seams
import Storage

/// What the disk itself does: one record written and `fdatasync`ed after the other, into zeros that
/// are there already, as the journal does it.
enum DiskBench {
    static let recordBytes = 300
    private static let fileBytes = 16 << 20

    /// Syncs a second as `seconds` of them show.
    static func row(folder: String, seconds: Double, _ time: TimeSource) throws -> BenchRow {
        let disk = try KernelDisk(path: folder)
        let file = try disk.open("sync", create: true)
        let zeros = [UInt8](repeating: 0, count: 1 << 20)
        for at in stride(from: 0, to: fileBytes, by: zeros.count) {
            try zeros.withUnsafeBytes { try file.write($0, at: UInt64(at)) }
        }
        try file.sync()
        let record = [UInt8](repeating: 7, count: recordBytes)
        var histogram = Histogram()
        var at = 0
        let startUs = time.monotonicUs()
        var nowUs = startUs
        while nowUs - startUs < Int64(seconds * 1e6) {
            try record.withUnsafeBytes { try file.write($0, at: UInt64(at)) }
            try file.sync()
            at = (at + record.count) % (fileBytes - record.count)
            let beforeUs = nowUs
            nowUs = time.monotonicUs()
            histogram.add(UInt64(max(0, nowUs - beforeUs)))
        }
        try disk.remove("sync")
        let took = Double(nowUs - startUs) / 1e6
        var row = BenchRow("disk fdatasync", Double(histogram.count) / took, "syncs/s")
        row.p50Us = histogram.quantile(0.5)
        row.p99Us = histogram.quantile(0.99)
        return row
    }
}
