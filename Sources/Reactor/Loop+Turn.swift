import CLinux
import Glibc
import Seams
import Synchronization

extension Loop {
    /// Makes one turn: waits for at most `waitUs` microseconds (for ever when nil, not beyond the
    /// next timer, and not at all while there is work), then does what there is to do.
    public func turn(waitUs: Int64? = nil) {
        owner.store(UInt(pthread_self()), ordering: .relaxed)
        let ready = wait(upToUs: waitUs)
        inTurn = true
        nowUs = time.monotonicUs()
        counters.turns &+= 1
        var worked = ready > 0 || !dirty.isEmpty || !readyToRead.isEmpty
        swap(&reading, &readyToRead)
        for index in 0..<ready { dispatch(events[index].data.u64, events[index].events) }
        for connection in reading { connection.readAgain() }
        reading.removeAll(keepingCapacity: true)
        if runPosted() { worked = true }
        if fireTimers() { worked = true }
        if worked { for hook in hooks { hook() } }
        finishConnections()
        inTurn = false
    }

    /// Sends for every dirty connection and tears down the closed ones. What becomes dirty
    /// meanwhile waits for the next turn, so that the hooks come first.
    func finishConnections() {
        swap(&flushing, &dirty)
        for connection in flushing { connection.finishTurn() }
        flushing.removeAll(keepingCapacity: true)
    }

    private func wait(upToUs waitUs: Int64?) -> Int {
        var timeoutUs = waitUs
        let beforeUs = time.monotonicUs()
        if counters.turns > 0 {
            counters.longestTurnUs = max(counters.longestTurnUs, beforeUs &- nowUs)
        }
        if let next = timers.nextUs {
            let left = max(next &- beforeUs, 0)
            timeoutUs = min(timeoutUs ?? left, left)
        }
        if !dirty.isEmpty || !readyToRead.isEmpty || !localJobs.isEmpty { timeoutUs = 0 }
        if timeoutUs != 0 {
            // A poster puts, sets `hasMail`, then looks at `isAsleep`; we do the reverse.
            isAsleep.store(true, ordering: .sequentiallyConsistent)
            if hasMail.load(ordering: .sequentiallyConsistent)
                || isStopped.load(ordering: .sequentiallyConsistent)
            {
                timeoutUs = 0
            }
        }
        let ready = kernel.wait(epoll, events, timeoutUs: timeoutUs)
        isAsleep.store(false, ordering: .relaxed)
        return max(ready, 0)
    }

    private func dispatch(_ key: UInt64, _ mask: UInt32) {
        switch sources[key] {
        case .connection(let connection): connection.ready(mask)
        case .writeEnd(let connection): connection.writeEndReady()
        case .listener(let listener): listener.acceptReady()
        case .child(let child): child.reap()
        case .signals: readSignals()
        case .wake, nil: break
        }
    }

    private func runPosted() -> Bool {
        if hasMail.load(ordering: .relaxed),
            hasMail.exchange(false, ordering: .sequentiallyConsistent)
        {
            mailbox.takeAll(into: &mailed)
            localJobs.append(contentsOf: mailed)
            mailed.removeAll(keepingCapacity: true)
        }
        guard !localJobs.isEmpty else { return false }
        swap(&runningJobs, &localJobs)
        let count = min(runningJobs.count, limits.jobsPerTurn)
        for index in 0..<count { run(runningJobs[index]) }
        if count < runningJobs.count {
            localJobs.insert(contentsOf: runningJobs[count...], at: 0)
        }
        runningJobs.removeAll(keepingCapacity: true)
        return true
    }

    private func fireTimers() -> Bool {
        // A timer set by a timer waits for the next turn, or a chain of them would never end.
        let limit = timers.order
        var fired = false
        while let fire = timers.popDue(nowUs: nowUs, before: limit) {
            fired = true
            fire()
        }
        return fired
    }
}
