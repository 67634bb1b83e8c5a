import Glibc
import Synchronization

extension Loop {
    /// Runs a job of an actor or a task on the loop in its next turn. From any thread.
    public func enqueue(_ job: consuming ExecutorJob) {
        put(.job(UnownedJob(job)))
    }

    /// Traps when called on another thread than the loop's.
    public func checkIsolated() {
        precondition(isOnLoop, "called off the loop's thread")
    }

    /// Whether the caller is on the loop's thread.
    public func isIsolatingCurrentContext() -> Bool? { isOnLoop }

    /// Whether the calling thread is the one that runs the loop.
    public var isOnLoop: Bool { owner.load(ordering: .relaxed) == UInt(pthread_self()) }

    func put(_ posted: Posted) {
        if isOnLoop {
            localJobs.append(posted)
            return
        }
        mailbox.put(posted)
        hasMail.store(true, ordering: .sequentiallyConsistent)
        if isAsleep.load(ordering: .sequentiallyConsistent) { wakeUp() }
    }

    func wakeUp() {
        var one: UInt64 = 1
        while write(wakeFile, &one, 8) < 0 && errno == EINTR {}
    }

    func run(_ posted: Posted) {
        switch posted {
        case .work(let work): work()
        case .job(let job):
            job.runSynchronously(
                isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
        }
    }
}
