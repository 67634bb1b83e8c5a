import Codec
import Contracts
import Host
import RPC
import Reactor

extension ProfileHandlers {
    /// Registers a code: for a new person when `person` is 0, else for one more of their devices.
    func createCode(
        _ request: CreateCode, for person: UInt64, _ call: CallContext
    ) throws(RPCError) -> CodeCreated {
        let hash = try hash(ofCode: request.code)
        return try host.once(
            call,
            decide: { () throws(RPCError) in
                if let known = host.state.codes[hash] {
                    return (0, try sameCode(known, person))
                }
                if person == 0 { try checkOperatorCodes() }
                forgetOldCodes()
                var event = CodeCreatedEvent()
                event.codeHash = hash
                event.personID = person
                event.expiresAtMs = host.nowMs + Limits.codeMs
                host.record(event)
                var answer = CodeCreated()
                answer.expiresAtMs = event.expiresAtMs
                return (0, answer)
            },
            again: { (_) throws(RPCError) in
                guard let known = host.state.codes[hash] else {
                    throw .refused(.notFound, .notThere)
                }
                return try sameCode(known, person)
            })
    }

    private func sameCode(
        _ code: ProfileState.CodeRow, _ person: UInt64
    ) throws(RPCError) -> CodeCreated {
        guard code.person == person, code.invite == 0, code.usedBy == 0, !code.isReplaced else {
            throw .refused(.alreadyExists, .codeUsed, field: "code")
        }
        var answer = CodeCreated()
        answer.expiresAtMs = code.expiresAtMs
        return answer
    }

    private func checkOperatorCodes() throws(RPCError) {
        let nowMs = host.nowMs
        let open = host.state.codes.values.count {
            $0.person == 0 && $0.invite == 0 && !$0.hasEnded(nowMs: nowMs)
        }
        guard open < Limits.operatorCodesMax else {
            throw .refused(
                .resourceExhausted, .tooMany, field: "code",
                limit: Int64(Limits.operatorCodesMax))
        }
    }

    /// Forgets the oldest tenth of the ended codes when there are too many, so that a code that is
    /// still open is never lost to somebody who makes many.
    func forgetOldCodes() {
        let invites = host.state.openInvites.values.reduce(0) { $0 + $1.count }
        let ended = host.state.codeOrder.count - host.state.openCode.count - invites
        guard ended >= Limits.endedCodesMax else { return }
        var event = CodesForgotten()
        event.count = UInt32(Limits.endedCodesMax / 10)
        event.atMs = host.nowMs
        host.record(event)
    }

    /// What is kept of a code in place of itself.
    func hash(ofCode typed: String) throws(RPCError) -> [UInt8] {
        guard let code = InviteCode.canonical(typed) else {
            throw .refused(.invalidArgument, .codeMalformed, field: "code")
        }
        return SHA256.hash(Array(code.utf8))
    }

    /// A code that a person tries, or with 0 a stranger, and its hash. One that is not there, or is not
    /// of the kind that is meant, is wrong and counts with the brake.
    func tried(
        _ typed: String, by person: UInt64 = 0, isMeant: (ProfileState.CodeRow) -> Bool
    ) throws(RPCError) -> (hash: [UInt8], row: ProfileState.CodeRow) {
        let hash = try hash(ofCode: typed)
        guard brake.allows(person, nowUs: host.loop.nowUs) else {
            throw RPCError.refused(.resourceExhausted, .tooManyTries).retry(afterMs: 1000)
        }
        guard let row = host.state.codes[hash], isMeant(row) else {
            brake.wrong(person, nowUs: host.loop.nowUs)
            throw .refused(.notFound, .codeWrong, field: "code")
        }
        return (hash, row)
    }

