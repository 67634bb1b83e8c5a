import Contracts
import RPC
import Reactor
import Seams

/// Whether a service may act on its copy of Profile's facts just now: it holds a lease, and it has
/// heard of everything that the caller has seen.
///
/// Loop-confined. A lease is a promise of Profile that it answers no lowering, leave or revocation
/// before this service has it or the lease has run out (Gray and Cheriton, "Leases", SOSP 1989);
/// both ends count on their own monotonic clock, this one from before it asked. Nothing here ever
/// fails open: without a lease `confirm` says no.
public final class FactGate {
    /// Called when a lease begins after a time without one: do what waited for it.
    public var onLease: () -> Void = {}
    /// Called with each lease, and with when it was asked for on the monotonic clock: what was done
    /// before that moment was done in time.
    public var onRenewed: (Int64) -> Void = { _ in }

    /// The newest number this service holds, applied if not yet durable.
    private let held: () -> UInt64
    private let loop: Loop
    private let time: TimeSource
    private var leaseUntilUs: Int64 = .min
    /// Until when a first or a lost lease is waited for before calls are told at once.
    private var hopeUntilUs: Int64
    /// When its link was last at work. That this is long ago means that the process was frozen.
    private var workedUs: Int64?
    private var waiting: [Waiting] = []
    private var timer: (id: TimerID, atUs: Int64)?

    private struct Waiting {
        let newest: UInt64
        let untilUs: Int64
        let act: (Bool) -> Void
    }

    /// A gate without a lease.
    public init(loop: Loop, time: TimeSource, held: @escaping () -> UInt64) {
        self.loop = loop
        self.time = time
        self.held = held
        hopeUntilUs = time.monotonicUs() + Limits.confirmWaitUs
    }

    /// The gate of a service that runs without Profile, in rigs that measure it alone: there is never
    /// a lease, and nobody waits for one.
    public static func alone(loop: Loop, time: TimeSource) -> FactGate {
        let gate = FactGate(loop: loop, time: time, held: { 0 })
        gate.hopeUntilUs = .min
        return gate
    }

    /// Whether a lease holds at this very moment.
    public var hasLease: Bool { time.monotonicUs() < leaseUntilUs }

    /// Takes a lease that holds until then and was asked for at `askedUs`, both on the monotonic
    /// clock; asked for now when that is not said.
    public func grant(untilUs: Int64, askedUs: Int64? = nil) {
        let hadLease = hasLease
        leaseUntilUs = untilUs
        hopeUntilUs = untilUs + Limits.confirmWaitUs
        guard hasLease else { return }
        onRenewed(askedUs ?? time.monotonicUs())
        if !hadLease { onLease() }
        heardMore()
    }

    /// The way to Profile is lost: a lease that holds goes on to its end, then nobody waits for
    /// another.
    public func lostProfile() { hopeUntilUs = min(hopeUntilUs, time.monotonicUs()) }

    /// The way to Profile is there again: a lease is on its way.
    public func foundProfile() { hopeUntilUs = time.monotonicUs() + Limits.confirmWaitUs }

    /// The link is at work. After a stop of the process, whose calls came in while it could not hear
    /// of anything, a lease is waited for anew.
    public func linkWorks() { workedUs = time.monotonicUs() }

    /// What `confirm` says at once, or nil where it would wait: spares its closure.
    public func verdict(_ call: CallContext) -> Bool? {
        if isCurrent(call.newestFact) { return true }
        let nowUs = time.monotonicUs()
        if let workedUs, nowUs - workedUs > Limits.frozenUs { foundProfile() }
        guard hasLease || nowUs < hopeUntilUs, waitEnd(call, nowUs) > nowUs,
            waiting.count < Limits.confirmWaitingMax
        else { return false }
        return nil
    }

    /// Calls `act` with true as soon as the service holds a lease and all that the caller has seen;
    /// with false when that does not come in time, and then only what needs no consent may be done.
    public func confirm(_ call: CallContext, _ act: @escaping (Bool) -> Void) {
        if let known = verdict(call) {
            act(known)
            return
        }
        let untilUs = waitEnd(call, time.monotonicUs())
        waiting.append(Waiting(newest: call.newestFact, untilUs: untilUs, act: act))
        setTimer()
    }

    /// Facts were heard: goes on with the calls that waited for them.
    public func heardMore() {
        guard !waiting.isEmpty, hasLease else { return }
        let all = waiting
        waiting = []
        for each in all {
            if isCurrent(each.newest) { each.act(true) } else { waiting.append(each) }
        }
    }

    private func waitEnd(_ call: CallContext, _ nowUs: Int64) -> Int64 {
        min(nowUs + Limits.confirmWaitUs, call.deadlineUs - Limits.confirmSpareUs)
    }

    private func isCurrent(_ newest: UInt64) -> Bool { hasLease && held() >= newest }

    private func setTimer() {
        guard let firstUs = waiting.map(\.untilUs).min() else { return }
        if let timer {
            guard firstUs < timer.atUs else { return }
            loop.cancel(timer.id)
        }
        timer = (loop.at(us: firstUs) { [weak self] in self?.giveUp() }, firstUs)
    }

    private func giveUp() {
        timer = nil
        let nowUs = time.monotonicUs()
        let all = waiting
        waiting = []
        for each in all {
            if each.untilUs <= nowUs {
                each.act(isCurrent(each.newest))
            } else {
                waiting.append(each)
            }
        }
        setTimer()
    }
}
