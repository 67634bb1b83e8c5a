import CLinux
import Glibc

/// Holds this thread, and every process it starts meanwhile, on one processor.
struct CPUPin {
    private var before = cpu_set_t()

    /// Pins to the first processor this thread may run on; nil when the kernel refuses.
    init?() {
        let size = MemoryLayout<cpu_set_t>.size
        guard sched_getaffinity(0, size, &before) == 0 else { return nil }
        var one = cpu_set_t()
        withUnsafeBytes(of: before) { all in
            withUnsafeMutableBytes(of: &one) { one in
                guard let at = all.firstIndex(where: { $0 != 0 }) else { return }
                one[at] = all[at] & (0 &- all[at])
            }
        }
        guard sched_setaffinity(0, size, &one) == 0 else { return nil }
    }

    /// Lets it run where it did.
    func release() {
        var before = before
        sched_setaffinity(0, MemoryLayout<cpu_set_t>.size, &before)
    }
}
