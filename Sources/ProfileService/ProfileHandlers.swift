import CivilTime
import Codec
import Contracts
import Host
import RPC
import Storage

/// Answers Profile's methods: who is who, which devices speak for them, who may join, who is tied to
/// whom and how far each goes.
///
/// Loop-confined. Every handler decides in place on the state, records events and tells the followers;
/// the Host holds the reply until the events are durable. What lowers something is answered when
/// the services that act on the facts have it too.
public final class ProfileHandlers {
    let host: Host<ProfileState>
    let zones: ZoneDatabase
    /// Who runs the server, as the consent sheet says it.
    let operatorName: String
    let streams: FactStreams
    let watch: FollowerWatch
    var brake = WrongCodeBrake()
    /// Whether facts are numbered in a term of this process.
    var hasBegunTerm = false

    /// Registers every method of Profile with the host's router.
    public init(
        host: Host<ProfileState>, zones: ZoneDatabase, operatorName: String = OperatorName.unsaid
    ) {
        self.host = host
        self.zones = zones
        self.operatorName = operatorName
        let streams = FactStreams(
            mark: { [unowned host] in host.state.facts.mark($0) },
            next: { [unowned host] in host.state.fact(after: $0) })
        self.streams = streams
        watch = FollowerWatch(
            loop: host.loop, time: host.time, newest: host.state.facts.newest,
            streams: FollowerWatch.Streams(
                gatewaysHave: { streams.gatewaysHave($0) }, fence: { streams.fence($0) },
                lift: { streams.lift($0) }))
        streams.onProgress = { [unowned watch] in watch.check() }
        // Where the disk takes nothing yet it begins with the first that is to be told.
        try? beginTerm()
        answerPeople()
        answerInvites()
        answerTies()
        answerFacts()
    }

    private func answerPeople() {
        host.router.on(People.me) { [unowned self] (_, call) throws(RPCError) in
            try self.me(call)
        }
        host.router.on(People.update) { [unowned self] (request, call) throws(RPCError) in
            try self.update(request, call)
        }
        host.router.on(People.setQuiet) { [unowned self] (request, call) throws(RPCError) in
            try self.setQuiet(request, call)
        }
        host.router.on(Devices.join) { [unowned self] (request, call) throws(RPCError) in
            try self.join(request, call)
        }
        host.router.on(Devices.createCode) { [unowned self] (request, call) throws(RPCError) in
            let (person, _) = try self.device(call)
            return try self.createCode(request, for: person, call)
        }
        host.router.onLater(Devices.revoke) { [unowned self] (request, call, reply) in
            self.answer(reply) { () throws(RPCError) in try self.revoke(request, call) }
        }
        host.router.on(Devices.authenticate) { [unowned self] (request, _) throws(RPCError) in
            try self.authenticate(request)
        }
        host.router.on(Codes.create) { [unowned self] (request, call) throws(RPCError) in
            try self.createCode(request, for: 0, call)
        }
    }

    /// The person and device a call speaks for; refused when the device is no longer theirs.
    func device(_ call: CallContext) throws(RPCError) -> (person: UInt64, device: UInt64) {
        guard case .device(let person, let device) = call.caller,
            let row = host.state.devices[device], row.person == person, !row.isRevoked
        else { throw .refused(.unauthenticated, .deviceUnknown) }
        return (person, device)
    }

    func me(_ call: CallContext) throws(RPCError) -> Me {
        let (person, device) = try device(call)
        return describe(person: person, asking: device)
    }

    func describe(person id: UInt64, asking: UInt64) -> Me {
        var me = Me()
        me.nowMs = host.nowMs
        me.person = person(id)
        me.quiet = host.state.people[id]?.quiet ?? []
        for deviceID in host.state.people[id]?.devices ?? [] {
            guard let row = host.state.devices[deviceID], !row.isRevoked else { continue }
            me.devices.append(device(deviceID, row, asking: asking))
        }
        return me
    }

    func person(_ id: UInt64) -> Person {
        var person = Person()
        guard let row = host.state.people[id] else { return person }
        person.id = id
        person.name = row.name
        person.zone = row.zone
        person.language = row.language
        return person
    }

    func device(_ id: UInt64, _ row: ProfileState.DeviceRow, asking: UInt64) -> Device {
        var device = Device()
        device.id = id
        device.name = row.name
        device.joinedAtMs = row.joinedAtMs
        device.thisOne = id == asking
        return device
    }

    func update(_ request: UpdateMe, _ call: CallContext) throws(RPCError) -> Me {
        try beginTerm()
        let (person, device) = try device(call)
        return try host.once(
            call,
            decide: { () throws(RPCError) in
                guard let row = host.state.people[person] else {
                    throw .refused(.unauthenticated, .deviceUnknown)
                }
                var change = PersonChanged()
                change.personID = person
                change.name = request.name.isEmpty ? row.name : try checkName(request.name, "name")
                change.zone = request.zone.isEmpty ? row.zone : try checkZone(request.zone)
                change.language =
                    request.language.isEmpty ? row.language : try checkLanguage(request.language)
                host.record(change)
                streams.tell()
                return (person, describe(person: person, asking: device))
            },
            again: { (_) throws(RPCError) in describe(person: person, asking: device) })
    }

    func revoke(
        _ request: RevokeDevice, _ call: CallContext
    ) throws(RPCError) -> (message: Me, number: UInt64) {
        let (person, device) = try device(call)
        return try host.once(
            call, urgency: .essential,
            decide: { () throws(RPCError) in
                guard let row = host.state.devices[request.deviceID], row.person == person,
                    !row.isRevoked
                else { throw .refused(.notFound, .notThere) }
                var event = DeviceRevoked()
                event.deviceID = request.deviceID
                host.record(event)
                streams.tell()
                let number = host.state.facts.newest
                return (number, (describe(person: person, asking: device), number))
            },
            again: { (number) throws(RPCError) in
                (describe(person: person, asking: device), number)
            })
    }

    func authenticate(_ request: Authenticate) throws(RPCError) -> Authenticated {
        guard let row = host.state.devices[request.deviceID], !row.isRevoked,
            constantTimeEqual(row.secretHash, SHA256.hash(request.deviceSecret))
        else { throw .refused(.unauthenticated, .deviceUnknown) }
        var answer = Authenticated()
        answer.personID = row.person
        return answer
    }

    func checkName(_ name: String, _ field: String) throws(RPCError) -> String {
        guard !PlainText.isBlank(name) else {
            throw .refused(.invalidArgument, .fieldMissing, field: field)
        }
        guard PlainText.isName(name) else {
            throw .refused(.invalidArgument, .fieldInvalid, field: field)
        }
        return name
    }

    func checkLanguage(_ tag: String) throws(RPCError) -> String {
        guard PlainText.isLanguageTag(tag) else {
            throw .refused(.invalidArgument, .fieldInvalid, field: "language")
        }
        return tag
    }

    func checkZone(_ zone: String) throws(RPCError) -> String {
        guard (try? zones.zone(zone)) != nil else {
            throw .refused(.invalidArgument, .zoneUnknown, field: "zone")
        }
        return zone
    }
}
