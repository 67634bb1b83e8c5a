import CLinux
import Glibc
import Seams
import Synchronization

/// One thread's event loop, which is also an executor for actors and, as a preference, for tasks.
///
/// Loop-confined: every member except `post`, `stop` and `enqueue` is called on the thread that
/// runs the loop, or before it runs. A turn is: wait, events, posted work and jobs, timers, hooks,
/// one send for each connection with something to say.
public final class Loop: SerialExecutor, TaskExecutor, @unchecked Sendable {
    // Sendable: other threads reach only `mailbox` and the atomics, through `post`, `stop` and
    // `enqueue`; everything else is confined to the loop's thread, and `checkIsolated` traps
    // elsewhere.

    /// The bounds this loop was made with.
    public let limits: Limits

    /// The monotonic time in microseconds, read once a turn.
    public internal(set) var nowUs: Int64

    /// What the loop has counted since it was made.
    public internal(set) var counters = LoopCounters()

    let time: TimeSource
    let epoll: Int32
    let wakeFile: Int32
    var kernel = Kernel()
    var sources = SourceTable()
    var timers = TimerHeap()
    var hooks: [() -> Void] = []
    var inTurn = false
    var isShutDown = false

    let events: UnsafeMutableBufferPointer<epoll_event>
    let readBuffer: UnsafeMutableRawBufferPointer

    /// Connections with bytes to send or to be torn down at the end of this turn.
    var dirty: ContiguousArray<Connection> = []
    var flushing: ContiguousArray<Connection> = []
    /// Connections with more to read than their share of a turn, or resumed.
    var readyToRead: ContiguousArray<Connection> = []
    var reading: ContiguousArray<Connection> = []

    var localJobs: [Posted] = []
    var runningJobs: [Posted] = []
    var mailed: [Posted] = []
    let mailbox = Mailbox<Posted>()
    let hasMail = Atomic<Bool>(false)
    let isAsleep = Atomic<Bool>(false)
    let isStopped = Atomic<Bool>(false)
    let owner: Atomic<UInt>

    /// Accepted connections open, and by peer.
    var acceptedCount = 0
    var acceptedByPeer: [PeerKey: Int] = [:]
    var signalFile: Int32 = -1
    var onSignal: ((Int32) -> Void)?

    enum Posted: Sendable {
        case work(@Sendable () -> Void)
        case job(UnownedJob)
    }

