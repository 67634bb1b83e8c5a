/// Moves all of a range through a call that may move only part of it.
///
/// `step` is `pwrite` or `pread`: it gets the bytes still to move and how many moved before, and
/// returns how many it moved, or `-errno`. EINTR and EAGAIN are tried again, at most
/// `Limits.idleTransfersMax` times without progress.
package enum TransferLoop {
    /// Returns the bytes moved (fewer than `count` only when `step` returned 0), or `-errno`.
    package static func run(
        count: Int, retrying retried: [Int32], stalled: Int32, step: (_ done: Int) -> Int
    ) -> Int {
        var done = 0
        var idle = 0
        while done < count {
            let moved = step(done)
            if moved > 0 {
                done &+= moved
                idle = 0
            } else if moved == 0 {
                return done
            } else {
                let error = Int32(truncatingIfNeeded: -moved)
                guard retried.contains(error) else { return moved }
                idle &+= 1
                if idle > Limits.idleTransfersMax { return -Int(stalled) }
            }
        }
        return done
    }
}
