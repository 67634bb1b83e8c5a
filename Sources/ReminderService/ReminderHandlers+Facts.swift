import Codec
import Contracts
import Host
import RPC
import Storage

// What Profile says.
extension ReminderHandlers {
    /// Follows Profile's facts over a channel of its own, for ever.
    public func follow(_ channel: ChannelCore) {
        let link = FactLink(
            channel: channel, time: host.time, log: host.log, gate: gate, journal: host.gate,
            held: { [unowned self] in self.host.state.facts.mark },
            hear: { [unowned self] (fact) throws(RPCError) in try self.hear(fact) })
        self.link = link
        link.start()
    }

    /// Takes a fact with all that follows from it, in one batch. Throws when the disk takes nothing
    /// just now.
    package func hear(_ fact: Fact) throws(RPCError) {
        let nowMs = host.nowMs
        var ended: OffersEnded?
        if let tie = fact.tie, tie.state == .ended {
            let known = host.state.facts.ties[tie.tieID]?.members ?? []
            ended = host.state.endOf(
                tie: tie.tieID, atMs: nowMs, members: (tie.members + known).map(\.personID))
        }
        let heard = FactHeard<ReminderBook>(fact)
        try host.requireRoom(
            records: 2, bytes: heard.encodedSize + (ended?.encodedSize ?? 0), urgency: .essential)
        host.record(heard)
        if let ended { record([.offersEnded(ended)]) }
        if let person = fact.person { dispatch.changed(person: person.personID) }
        if fact.revokedDeviceID != 0 { endWatches(of: fact.revokedDeviceID) }
        setPump()
    }

    func leaseBegan() {
        dispatch.shareAgain(host.state, nowMs: host.nowMs)
        setPump()
    }

    private func endWatches(of device: UInt64) {
        for (watcher, sink) in sinks where sink.device == device {
            ended(watcher)
            sink.stream.end(.refused(.unauthenticated, .deviceUnknown))
        }
    }
}
