import Catalogue
import CivilTime
import Codec
import Contracts
import Host
import RPC
import Reactor
import Seams
import Storage

/// The Reminder service: answers its methods, and sends what becomes due to whoever watches.
///
/// Loop-confined. The decisions are made elsewhere, on plain values (`Decide`, `Dispatch`); here are
/// only the effects: recording events, offering items, one timer. Every delivery stands in the
/// journal before it leaves, because the server's gate holds items until what was recorded before
/// them is synced.
public final class ReminderHandlers {
    let host: Host<ReminderBook>
    let zones: ZoneDatabase
    let gate: FactGate
    let ideas: [TimeIdea]
    let dispatch: Dispatch
    var random: RandomSource
    var sinks: [Dispatch.WatcherID: Sink] = [:]
    var link: FactLink?
    private var isPumpSet = false
    private let alarm: WallAlarm
    /// Whether the disk takes nothing just now, and a timer will try again.
    private var isBlocked = false

    struct Sink {
        let stream: StreamSink<Delivery>
        let device: UInt64
        var isFull = false
    }

    /// What the journal is replayed with.
    public static var events: EventTable<ReminderBook> { ReminderEvent.table }

    /// The service on a recovered host; it answers calls as soon as the host's server does. `gate`
    /// says whether what it knows of others is certain; `ideas` are what it suggests.
    public init(
        host: Host<ReminderBook>, zones: ZoneDatabase, random: RandomSource, gate: FactGate,
        ideas: [TimeIdea] = []
    ) {
        self.host = host
        alarm = WallAlarm(loop: host.loop)
        self.zones = zones
        self.random = random
        self.gate = gate
        self.ideas = ideas
        dispatch = Dispatch(host.state, nowMs: host.nowMs)
        answerReads()
        answerWrites()
        answerTogether()
        answerWatches()
        gate.onLease = { [unowned self] in self.leaseBegan() }
        host.onClockMoved = { [unowned self] in self.clockMoved() }
        setPump()
    }

    /// Journals events and applies them. Room must have been made sure of.
    func record(_ events: [ReminderEvent]) {
        for event in events { event.record(in: host) }
        let nowMs = host.nowMs
        for event in events {
            for id in event.ids {
                if let row = host.state.row(of: id) {
                    dispatch.changed(row, host.state, nowMs: nowMs)
                }
            }
        }
        setPump()
    }

    // MARK: Sending

    /// The manual clock was moved: everything that became due leaves before anything else happens.
    private func clockMoved() {
        while pump() {}
        setAlarm()
    }

    /// Sends in this turn of the loop, or in the next when this one has come to its timers.
    func setPump() {
        guard !isPumpSet, !isBlocked else { return }
        isPumpSet = true
        host.loop.after(us: 0) { [unowned self] in
            self.isPumpSet = false
            if self.pump() { self.setPump() } else { self.setAlarm() }
        }
    }

    /// Takes what became due, and sends one turn's worth of it. Answers whether there is more to do
    /// now.
    private func pump() -> Bool {
        let nowMs = host.nowMs
        do throws(RPCError) {
            let more = try collect(nowMs)
            guard dispatch.hasReady else { return more }
            try host.requireRoom(
                records: Limits.openingsPerTurnMax + Limits.deliveriesPerSliceMax + 1,
                bytes: Limits.planBytesMax + Limits.planBytesOver, urgency: .essential)
            let plan = dispatch.plan(
                host.state, nowMs: nowMs, zones: zones, random: &random, mayShare: gate.hasLease)
            for event in plan.events { event.record(in: host) }
            for row in plan.rows { dispatch.changed(row, host.state, nowMs: nowMs) }
            for offer in plan.offers { make(offer) }
            return more || dispatch.hasReady
        } catch {
            // The disk is busy or full; nothing may be sent that it does not know.
            if !isBlocked {
                isBlocked = true
                host.loop.after(us: (error.retryAfterMs ?? 1000) * 1000) { [unowned self] in
                    self.isBlocked = false
                    self.setPump()
                }
            }
            return false
        }
    }

    private func collect(_ nowMs: Int64) throws(RPCError) -> Bool {
        let room = Limits.alarmsPerTurnMax * 16
        try host.requireRoom(records: 1, bytes: room, urgency: .essential)
        let (lapsed, more) = dispatch.collect(host.state, nowMs: nowMs)
        if !lapsed.isEmpty {
            var event = RemindersLapsed()
            event.atMs = nowMs
            event.ids = lapsed
            record([.lapsed(event)])
        }
        return more
    }

    private func make(_ offer: Dispatch.PlannedOffer) {
        guard let sink = sinks[offer.watcher] else { return }
        guard !sink.isFull else {
            dispatch.notTaken(offer)
            return
        }
        guard host.state.owner(of: offer.row) == offer.audience.person,
            let delivery = host.state.delivery(
                offer.row, isLate: offer.isLate, zone: offer.zone, zones: zones)
        else { return }
        switch sink.stream.offer(delivery) {
        case .taken: break
        case .full:
            sinks[offer.watcher]?.isFull = true
            dispatch.notTaken(offer)
        case .closed: ended(offer.watcher)
        }
    }

    /// Wakes up for what is due next, unless a timer will try again anyway.
    private func setAlarm() {
        alarm.set(atMs: isBlocked ? nil : dispatch.nextMs, nowMs: host.nowMs) { [unowned self] in
            self.setPump()
        }
    }
}
