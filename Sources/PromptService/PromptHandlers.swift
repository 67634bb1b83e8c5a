import Catalogue
import Codec
import Contracts
import Host
import RPC
import Reactor
import Seams
import Storage

/// The Prompt service: answers its methods, hears Profile's facts, and does what becomes due.
///
/// Loop-confined. The decisions are made elsewhere, on plain values (`Decide`, `Consequences`,
/// `Chooser`); here are only the effects: recording events, ids, one timer. Whatever comes due comes
/// by the clock, never because somebody looked.
public final class PromptHandlers {
    let host: Host<PromptState>
    let gate: FactGate
    private let catalogue: Catalogue
    private let firstSeed: UInt64
    private var due = DueQueue()
    /// Ties whose day began while no lease held.
    private var waitingTicks: [UInt64] = []
    /// Ties in which something may be held though it is welcome.
    private var waitingShares: Set<UInt64>
    /// When reveals of this process were made, on the monotonic clock; those of one before it count
    /// from its start.
    private var revealedUs: [UInt64: Int64] = [:]
    private let startedUs: Int64
    private var isWorkSet = false
    private let alarm: WallAlarm
    /// Whether the disk takes nothing just now, and a timer will try again.
    private var isBlocked = false

    /// The service on a recovered host; it answers calls as soon as the host's server does. `seed` is
    /// what choices depend on, kept at the first start and ignored later.
    public init(host: Host<PromptState>, gate: FactGate, catalogue: Catalogue, seed: UInt64) {
        self.host = host
        alarm = WallAlarm(loop: host.loop)
        self.gate = gate
        self.catalogue = catalogue
        firstSeed = seed
        startedUs = host.time.monotonicUs()
        waitingShares = Set(
            host.state.ties.lazy.filter { !$0.value.unreadShares.isEmpty }.map(\.key))
        for question in host.state.questions.values where question.state == .open {
            due.add(.expiry, question.id, atMs: question.expiresAtMs)
        }
        for tie in host.state.facts.ties.keys { addTick(tie) }
        answerLooks()
        answerWrites()
        host.onClockMoved = { [unowned self] in
            while self.work() {}
            self.setAlarm()
        }
        gate.onLease = { [unowned self] in self.workNow() }
        gate.onRenewed = { [unowned self] in self.settle(askedUs: $0) }
        setWork()
    }

    /// Records a fact with all that follows from it, in one batch. Throws when the disk takes nothing
    /// now: then nothing was heard.
    public func hear(_ fact: Fact) throws(RPCError) {
        let count = fact.tie.map { at(host.nowMs).countMax(ofTie: $0.tieID) } ?? 0
        let isNew = fact.tie.map { host.state.facts.ties[$0.tieID] == nil } ?? false
        let heard = FactHeard<PromptState>(fact)
        try host.requireRoom(
            records: 1 + count, bytes: heard.encodedSize + count * Limits.bytesPerConsequence,
            urgency: .essential)
        host.record(heard)
        if let tie = fact.tie {
            record(at(host.nowMs).ofTie(tie.tieID, isConfirmed: gate.hasLease))
            waitingShares.insert(tie.tieID)
            if isNew { addTick(tie.tieID) }
        }
        workNow()
    }

    /// What a person's request is decided with.
    func decide(_ person: UInt64, isConfirmed: Bool) -> Decide {
        Decide(state: host.state, person: person, nowMs: host.nowMs, isConfirmed: isConfirmed)
    }

    /// What chooses; nil before the first seed is kept.
    var chooser: Chooser? {
        host.state.seed.map { Chooser(catalogue: catalogue, seed: $0) }
    }

    /// An id for a question or a share.
    func newID() -> UInt64 {
        host.newID { host.state.questions[$0] == nil && host.state.shares[$0] == nil }
    }

    /// Journals events and applies them. Room must have been made sure of.
    func record(_ events: [any PromptEvent]) {
        for event in events {
            host.record(event)
            switch event {
            case let opened as QuestionOpened:
                due.add(.expiry, opened.id, atMs: opened.expiresAtMs)
                setWork()
            case let revealed as QuestionRevealed:
                revealedUs[revealed.questionID] = host.time.monotonicUs()
            case let ended as QuestionEnded: revealedUs[ended.questionID] = nil
            case let made as ShareMade:
                if made.arrivedTo.count < made.receivers.count { waitingShares.insert(made.tieID) }
            default: break
            }
        }
    }

    // MARK: What becomes due

