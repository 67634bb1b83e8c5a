import Glibc
import Seams

extension Journal {
    /// The disk work that is due, to be run away from the loop; nil while the last is still out.
    /// Take it when `wantsUpkeep` says so and every `Limits.upkeepEveryMs`.
    public func takeUpkeep() -> PendingUpkeep? {
        guard upkeep == nil, !hasFailed else { return nil }
        wantsUpkeep = false
        var wanted: (name: String, capacity: UInt64)?
        if next == nil {
            prepared += 1
            wanted = (SegmentName.prepared(prepared), nextCapacity)
        }
        let work = PendingUpkeep(
            disk: disk, wanted: wanted, ballast: ballast, least: sizes.least)
        upkeep = work
        return work
    }

    /// Takes finished upkeep back: the next segment may be ready, the mode may change.
    ///
    /// Throws `.disk` when the disk failed otherwise than by being full: leave with exit code 70.
    public func finished(_ work: PendingUpkeep) throws(StorageError) {
        precondition(work === upkeep, "upkeep that was not taken")
        upkeep = nil
        guard let found = work.take() else { return }
        ballast = found.ballast
        if let prepared = found.prepared { next = prepared }
        switch found.error {
        case .full:
            isReadOnly = true
            return
        case .failed("open", _, EMFILE), .failed("open", _, ENFILE), .failed("open", _, ENOMEM):
            // Not the disk's failure, and nothing is at stake yet: the next upkeep tries again.
            return
        case .some(let error):
            hasFailed = true
            throw .disk(error)
        case nil:
            break
        }
        var enough = min(Limits.lowSpaceBytes, found.total / 100 * Limits.lowSpacePercent)
        // Once read only, two segments must be free: the one prepared and as much again.
        if isReadOnly || ballast.isOwed { enough = max(enough, 2 * sizes.least) }
        isReadOnly = ballast.isOwed || found.free < enough
    }
}
