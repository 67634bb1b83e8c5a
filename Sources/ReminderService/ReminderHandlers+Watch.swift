import CivilTime
import Contracts
import Host
import RPC

// Watching.
extension ReminderHandlers {
    func answerWatches() {
        host.router.onStream(Reminders.watch) {
            [unowned self] (request, call, stream) throws(RPCError) in
            if let isConfirmed = self.gate.verdict(call) {
                try self.watch(request, try self.asking(call, isConfirmed), stream)
                return
            }
            self.gate.confirm(call) { [unowned self] isConfirmed in
                guard stream.isOpen else { return }
                do throws(RPCError) {
                    try self.watch(request, try self.asking(call, isConfirmed), stream)
                } catch {
                    stream.end(error)
                }
            }
        }
    }

    private func watch(
        _ request: WatchReminders, _ asking: Asking, _ stream: StreamSink<Delivery>
    ) throws(RPCError) {
        var zone: TimeZoneData?
        if !request.zone.isEmpty {
            do throws(ZoneError) {
                zone = try zones.zone(request.zone)
            } catch {
                throw .refused(.invalidArgument, .zoneUnknown, field: "zone")
            }
        }
        guard
            let watcher = dispatch.connect(
                asking.person, zone: zone, host.state, nowMs: host.nowMs)
        else {
            throw .refused(
                .resourceExhausted, .tooMany, limit: Int64(Limits.watchersPerPersonMax))
        }
        sinks[watcher] = Sink(stream: stream, device: asking.device)
        stream.onRoom { [unowned self] in
            self.sinks[watcher]?.isFull = false
            self.dispatch.hasRoom(watcher)
            self.setPump()
        }
        stream.onCancel { [unowned self] in self.ended(watcher) }
        setPump()
    }

    func ended(_ watcher: Dispatch.WatcherID) {
        sinks[watcher] = nil
        dispatch.disconnect(watcher)
    }
}
