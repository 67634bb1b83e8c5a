import Seams
import Synchronization

/// Work on the disk's space, away from the loop: prepare the next segment, look at what is free,
/// give up or take back the ballast.
///
/// Taken from `Journal.takeUpkeep`, run by any one thread (not the one that writes batches, which
/// it would hold up), handed back to `Journal.finished`.
public final class PendingUpkeep: Sendable {
    /// The file kept aside to be given back when the disk is full.
    struct Ballast {
        static let name = "ballast"

        var bytes: UInt64
        /// Whether the file is there.
        var isHeld: Bool
        /// Whether it was given up and not taken back yet.
        var isOwed = false
    }

    struct Outcome {
        var prepared: PreparedSegment?
        var free: UInt64 = 0
        var total: UInt64 = 0
        var ballast: Ballast
        var error: DiskError?
    }

    private let disk: any Disk
    private let wanted: (name: String, capacity: UInt64)?
    private let ballast: Ballast
    private let least: UInt64
    private let outcome: Mutex<Outcome?>

    init(
        disk: any Disk, wanted: (name: String, capacity: UInt64)?, ballast: Ballast,
        least: UInt64
    ) {
        self.disk = disk
        self.wanted = wanted
        self.ballast = ballast
        self.least = least
        outcome = Mutex(nil)
    }

    /// Does the work. Blocks for as long as the disk does; call it once.
    public func run() {
        var result = Outcome(ballast: ballast)
        do throws(DiskError) {
            if let wanted {
                result.prepared = try prepare(wanted.name, wanted.capacity, &result.ballast)
            }
            (result.free, result.total) = try disk.space()
            try takeBallast(&result.ballast, free: result.free)
        } catch {
            result.error = error
        }
        outcome.withLock { $0 = result }
    }

    /// What `run` found, once.
    func take() -> Outcome? {
        outcome.withLock { outcome in
            defer { outcome = nil }
            return outcome
        }
    }

    /// Prepares the segment; where the disk is full, the smallest one, and for that the ballast is
    /// given up.
    private func prepare(_ name: String, _ capacity: UInt64, _ ballast: inout Ballast)
        throws(DiskError) -> PreparedSegment
    {
        do {
            return try PreparedSegment.make(on: disk, name: name, capacity: capacity)
        } catch {
            guard case .full = error else { throw error }
            if capacity > least { return try prepare(name, least, &ballast) }
            guard ballast.isHeld else { throw error }
            try disk.remove(Ballast.name)
            ballast.isHeld = false
            ballast.isOwed = true
            return try PreparedSegment.make(on: disk, name: name, capacity: capacity)
        }
    }

    /// Takes the ballast where there is plenty of room, or takes it back where there is enough.
    private func takeBallast(_ ballast: inout Ballast, free: UInt64) throws(DiskError) {
        let room =
            ballast.isOwed
            ? free >= ballast.bytes + 2 * least : free / Limits.ballastRoomFactor >= ballast.bytes
        guard ballast.bytes > 0, !ballast.isHeld, room else { return }
        do {
            try disk.open(Ballast.name, create: true).allocate(ballast.bytes)
            ballast.isHeld = true
            ballast.isOwed = false
        } catch {
            guard case .full = error else { throw error }
            try? disk.remove(Ballast.name)
        }
    }
}
