import Codec
import Contracts
import Host
import RPC
import Reactor
import TestSupport

/// One service under the hunt, on a simulated disk, whatever its state is. Loop-confined.
final class HuntedService {
    /// What the hunt asks of the handlers of a service besides what arrives by the wire.
    struct Handlers {
        /// Keeps them alive.
        let owner: AnyObject
        /// Takes a fact, where the service follows Profile.
        var hear: (Fact) throws -> Void = { _ in }
    }

    /// Unary calls that have no answer yet.
    var unanswered = 0
    /// The methods of the service.
    let methods: [MethodInfo]
    /// Where it is called.
    let channel: ChannelCore
    /// One turn of its loop, waiting so long at most.
    let turn: (_ waitUs: Int64) -> Void
    /// Tells it that the wall clock was moved.
    let clockMoved: () -> Void
    /// Opens it again from what it wrote, as after a kill.
    let reopen: () throws -> Void
    /// The handlers; last, since the closures above hold the rig and they must outlive it.
    let handlers: Handlers

    init<State>(
        _ services: [any Service.Type], initial: State, events: EventTable<State>, time: HandTime,
        start: @escaping (Host<State>) throws -> Handlers
    ) throws {
        var started: [Handlers] = []
        let rig = try ServiceRig(initial: initial, events: events, time: time) {
            started.append(try start($0))
        }
        methods = services.flatMap { $0.methods }
        channel = rig.channel
        turn = { rig.loop.turn(waitUs: $0) }
        clockMoved = { rig.host.onClockMoved() }
        handlers = started[0]
        reopen = {
            rig.turn(200) { rig.host.isSynced }
            var kept: [Handlers] = []
            try withExtendedLifetime(
                ServiceRig(
                    initial: initial, events: events, time: time, disk: rig.disk.afterKill()
                ) { kept.append(try start($0)) }
            ) {}
            withExtendedLifetime(kept) {}
        }
    }
}
