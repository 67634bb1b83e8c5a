import CLinux
import Glibc
import Synchronization

/// One thread for work that blocks, such as a file sync; results come back on the loop in order.
///
/// Loop-confined. Its queue has no bound of its own: the submitter keeps a fixed number of pieces
/// outstanding, and can see `pendingCount`.
public final class Worker {
    private let loop: Loop
    private let inbox = Mailbox<@Sendable () -> Void>()
    private let completions = Completions()
    private var thread = pthread_t()
    private var isStopped = false

    /// The completions of submitted work, oldest first, and who counts them down. Never leaves the
    /// loop's thread, although the thread hands the reference through.
    private final class Completions: @unchecked Sendable {
        // Sendable: only the loop's thread reads or writes it; the worker's thread merely carries
        // the reference inside the work that it posts back, and what a completion holds is
        // therefore released on the loop.
        var waiting: [() -> Void] = []
        var next = 0

        func runOldest() {
            guard next < waiting.count else { return }
            let completion = waiting[next]
            waiting[next] = {}
            next += 1
            if next == waiting.count {
                waiting.removeAll(keepingCapacity: true)
                next = 0
            }
            completion()
        }
    }

    /// What one piece of work returned, on its way to the loop.
    private final class Outcome<Value: Sendable>: @unchecked Sendable {
        // Sendable: written by the worker's thread before it posts, read by the loop after, and
        // the mailbox between them orders the two.
        var value: Value?
    }

    /// Starts the thread, with every signal blocked.
    public init(loop: Loop) throws(ReactorError) {
        self.loop = loop
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let start = Unmanaged.passRetained(inbox)
        let code = pthread_create(&thread, nil, workerMain, start.toOpaque())
        guard code == 0 else {
            start.release()
            throw .failed(operation: "pthread_create", errno: code)
        }
    }

    deinit {
        guard !isStopped else { return }
        inbox.close()
        pthread_detach(thread)
    }

    /// Pieces of work submitted whose completion has not run.
    public var pendingCount: Int { completions.waiting.count - completions.next }

    /// Runs `work` on the thread after all that was submitted before, then `completion` with its
    /// result on the loop. What `completion` captures never leaves the loop.
    public func submit<Value: Sendable>(
        _ work: @escaping @Sendable () -> Value, then completion: @escaping (Value) -> Void
    ) {
        precondition(!isStopped, "work after the worker was stopped")
        let outcome = Outcome<Value>()
        completions.waiting.append {
            if let value = outcome.value { completion(value) }
        }
        inbox.put { [loop, completions] in
            outcome.value = work()
            loop.post { completions.runOldest() }
        }
    }

    /// Finishes what was submitted and ends the thread; blocks until then. Completions still run
    /// in the loop's next turns. A worker that is released instead leaves its thread to finish by
    /// itself, which is right when the work may hang.
    public func stop() {
        guard !isStopped else { return }
        isStopped = true
        inbox.close()
        pthread_join(thread, nil)
    }
}

private func workerMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let inbox = Unmanaged<Mailbox<@Sendable () -> Void>>.fromOpaque(argument).takeRetainedValue()
    var batch: [@Sendable () -> Void] = []
    while inbox.waitForAll(into: &batch) {
        for work in batch { work() }
    }
    return nil
}
