import Reactor
import Seams
import Storage

/// Makes what was decided durable, one batch at a time, and says how far it has come.
///
/// Loop-confined. At the end of each turn everything decided in it is one batch; while one is being
/// synced the next gathers (group commit: Gray and Reuter, Transaction Processing, 9.4.7). A thread
/// of its own writes: a sync on the loop would save two thread switches on a quick disk, but a disk
/// that hangs would take deadlines, health and every caller with it.
final class Committer {
    let journal: Journal
    /// Called when more is durable than before.
    var onSynced: () -> Void = {}
    /// Called when the disk failed: nothing unanswered may be answered any more.
    var onFailed: (StorageError) -> Void = { _ in }
    /// Called once the journal ends with a seal, after `seal(then:)`.
    private var onSealed: (() -> Void)?

    private let loop: Loop
    private let time: TimeSource
    private let log: Log
    private let writer: Worker
    private let upkeeper: Worker
    private var syncStartedUs: Int64?
    private var sealTimer: TimerID?
    private var hasFailed = false

    init(journal: Journal, loop: Loop, time: TimeSource, log: Log) throws(ReactorError) {
        self.journal = journal
        self.loop = loop
        self.time = time
        self.log = log
        writer = try Worker(loop: loop)
        upkeeper = try Worker(loop: loop)
        loop.atTurnEnd { [unowned self] in self.turnEnded() }
        upkeep()
    }

    /// Whether the sync under way takes so long that nothing should be promised.
    var isStuck: Bool {
        guard let started = syncStartedUs else { return false }
        return loop.nowUs - started > Limits.stuckSyncUs
    }

    /// Seals the journal, so that the next start finds a clean stop, then calls `done`.
    func seal(then done: @escaping () -> Void) {
        onSealed = done
        turnEnded()
    }

    private func turnEnded() {
        guard !hasFailed, syncStartedUs == nil else { return }
        if let batch = journal.takeBatch(wallMs: time.wallMs()) {
            if let timer = sealTimer { loop.cancel(timer) }
            sealTimer = nil
            write(batch)
        } else if onSealed != nil {
            if let seal = journal.takeSeal(wallMs: time.wallMs(), cleanStop: true) {
                write(seal)
            } else if !journal.isBusy {
                finishSeal()
            }
        } else if journal.wantsSeal && sealTimer == nil {
            sealTimer = loop.after(us: Limits.sealAfterUs) { [unowned self] in self.sealIdle() }
        }
        if journal.wantsUpkeep { startUpkeep() }
    }

    private func sealIdle() {
        sealTimer = nil
        guard !hasFailed, syncStartedUs == nil,
            let seal = journal.takeSeal(wallMs: time.wallMs(), cleanStop: false)
        else { return }
        write(seal)
    }

    private func write(_ batch: PendingBatch) {
        let started = time.monotonicUs()
        syncStartedUs = started
        writer.submit({ batch.write() }) { [unowned self] in
            self.written(batch, started: started)
            self.turnEnded()
        }
    }

    private func written(_ batch: PendingBatch, started: Int64) {
        syncStartedUs = nil
        let tookUs = time.monotonicUs() - started
        if tookUs > Limits.slowSyncUs {
            log.line("a sync took \(tookUs / 1000) ms; is the disk overloaded?")
        }
        do {
            try journal.finished(batch)
        } catch {
            fail(error)
            return
        }
        onSynced()
    }

    private func finishSeal() {
        let done = onSealed
        onSealed = nil
        done?()
    }

    private func fail(_ error: StorageError) {
        hasFailed = true
        onFailed(error)
    }

    private func upkeep() {
        startUpkeep()
        loop.after(us: Storage.Limits.upkeepEveryMs * 1000) { [unowned self] in self.upkeep() }
    }

    private func startUpkeep() {
        guard !hasFailed, let work = journal.takeUpkeep() else { return }
        upkeeper.submit({ work.run() }) { [unowned self] in
            let wasReadOnly = self.journal.isReadOnly
            do throws(StorageError) {
                try self.journal.finished(work)
            } catch {
                self.fail(error)
                return
            }
            if self.journal.isReadOnly != wasReadOnly {
                self.log.line(
                    wasReadOnly
                        ? "the disk has room again: writing goes on"
                        : "the disk is nearly full: reading goes on, writing is refused")
            }
        }
    }
}
