import Contracts
import RPC
import Reactor
import Seams

/// A service's way to Profile: hears its facts, tells how far it has come once that is durable, and
/// keeps the lease.
///
/// Loop-confined. The stream and the renewals travel on one connection that dials again by itself;
/// after every break the stream goes on from the newest number held, and a fact heard twice changes
/// nothing.
public final class FactLink {
    private let channel: ChannelCore
    private let loop: Loop
    private let time: TimeSource
    private let log: Log
    private let gate: FactGate
    private let journal: ReplyGate
    private let held: () -> FactMark
    private let hear: (Fact) throws(RPCError) -> Void
    /// Facts heard and the journal's position behind each and its consequences.
    private var unsynced: [(mark: FactMark, position: UInt64)] = []
    private var durable: FactMark
    private var told: UInt64 = 0
    private var isRenewing = false
    private var hasBeenRefused = false
    private var stream: CallID?
    /// A lease that holds only from the newest fact on that Profile had when it gave it.
    private var pending: (newest: UInt64, untilUs: Int64, askedUs: Int64)?

    /// A link that hands each fact to `hear`, which records it with its consequences, or throws when
    /// the disk takes nothing just now. `held` is up to where facts are recorded; at the start all of
    /// it is durable.
    public init(
        channel: ChannelCore, time: TimeSource, log: Log, gate: FactGate, journal: ReplyGate,
        held: @escaping () -> FactMark, hear: @escaping (Fact) throws(RPCError) -> Void
    ) {
        self.channel = channel
        loop = channel.loop
        self.time = time
        self.log = log
        self.gate = gate
        self.journal = journal
        self.held = held
        self.hear = hear
        durable = held()
    }

    /// Connects and stays connected.
    public func start() {
        channel.staysConnected = true
        channel.onState = { [weak self] state in self?.changed(state) }
        channel.connect()
        follow()
        renewRegularly()
        loop.atTurnEnd { [weak self] in self?.turnEnded() }
    }

    private func changed(_ state: ChannelCore.State) {
        switch state {
        case .ready:
            gate.foundProfile()
            renew()
        case .backingOff, .closed: gate.lostProfile()
        default: break
        }
    }

    private func follow() {
        stream = channel.stream(
            Facts.follow, FollowFacts(after: held()),
            onItem: { [weak self] fact in self?.heard(fact) },
            onEnd: { [weak self] error in
                self?.noteRefusal(error)
                self?.followAgain()
            })
    }

    private func followAgain() {
        stream = nil
        loop.after(us: Limits.followAgainUs) { [weak self] in
            guard let self, stream == nil else { return }
            follow()
        }
    }

    private func heard(_ fact: Fact) {
        guard fact.number > held().number else { return }
        do throws(RPCError) {
            try hear(fact)
        } catch {
            // The disk takes nothing now. What was not recorded is asked for again.
            if let stream { channel.cancel(stream) }
            followAgain()
            return
        }
        unsynced.append((fact.mark, journal.decided()))
        grantPending()
        gate.heardMore()
    }

    private func turnEnded() {
        let synced = journal.synced()
        while let first = unsynced.first, first.position <= synced {
            if first.mark.number > durable.number { durable = first.mark }
            unsynced.removeFirst()
        }
        if durable.number > told { renew() }
    }

    private func renewRegularly() {
        gate.linkWorks()
        renew()
        loop.after(us: Limits.renewEveryUs) { [weak self] in self?.renewRegularly() }
    }

    private func renew() {
        guard !isRenewing, channel.state == .ready else { return }
        isRenewing = true
        told = durable.number
        let request = RenewLease(through: durable)
        // The lease counts from before the request leaves, so that it ends here first.
        let askedUs = time.monotonicUs()
        channel.call(Facts.renew, request, timeoutUs: Limits.renewUs) { [weak self] result in
            guard let self else { return }
            isRenewing = false
            renewed(result, askedUs: askedUs)
            if durable.number > told { renew() }
        }
    }

    /// Takes the lease once everything is heard that Profile may have answered before it gave it. A
    /// follower that was away gets a lease as soon as it asks, because nobody waits for it any more;
    /// what it missed is on its way then.
    private func grantPending() {
        guard let lease = pending, held().number >= lease.newest else { return }
        pending = nil
        gate.grant(untilUs: lease.untilUs, askedUs: lease.askedUs)
    }

    private func renewed(_ result: Result<Lease, RPCError>, askedUs: Int64) {
        switch result {
        case .success(let lease):
            hasBeenRefused = false
            guard lease.leaseMs > 0 else { return }
            let leaseUs = min(lease.leaseMs, Limits.leaseMsMax) * 1000
            pending = (lease.newest, askedUs + leaseUs - Limits.leaseSpareUs, askedUs)
            grantPending()
        case .failure(let error): noteRefusal(error)
        }
    }

    private func noteRefusal(_ error: RPCError?) {
        guard error?.code == .failedPrecondition, !hasBeenRefused else { return }
        hasBeenRefused = true
        log.line(
            "Profile does not know what this service has heard from it: was its folder put back from "
                + "an older copy? Put back every service's folder from that same copy. Until then "
                + "nothing is done that needs consent.")
    }
}
