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
    private let host: Host<ReminderBook>
    private let zones: ZoneDatabase
    private let dispatch: Dispatch
    private var random: RandomSource
    private var sinks: [Dispatch.WatcherID: Sink] = [:]
    private var isPumpSet = false
    private var alarm: TimerID?
    /// Whether the disk takes nothing just now, and a timer will try again.
    private var isBlocked = false

    private struct Sink {
        let stream: StreamSink<Delivery>
        var isFull = false
    }

    /// What the journal is replayed with.
    public static var events: EventTable<ReminderBook> { ReminderEvent.table }

    /// The service on a recovered host; it answers calls as soon as the host's server does.
    public init(host: Host<ReminderBook>, zones: ZoneDatabase, random: RandomSource) {
        self.host = host
        self.zones = zones
        self.random = random
        dispatch = Dispatch(host.state, nowMs: host.nowMs)
        answerReads()
        answerWrites()
        host.router.onStream(Reminders.watch) {
            [unowned self] (request, call, stream) throws(RPCError) in
            try self.watch(request, call, stream)
        }
        host.onClockMoved = { [unowned self] in self.clockMoved() }
        setPump()
    }

    // MARK: Answering

    private func answerReads() {
        let router = host.router
        router.on(Reminders.list) { [unowned self] (request, call) throws(RPCError) in
            try self.decide(call).list(request)
        }
        router.on(Reminders.show) { [unowned self] (request, call) throws(RPCError) in
            try self.view(request.id, person: try self.person(call))
        }
        router.on(Reminders.audit) { [unowned self] (request, call) throws(RPCError) in
            let person = try self.person(call)
            guard let row = self.host.state.row(of: request.id, person: person) else {
                throw Decide.notThere
            }
            return self.host.state.audit(row)
        }
    }

    private func answerWrites() {
        let router = host.router
        router.on(Reminders.create) { [unowned self] (request, call) throws(RPCError) in
            try self.once(call) { (decide) throws(RPCError) in
                try decide.create(request, random: &self.random)
            }
        }
        router.on(Reminders.snooze) { [unowned self] (request, call) throws(RPCError) in
            try self.once(call) { (decide) throws(RPCError) in try decide.snooze(request) }
        }
        router.on(Reminders.done) { [unowned self] (request, call) throws(RPCError) in
            try self.once(call) { (decide) throws(RPCError) in
                try decide.settle(request.occurrence, isDone: true)
            }
        }
        router.on(Reminders.skip) { [unowned self] (request, call) throws(RPCError) in
            try self.once(call) { (decide) throws(RPCError) in
                try decide.settle(request.occurrence, isDone: false)
            }
        }
        router.on(Reminders.cancel) { [unowned self] (request, call) throws(RPCError) in
            try self.once(call) { (decide) throws(RPCError) in try decide.cancel(request) }
        }
        router.on(Reminders.shown) { [unowned self] (request, call) throws(RPCError) in
            let events = try self.decide(call).shown(request)
            if !events.isEmpty {
                try self.host.requireRoom(
                    records: events.count, bytes: events.reduce(0) { $0 + $1.encodedSize },
                    urgency: .essential)
                self.record(events)
            }
            return ShownReported()
        }
    }

    /// Decides and records a keyed call once; the reply shows the reminder as it stands.
    private func once(
        _ call: CallContext, _ decision: (Decide) throws(RPCError) -> Decide.Decision
    ) throws(RPCError) -> Reminder {
        let person = try person(call)
        return try host.once(
            call,
            decide: { () throws(RPCError) in
                let decided = try decision(try decide(call))
                record(decided.events)
                return (decided.id, try view(decided.id, person: person))
            },
            again: { (id) throws(RPCError) in try view(id, person: person) })
    }

    private func person(_ call: CallContext) throws(RPCError) -> UInt64 {
        guard case .device(let person, _) = call.caller else {
            throw RPCError(.unauthenticated, "who are you")
        }
        return person
    }

    private func decide(_ call: CallContext) throws(RPCError) -> Decide {
        Decide(
            book: host.state, person: try person(call), nowMs: host.nowMs, zones: zones)
    }

    private func view(_ id: UInt64, person: UInt64) throws(RPCError) -> Reminder {
        guard let row = host.state.row(of: id, person: person) else { throw Decide.notThere }
        return host.state.view(row, nowMs: host.nowMs, zones: zones)
    }

    /// Journals events and applies them. Room must have been made sure of.
    private func record(_ events: [ReminderEvent]) {
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

    // MARK: Watching

    private func watch(
        _ request: WatchReminders, _ call: CallContext, _ stream: StreamSink<Delivery>
    ) throws(RPCError) {
        let person = try person(call)
        var zone: TimeZoneData?
        if !request.zone.isEmpty {
            do throws(ZoneError) {
                zone = try zones.zone(request.zone)
            } catch {
                throw .refused(.invalidArgument, .zoneUnknown, field: "zone")
            }
        }
        guard
            let watcher = dispatch.connect(person, zone: zone, host.state, nowMs: host.nowMs)
        else {
            throw .refused(
                .resourceExhausted, .tooMany, limit: Int64(Limits.watchersPerPersonMax))
        }
        sinks[watcher] = Sink(stream: stream)
        stream.onRoom { [unowned self] in
            self.sinks[watcher]?.isFull = false
            self.dispatch.hasRoom(watcher)
            self.setPump()
        }
        stream.onCancel { [unowned self] in self.ended(watcher) }
        setPump()
    }

    private func ended(_ watcher: Dispatch.WatcherID) {
        sinks[watcher] = nil
        dispatch.disconnect(watcher)
    }

    // MARK: Sending

    /// The manual clock was moved: everything that became due leaves before anything else happens.
    private func clockMoved() {
        while pump() {}
        setAlarm()
    }

    /// Sends in this turn of the loop, or in the next when this one has come to its timers.
    private func setPump() {
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
            let plan = dispatch.plan(host.state, nowMs: nowMs, zones: zones, random: &random)
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

    /// Wakes up for what is due next. The wall may be set at any time, so it is read again now and
    /// then, and often when something is near.
    private func setAlarm() {
        if let alarm { host.loop.cancel(alarm) }
        alarm = nil
        guard !isBlocked, let nextMs = dispatch.nextMs else { return }
        let leftMs = max(0, nextMs &- host.nowMs)
        let check =
            leftMs <= Limits.clockNearMs ? Limits.clockCheckNearUs : Limits.clockCheckFarUs
        let waitUs = leftMs > check / 1000 ? check : max(1000, leftMs * 1000)
        alarm = host.loop.after(us: waitUs) { [unowned self] in
            self.alarm = nil
            self.setPump()
        }
    }
}
