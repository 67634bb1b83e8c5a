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
            disk: disk, wanted: wanted, ballast: sizes.ballast, has: hasBallast)
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
        hasBallast = found.ballast
        if let prepared = found.prepared { next = prepared }
        if let error = found.error {
            guard case .full = error else {
                hasFailed = true
                throw .disk(error)
            }
            // A smaller segment may still fit.
            nextCapacity = sizes.least
            isReadOnly = true
            return
        }
        let low = min(
            Limits.lowSpaceBytes, found.total / 100 * Limits.lowSpacePercent)
        if isReadOnly {
            // Two segments free: the one prepared and as much again.
            isReadOnly = found.free < max(low, 2 * sizes.least)
        } else {
            isReadOnly = found.free < low
        }
    }
}
