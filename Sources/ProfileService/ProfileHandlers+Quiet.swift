import Contracts
import Host
import RPC
import Storage

extension ProfileHandlers {
    func setQuiet(_ request: SetQuiet, _ call: CallContext) throws(RPCError) -> Me {
        try beginTerm()
        let (person, device) = try device(call)
        let minutes: Range<Int32> = 0..<1440
        for window in request.windows {
            guard minutes.contains(window.startMinute), minutes.contains(window.endMinute),
                window.startMinute != window.endMinute
            else { throw .refused(.invalidArgument, .fieldInvalid, field: "windows") }
        }
        return try host.once(
            call, urgency: .essential,
            decide: { () throws(RPCError) in
                var event = QuietChanged()
                event.personID = person
                event.windows = request.windows
                host.record(event)
                streams.tell()
                return (person, describe(person: person, asking: device))
            },
            again: { (_) throws(RPCError) in describe(person: person, asking: device) })
    }
}