    /// Does what is due by now, before anybody sees what is there.
    func catchUp() {
        let isDue = due.nextMs.map { $0 <= host.nowMs } ?? false
        let waits =
            !waitingTicks.isEmpty || !waitingShares.isEmpty || !host.state.complete.isEmpty
        if isDue || waits && gate.hasLease { workNow() }
    }

    /// Does all that can be done now.
    private func workNow() {
        if work() { setWork() } else { setAlarm() }
    }

    /// Works in this turn of the loop, or in the next when this one has come to its timers.
    private func setWork() {
        guard !isWorkSet, !isBlocked else { return }
        isWorkSet = true
        host.loop.after(us: 0) { [unowned self] in
            self.isWorkSet = false
            self.workNow()
        }
    }

    /// Does one turn's worth of what is due. Answers whether there is more.
    private func work() -> Bool {
        guard !isBlocked else { return false }
        do throws(RPCError) {
            try keepSeed()
            var left = Limits.duePerTurnMax
            while left > 0, let entry = due.first, entry.atMs <= host.nowMs {
                try room()
                due.removeFirst()
                switch entry.kind {
                case .expiry: expire(entry.id)
                case .tick: waitingTicks.append(entry.id)
                }
                left -= 1
            }
            try useLease(&left)
            return left <= 0
        } catch {
            // The disk is busy or full; nothing may happen that it does not know.
            isBlocked = true
            host.loop.after(us: (error.retryAfterMs ?? 1000) * 1000) { [unowned self] in
                self.isBlocked = false
                self.workNow()
            }
            return false
        }
    }

    /// Does what waited for a lease, as long as one holds.
    private func useLease(_ left: inout Int) throws(RPCError) {
        while left > 0, gate.hasLease, let tie = waitingTicks.first {
            try room()
            waitingTicks.removeFirst()
            tick(tie)
            left -= 1
        }
        for id in host.state.complete.sorted() where left > 0 && gate.hasLease {
            try room()
            if let event = at(host.nowMs).reveal(of: id) { record([event]) }
            left -= 1
        }
        while left > 0, gate.hasLease, let id = waitingShares.first {
            try room(records: Contracts.Limits.tieMembersMax)
            waitingShares.remove(id)
            if let tie = host.state.facts.ties[id], tie.state == .active,
                at(host.nowMs).hasWelcomeHeld(tie)
            {
                record(at(host.nowMs).shares(of: tie, delivers: true))
            }
            left -= 1
        }
    }

    private func at(_ nowMs: Int64) -> Consequences {
        Consequences(state: host.state, nowMs: nowMs)
    }

    private func room(records: Int = Limits.recordsPerDue) throws(RPCError) {
        try host.requireRoom(records: records, bytes: Limits.bytesPerDue, urgency: .essential)
    }

    private func keepSeed() throws(RPCError) {
        guard host.state.seed == nil else { return }
        try room()
        var event = SeedChosen()
        event.seed = firstSeed
        record([event])
    }

    private func expire(_ id: UInt64) {
        if let event = at(host.nowMs).expiry(of: id) {
            record([event])
        } else if let question = host.state.questions[id], question.state == .open {
            // Not yet: the entry was taken when the clock stood elsewhere.
            due.add(.expiry, id, atMs: question.expiresAtMs)
        }
    }

    private func tick(_ tie: UInt64) {
        guard let chooser else { return }
        if let event = at(host.nowMs).tick(of: tie, fresh: newID(), chooser: chooser) {
            record([event])
        }
        addTick(tie)
    }

    private func addTick(_ tie: UInt64) {
        if let atMs = host.state.nextTickMs(tie) { due.add(.tick, tie, atMs: atMs) }
    }

    /// Reveals that were made before a lease was asked for that was then given: whoever lowers
    /// anything from now on does it after them.
    private func settle(askedUs: Int64) {
        let settled = host.state.unsettled.filter { revealedUs[$0, default: startedUs] < askedUs }
        guard !settled.isEmpty else { return }
        var event = RevealsSettled()
        event.questionIDs = Array(settled.sorted().prefix(RevealsSettled.idsMax))
        // Without room they settle with a later lease.
        guard (try? room()) != nil else { return }
        record([event])
        for id in event.questionIDs { revealedUs[id] = nil }
    }

    /// Wakes up for what is due next, unless a timer will try again anyway.
    private func setAlarm() {
        alarm.set(atMs: isBlocked ? nil : due.nextMs, nowMs: host.nowMs) { [unowned self] in
            self.workNow()
        }
    }
}
