import Glibc

/// CPU seconds and memory of processes, from the kernel.
public enum ProcessMeter {
    /// User and system seconds of this process.
    public static func ownCPU() -> Double {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
        let micros = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec
        return Double(seconds) + Double(micros) / 1e6
    }

    /// User and system seconds of another process, in steps of 10 ms; 0 when it is gone.
    public static func cpu(of pid: Int32) -> Double {
        let text = read("/proc/\(pid)/stat")
        guard let end = text.lastIndex(of: ")") else { return 0 }
        let fields = text[end...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13])
        else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The most memory another process had resident, in KiB; 0 when it is gone.
    public static func peakKB(of pid: Int32) -> Int { field("VmHWM:", of: pid) }

    /// The memory another process has resident now, in KiB.
    public static func residentKB(of pid: Int32) -> Int { field("VmRSS:", of: pid) }

    private static func field(_ name: String, of pid: Int32) -> Int {
        for line in read("/proc/\(pid)/status").split(separator: "\n") where line.hasPrefix(name) {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            return words.count > 1 ? Int(words[1]) ?? 0 : 0
        }
        return 0
    }

    private static func read(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