    /// Joins with a code. The same code with the same secret joins once and answers the same, so
    /// that a client whose reply was lost may ask again.
    func join(_ request: Join, _ call: CallContext) throws(RPCError) -> Joined {
        try beginTerm()
        guard request.deviceSecret.count == Contracts.Limits.secretBytes else {
            throw .refused(.invalidArgument, .fieldInvalid, field: "device_secret")
        }
        let (hash, known) = try tried(request.code) { _ in true }
        let secretHash = SHA256.hash(request.deviceSecret)
        if known.usedBy != 0 {
            guard let device = host.state.devices[known.usedBy], !device.isRevoked,
                constantTimeEqual(device.secretHash, secretHash)
            else { throw .refused(.failedPrecondition, .codeUsed, field: "code") }
            return joined(known.usedBy, with: known)
        }
        // Whoever accepted must not find out by the code what came of it.
        if let invite = host.state.invites[known.invite], invite.accepter != 0 {
            throw .refused(.failedPrecondition, .codeUsed, field: "code")
        }
        guard !known.hasEnded(nowMs: host.nowMs) else {
            throw .refused(.failedPrecondition, .codeExpired, field: "code")
        }
        // A device may go without a name.
        if !request.deviceName.isEmpty { _ = try checkName(request.deviceName, "device_name") }
        try host.requireRoom()
        let person =
            try known.person != 0
            ? sameOwner(known.person)
            : newPerson(request, by: host.state.invites[known.invite]?.inviter ?? 0)
        let device = addDevice(
            person: person, name: request.deviceName, secretHash: secretHash, codeHash: hash)
        streams.tell()
        return joined(device, with: known)
    }

    private func sameOwner(_ person: UInt64) throws(RPCError) -> UInt64 {
        let devices = host.state.people[person]?.devices ?? []
        let open = devices.count { host.state.devices[$0]?.isRevoked == false }
        guard open < Limits.devicesPerPersonMax else {
            throw .refused(
                .resourceExhausted, .tooMany, field: "device",
                limit: Int64(Limits.devicesPerPersonMax))
        }
        return person
    }

    private func newPerson(_ request: Join, by inviter: UInt64) throws(RPCError) -> UInt64 {
        var event = PersonJoined()
        event.name = try checkName(request.name, "name")
        guard !request.zone.isEmpty else {
            throw .refused(.invalidArgument, .fieldMissing, field: "zone")
        }
        event.zone = try checkZone(request.zone)
        event.language = request.language.isEmpty ? "en" : try checkLanguage(request.language)
        guard host.state.invitedBy[inviter, default: 0] < Limits.invitedMax || inviter == 0 else {
            throw .refused(
                .resourceExhausted, .tooMany, field: "invite", limit: Int64(Limits.invitedMax))
        }
        guard host.state.people.count < Limits.peopleMax else {
            throw .refused(
                .resourceExhausted, .tooMany, field: "person", limit: Int64(Limits.peopleMax))
        }
        event.personID = host.newID { host.state.people[$0] == nil }
        event.invitedBy = inviter
        host.record(event)
        return event.personID
    }

    private func addDevice(
        person: UInt64, name: String, secretHash: [UInt8], codeHash: [UInt8]
    ) -> UInt64 {
        var event = DeviceJoined()
        event.deviceID = host.newID { host.state.devices[$0] == nil }
        event.personID = person
        event.name = name
        event.secretHash = secretHash
        event.codeHash = codeHash
        event.atMs = host.nowMs
        host.record(event)
        return event.deviceID
    }

    private func joined(_ deviceID: UInt64, with code: ProfileState.CodeRow) -> Joined {
        var answer = Joined()
        guard let row = host.state.devices[deviceID] else { return answer }
        if let invite = host.state.invites[code.invite] {
            answer.isInvited =
                invite.accepter == row.person
                || invite.state(nowMs: host.nowMs) == .open && invite.accepter == 0
        }
        answer.person = person(row.person)
        answer.device = device(deviceID, row, asking: deviceID)
        return answer
    }
}

/// Slows whoever tries many wrong codes: each person for themselves, all strangers together. In
/// memory only: a restart costs a guesser more than it gives.
struct WrongCodeBrake {
    /// By person, 0 for strangers; no more than there are people.
    private var wrongInSecond: [UInt64: Int] = [:]
    private var second: Int64 = 0

    /// Whether another code may be tried now.
    mutating func allows(_ person: UInt64, nowUs: Int64) -> Bool {
        turn(nowUs)
        return wrongInSecond[person, default: 0] < Limits.wrongCodesPerSecondMax
    }

    /// A code was wrong.
    mutating func wrong(_ person: UInt64, nowUs: Int64) {
        turn(nowUs)
        wrongInSecond[person, default: 0] += 1
    }

    private mutating func turn(_ nowUs: Int64) {
        let now = nowUs / 1_000_000
        if now != second {
            second = now
            wrongInSecond = [:]
        }
    }
}
