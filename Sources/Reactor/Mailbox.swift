import Glibc

/// A queue between threads: one pthread mutex, one condition. The only lock in the project that a
/// thread may wait for; `Storage` has two `Mutex` that hand work from one thread to another through
/// a mailbox, and are held by one at a time.
///
/// Unbounded by itself: whoever puts messages in bounds them, by having a fixed number outstanding.
/// (`Synchronization.Mutex` would do, but thread sanitizer does not understand it.)
public final class Mailbox<Message: Sendable>: @unchecked Sendable {
    // Sendable: `waiting` and `isClosed` are touched only while `mutex` is held.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var waiting: [Message] = []
    private var isClosed = false

    /// An empty, open mailbox.
    public init() {
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        condition.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        pthread_cond_destroy(condition)
        mutex.deallocate()
        condition.deallocate()
    }

    /// Adds a message at the end and wakes one waiter; false when the mailbox is closed.
    @discardableResult public func put(_ message: Message) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard !isClosed else { return false }
        waiting.append(message)
        pthread_cond_signal(condition)
        return true
    }

    /// Exchanges what waits, in order, for `emptied`, whose room is used again. Never blocks for
    /// long.
    public func takeAll(into emptied: inout [Message]) {
        emptied.removeAll(keepingCapacity: true)
        pthread_mutex_lock(mutex)
        swap(&waiting, &emptied)
        pthread_mutex_unlock(mutex)
    }

    /// Waits until there is something and takes all of it; false when the mailbox is closed and
    /// empty.
    public func waitForAll(into emptied: inout [Message]) -> Bool {
        emptied.removeAll(keepingCapacity: true)
        pthread_mutex_lock(mutex)
        while waiting.isEmpty && !isClosed { pthread_cond_wait(condition, mutex) }
        swap(&waiting, &emptied)
        pthread_mutex_unlock(mutex)
        return !emptied.isEmpty
    }

    /// Refuses further messages; what waits can still be taken.
    public func close() {
        pthread_mutex_lock(mutex)
        isClosed = true
        pthread_cond_broadcast(condition)
        pthread_mutex_unlock(mutex)
    }
}
