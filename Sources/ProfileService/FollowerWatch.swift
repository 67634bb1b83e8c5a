import Contracts
import Host
import RPC
import Reactor
import Seams

/// How far each service that acts on the facts has come, until when it may act on what it has, and
/// the replies that wait for it.
///
/// Loop-confined. The server's end of the leases that `FactGate` uses (Gray and Cheriton, "Leases",
/// SOSP 1989). Changed from the paper: while a reply waits, a follower that lacks its fact still
/// gets the rest of the time that the reply would wait at most, and nothing beyond. So no reply
/// waits longer than one lease, and somebody who lowers something all day takes nobody's lease.
package final class FollowerWatch {
    /// The services that need a lease, by the names they say hello with.
    package static let services = ["prompt", "reminder"]

    /// What the watch needs of the streams.
    package struct Streams {
        /// Whether every gateway has been sent all up to a number.
        package let gatewaysHave: (UInt64) -> Bool
        /// Fences a service off at every gateway; whether all have been told.
        package let fence: (String) -> Bool
        /// The service has a lease again.
        package let lift: (String) -> Void

        /// All three.
        package init(
            gatewaysHave: @escaping (UInt64) -> Bool, fence: @escaping (String) -> Bool,
            lift: @escaping (String) -> Void
        ) {
            self.gatewaysHave = gatewaysHave
            self.fence = fence
            self.lift = lift
        }
    }

    private struct Follower {
        var through: UInt64 = 0
        var leaseUntilUs: Int64
    }

    private struct Waiting {
        let id: Int
        let number: UInt64
        let act: () -> Void
    }

    private let loop: Loop
    private let time: TimeSource
    private let streams: Streams
    private var followers: [String: Follower] = [:]
    private var waiting: [Waiting] = []
    private var nextID = 0
    private var timer: TimerID?
    /// Numbers that replies began to wait for within the last lease, rising.
    private var lately: [(number: UInt64, sinceUs: Int64)] = []
    /// Somebody may have been told of all up to here: whoever has less gets no lease.
    private var owed: UInt64

    /// A watch of a Profile that has just started with facts up to `newest`: a lease given before
    /// may still run, and any of them may have been told of.
    package init(loop: Loop, time: TimeSource, newest: UInt64, streams: Streams) {
        self.loop = loop
        self.time = time
        self.streams = streams
        owed = newest
        let untilUs = time.monotonicUs() + FollowerWatch.leaseUs
        for service in FollowerWatch.services {
            followers[service] = Follower(leaseUntilUs: untilUs)
        }
    }

    private static var leaseUs: Int64 { FactGate.leaseMs * 1000 }

    /// Calls `act` as soon as every service has a fact or no lease any more, and every gateway knows.
    /// Nil when that was at once; else what `forget` takes.
    package func wait(for number: UInt64, _ act: @escaping () -> Void) -> Int? {
        note(number)
        nextID += 1
        let id = nextID
        waiting.append(Waiting(id: id, number: number, act: act))
        check()
        return waiting.last?.id == id ? id : nil
    }

    /// Nobody waits for this any more.
    package func forget(_ id: Int) {
        waiting.removeAll { $0.id == id }
        setTimer()
    }

    /// A service has all up to `through`, durable with all that follows from it. Gives it a lease in
    /// milliseconds, 0 for none; nil when no such service needs one.
    package func renew(_ service: String, through: UInt64) -> Int64? {
        guard var follower = followers[service] else { return nil }
        let nowUs = time.monotonicUs()
        let leaseMs = leaseUs(through, nowUs) / 1000
        follower.through = through
        if leaseMs > 0 {
            follower.leaseUntilUs = max(follower.leaseUntilUs, nowUs + leaseMs * 1000)
            streams.lift(service)
        }
        followers[service] = follower
        check()
        return leaseMs
    }

    /// Looks whether something need not wait any longer.
    package func check() {
        guard !waiting.isEmpty else { return }
        let nowUs = time.monotonicUs()
        var ready: [Waiting] = []
        var still: [Waiting] = []
        for each in waiting {
            if isSettled(each.number, nowUs) { ready.append(each) } else { still.append(each) }
        }
        waiting = still
        setTimer()
        for each in ready {
            owed = max(owed, each.number)
            each.act()
        }
    }

    /// Whether a reply about this number may go out, after having told the gateways to drop what
    /// comes from services that do not have it.
    private func isSettled(_ number: UInt64, _ nowUs: Int64) -> Bool {
        let behind = followers.filter { $0.value.through < number }
        guard behind.values.allSatisfy({ $0.leaseUntilUs <= nowUs }) else { return false }
        var isTold = true
        for service in behind.keys.sorted() where !streams.fence(service) { isTold = false }
        return isTold && streams.gatewaysHave(number)
    }

    /// Remembers when the first reply began to wait for a number.
    private func note(_ number: UInt64) {
        let nowUs = time.monotonicUs()
        forgetEarly(nowUs)
        guard number > max(owed, lately.last?.number ?? 0) else { return }
        lately.append((number, nowUs))
    }

    private func forgetEarly(_ nowUs: Int64) {
        let early = lately.prefix { $0.sinceUs + FollowerWatch.leaseUs <= nowUs }
        let count = max(early.count, lately.count - Limits.latelyLoweredMax)
        guard count > 0 else { return }
        owed = max(owed, lately[count - 1].number)
        lately.removeFirst(count)
    }

    /// How long a service that has all up to `through` may act on it.
    private func leaseUs(_ through: UInt64, _ nowUs: Int64) -> Int64 {
        forgetEarly(nowUs)
        guard through >= owed else { return 0 }
        var low = 0
        var high = lately.count
        while low < high {
            let middle = (low + high) / 2
            if lately[middle].number <= through { low = middle + 1 } else { high = middle }
        }
        guard low < lately.count else { return FollowerWatch.leaseUs }
        return lately[low].sinceUs + FollowerWatch.leaseUs - nowUs
    }

    private func setTimer() {
        if let timer { loop.cancel(timer) }
        timer = nil
        guard let most = waiting.map(\.number).max() else { return }
        let nowUs = time.monotonicUs()
        let ends = followers.values.filter { $0.through < most && $0.leaseUntilUs > nowUs }
        guard let firstUs = ends.map(\.leaseUntilUs).min() else { return }
        timer = loop.at(us: firstUs) { [weak self] in
            self?.timer = nil
            self?.check()
        }
    }
}