    /// A loop on `time`'s monotonic clock, owned by the calling thread until another makes the first
    /// turn; in between, the calling thread leaves it alone. Throws when the process has no descriptors left.
    public init(time: TimeSource, limits: Limits = Limits()) throws(ReactorError) {
        self.time = time
        self.limits = limits
        nowUs = time.monotonicUs()
        owner = Atomic(UInt(pthread_self()))
        let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw .failed(operation: "epoll_create1", errno: errno) }
        let wake = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard wake >= 0 else {
            let code = errno
            close(epoll)
            throw .failed(operation: "eventfd", errno: code)
        }
        self.epoll = epoll
        wakeFile = wake
        events = .allocate(capacity: 256)
        events.initialize(repeating: epoll_event())
        readBuffer = .allocate(byteCount: max(limits.readBufferBytes, 16 << 10), alignment: 4096)
        // Edge-triggered and never read: every write is a new edge, and the counter would need
        // centuries to fill.
        let key = sources.insert(.wake)
        let added = kernel.control(epoll, EPOLL_CTL_ADD, wake, Poll.input | Poll.edge, key)
        guard added >= 0 else { throw .failed(operation: "epoll_ctl", errno: added.errnoCode) }
    }

    deinit {
        if signalFile >= 0 { close(signalFile) }
        close(wakeFile)
        close(epoll)
        events.deallocate()
        readBuffer.deallocate()
    }

    /// Runs turns on this thread until `stop`.
    public func run() {
        while !isStopped.load(ordering: .acquiring) { turn() }
    }

    /// Makes `run` return after the turn under way, from any thread. Nothing is closed: see
    /// `shutDown`.
    public func stop() {
        isStopped.store(true, ordering: .releasing)
        wakeUp()
    }

    /// Closes every listener and connection at once and forgets timers and hooks. Call it when
    /// `run` has returned; handlers hear `.loopStopped`, attempts to connect fail.
    public func shutDown() {
        isShutDown = true
        for source in sources.all {
            switch source {
            case .listener(let listener): listener.close()
            case .connection(let connection): connection.end(.loopStopped)
            case .child(let child): child.forget()
            case .writeEnd, .wake, .signals: break
            }
        }
        finishConnections()
        for source in sources.all {
            if case .connection(let connection) = source { connection.endLingering() }
        }
        // What they hold may still cancel a timer or post when it goes, so it goes at the end.
        let left = (timers.removeAll(), hooks, localJobs)
        hooks = []
        localJobs = []
        withExtendedLifetime(left) {}
    }

    /// Runs `hook` at the end of every turn that did something, before bytes leave, in order of
    /// registration. What it makes ready leaves in the same turn.
    public func atTurnEnd(_ hook: @escaping () -> Void) {
        hooks.append(hook)
    }

    /// Runs `fire` once, `us` microseconds from now, in the order of deadlines.
    @discardableResult
    public func after(us: Int64, _ fire: @escaping () -> Void) -> TimerID {
        refreshTime()
        let (deadline, overflow) = nowUs.addingReportingOverflow(max(us, 0))
        return timers.insert(atUs: overflow ? Int64.max : deadline, fire)
    }

    /// Runs `fire` once when the monotonic clock has reached `atUs`.
    @discardableResult
    public func at(us atUs: Int64, _ fire: @escaping () -> Void) -> TimerID {
        refreshTime()
        return timers.insert(atUs: max(atUs, nowUs), fire)
    }

    /// Removes a timer and frees what it held; false when it has fired or was cancelled before.
    @discardableResult
    public func cancel(_ timer: TimerID) -> Bool {
        timers.cancel(timer) != nil
    }

    /// Timers waiting.
    public var timerCount: Int { timers.count }

    /// Runs `work` on the loop in its next turn, from any thread, in order of posting.
    ///
    /// The queue has no bound of its own: a poster must have a fixed number of posts outstanding,
    /// as `Worker` has one for each piece of work it was given.
    public func post(_ work: @escaping @Sendable () -> Void) {
        put(.work(work))
    }

    /// Makes system calls fail as `faults` says; for tests.
    public func inject(_ faults: ((SystemCall) -> SystemCallFault?)?) {
        kernel.faults = faults
    }

    /// Outside a turn the time of the last one may be long ago.
    func refreshTime() {
        if !inTurn { nowUs = time.monotonicUs() }
    }
}

/// What a loop has counted, for health and for the operator.
public struct LoopCounters: Sendable {
    /// Turns made.
    public var turns: UInt64 = 0
    /// Connections accepted and handed to a handler.
    public var accepted: UInt64 = 0
    /// Connections closed at once because a cap was reached.
    public var refusedByCap: UInt64 = 0
    /// Times a listener paused because descriptors or memory ran out.
    public var acceptPauses: UInt64 = 0
    /// Connections closed because the peer took nothing.
    public var stalled: UInt64 = 0
    /// Longest time from the start of a turn's work to the next wait, in microseconds.
    public var longestTurnUs: Int64 = 0
}

/// The event bits of epoll.
enum Poll {
    static let input = EPOLLIN.rawValue
    static let output = EPOLLOUT.rawValue
    static let peerFinished = EPOLLRDHUP.rawValue
    static let hangUp = EPOLLHUP.rawValue
    static let error = EPOLLERR.rawValue
    static let edge = EPOLLET.rawValue
}
