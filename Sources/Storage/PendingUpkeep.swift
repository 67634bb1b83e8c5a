import Seams
import Synchronization

/// Work on the disk's space, away from the loop: prepare the next segment, look at what is free,
/// give up or take back the ballast.
///
/// Taken from `Journal.takeUpkeep`, run by any one thread (not the one that writes batches, which
/// it would hold up), handed back to `Journal.finished`.
public final class PendingUpkeep: Sendable {
    struct Outcome {
        var prepared: PreparedSegment?
        var free: UInt64 = 0
        var total: UInt64 = 0
        var ballast: Bool
        var error: DiskError?
    }

    private let disk: any Disk
    private let wanted: (name: String, capacity: UInt64)?
    private let ballastBytes: UInt64
    private let hadBallast: Bool
    private let outcome: Mutex<Outcome?>

    init(disk: any Disk, wanted: (name: String, capacity: UInt64)?, ballast: UInt64, has: Bool) {
        self.disk = disk
        self.wanted = wanted
        ballastBytes = ballast
        hadBallast = has
        outcome = Mutex(nil)
    }

    /// Does the work. Blocks for as long as the disk does; call it once.
    public func run() {
        var result = Outcome(ballast: hadBallast)
        do throws(DiskError) {
            if let wanted {
                result.prepared = try prepare(wanted.name, wanted.capacity, &result.ballast)
            }
            (result.free, result.total) = try disk.space()
            if !result.ballast { result.ballast = try takeBallast(free: result.free) }
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

    /// Prepares the segment; where the disk is full, gives up the ballast once and tries again.
    private func prepare(_ name: String, _ capacity: UInt64, _ ballast: inout Bool)
        throws(DiskError) -> PreparedSegment
    {
        do {
            return try PreparedSegment.make(on: disk, name: name, capacity: capacity)
        } catch {
            guard case .full = error, ballast else { throw error }
            try disk.remove(Ballast.name)
            ballast = false
            return try PreparedSegment.make(on: disk, name: name, capacity: capacity)
        }
    }

    private func takeBallast(free: UInt64) throws(DiskError) -> Bool {
        guard ballastBytes > 0, free / Limits.ballastRoomFactor >= ballastBytes else {
            return false
        }
        do {
            try disk.open(Ballast.name, create: true).allocate(ballastBytes)
            return true
        } catch {
            guard case .full = error else { throw error }
            try disk.remove(Ballast.name)
            return false
        }
    }
}

/// The file kept aside to be given back when the disk is full.
enum Ballast {
    static let name = "ballast"
}
