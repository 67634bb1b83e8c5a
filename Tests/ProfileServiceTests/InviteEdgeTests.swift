import Codec
import Contracts
import ProfileService
import RPC
import TestSupport
import Testing

/// Where an invitation can stand when something is done with it.
enum Standing: CaseIterable {
    case open, joined, accepted, confirmed, declined
    case takenBack, takenBackAfterYes, tooLate, tooLateAfterYes
}

/// What may then be done, and what it comes to: nil when it is done.
struct Edge: CustomTestStringConvertible, Sendable {
    let from: Standing
    /// Somebody else, a person already, looks and says yes.
    let other: Reason?
    /// Ben, who said yes or joined or could have, says yes.
    let ben: Reason?
    /// Somebody new joins with the code.
    let join: Reason?
    /// Ana confirms, declines, takes back.
    let yes: Reason?
    let no: Reason?
    let cancel: Reason?
    /// Where it stands after Ana's three.
    let afterwards: [InviteState]

    var testDescription: String { "\(from)" }

    static let all: [Edge] = [
        Edge(
            from: .open, other: nil, ben: nil, join: nil, yes: .fieldInvalid, no: .fieldInvalid,
            cancel: nil, afterwards: [.open, .open, .cancelled]),
        Edge(
            from: .joined, other: .codeUsed, ben: nil, join: .codeUsed, yes: .fieldInvalid,
            no: .fieldInvalid, cancel: nil, afterwards: [.open, .open, .cancelled]),
        Edge(
            from: .accepted, other: .codeUsed, ben: nil, join: .codeUsed, yes: nil, no: nil,
            cancel: nil, afterwards: [.confirmed, .declined, .cancelled]),
        Edge(
            from: .confirmed, other: .codeUsed, ben: nil, join: .codeUsed, yes: nil,
            no: .alreadyTied, cancel: .alreadyTied,
            afterwards: [.confirmed, .confirmed, .confirmed]),
        Edge(
            from: .declined, other: .codeUsed, ben: nil, join: .codeUsed, yes: .codeExpired,
            no: nil, cancel: nil, afterwards: [.declined, .declined, .declined]),
        Edge(
            from: .takenBack, other: .codeExpired, ben: .codeExpired, join: .codeExpired,
            yes: .codeExpired, no: .codeExpired, cancel: nil,
            afterwards: [.cancelled, .cancelled, .cancelled]),
        Edge(
            from: .takenBackAfterYes, other: .codeUsed, ben: nil, join: .codeUsed,
            yes: .codeExpired, no: .codeExpired, cancel: nil,
            afterwards: [.cancelled, .cancelled, .cancelled]),
        Edge(
            from: .tooLate, other: .codeExpired, ben: .codeExpired, join: .codeExpired,
            yes: .codeExpired, no: .codeExpired, cancel: nil,
            afterwards: [.expired, .expired, .expired]),
        Edge(
            from: .tooLateAfterYes, other: .codeUsed, ben: nil, join: .codeUsed,
            yes: .codeExpired, no: .codeExpired, cancel: nil,
            afterwards: [.expired, .expired, .expired]),
    ]
}

/// Ana's invitation, brought to where it should stand.
private struct Scene {
    let profile: ProfileRig
    let ana: Who
    let ben: Who
    let cleo: Who
    let id: UInt64
    var hash: [UInt8] = [1]

    init(_ standing: Standing) throws {
        profile = try ProfileRig()
        ana = try profile.person("Ana")
        cleo = try profile.person("Cleo")
        id = try #require(profile.invite(ana)).get().id
        if standing == .joined {
            let joined = try #require(profile.join("1NV1TE0001", name: "Ben", secret: 9)).get()
            ben = (joined.person.id, joined.device.id)
        } else {
            ben = try profile.person("Ben")
        }
        switch standing {
        case .accepted, .confirmed, .declined, .takenBackAfterYes, .tooLateAfterYes:
            hash = try #require(profile.look(ben)).get().hash
            _ = try #require(profile.accept(ben, hash: hash)).get()
        default: break
        }
        let time = profile.rig.time
        switch standing {
        case .confirmed: _ = try #require(profile.confirm(ana, id, hash: hash)).get()
        case .declined: _ = try #require(profile.confirm(ana, id, yes: false, hash: [])).get()
        case .takenBack, .takenBackAfterYes: _ = try #require(profile.cancel(ana, id)).get()
        case .tooLate: time.stepWall(toMs: time.wallMs + ProfileService.Limits.codeMs)
        case .tooLateAfterYes: time.stepWall(toMs: time.wallMs + ProfileService.Limits.confirmMs)
        default: break
        }
    }

    func state() throws -> InviteState { try #require(profile.show(ana, id)).get().state }
}

@Suite struct InviteEdgeTests {
    @Test("every edge, from wherever an invitation stands", arguments: Edge.all)
    func edges(edge: Edge) throws {
        var scene = try Scene(edge.from)
        #expect(reason(scene.profile.lookAndAccept(scene.cleo)) == edge.other, "another's yes")
        scene = try Scene(edge.from)
        #expect(reason(scene.profile.lookAndAccept(scene.ben)) == edge.ben, "Ben's yes")
        scene = try Scene(edge.from)
        #expect(
            reason(scene.profile.join("1NV1TE0001", name: "Dan", secret: 8)) == edge.join, "join")
        scene = try Scene(edge.from)
        #expect(reason(scene.profile.look(scene.ana)) == .ownInvite)
        #expect(reason(scene.profile.accept(scene.ana, hash: [1])) == .ownInvite)
        let yes = scene.profile.confirm(scene.ana, scene.id, hash: scene.hash)
        #expect(reason(yes) == edge.yes, "yes in return")
        #expect(try scene.state() == edge.afterwards[0])
        scene = try Scene(edge.from)
        let no = scene.profile.confirm(scene.ana, scene.id, yes: false, hash: [])
        #expect(reason(no) == edge.no, "no in return")
        #expect(try scene.state() == edge.afterwards[1])
        scene = try Scene(edge.from)
        #expect(reason(scene.profile.cancel(scene.ana, scene.id)) == edge.cancel, "taken back")
        #expect(try scene.state() == edge.afterwards[2])
    }

    @Test("every standing has a row")
    func complete() { #expect(Set(Edge.all.map(\.from)) == Set(Standing.allCases)) }

    @Test("a yes is answered the same, byte for byte, whether it waits, was declined or taken back")
    func untold() throws {
        let all = try [Standing.accepted, .declined, .takenBackAfterYes, .tooLateAfterYes].map {
            standing in
            let scene = try Scene(standing)
            let profile = scene.profile
            var seen: [[UInt8]] = []
            seen.append(try #require(profile.look(scene.ben)).get().encoded())
            seen.append(
                try #require(profile.accept(scene.ben, hash: scene.hash)).get().encoded())
            seen.append(
                try #require(profile.rig.call(Ties.list, ListTies(), as: scene.ben)).get()
                    .encoded())
            seen.append(try #require(failure(profile.accept(scene.ben, hash: [1]))).details)
            seen.append(try #require(failure(profile.look(scene.cleo))).details)
            seen.append(
                try #require(failure(profile.join("1NV1TE0001", name: "B", secret: 7))).details)
            return seen
        }
        for other in all.dropFirst() { #expect(other == all[0]) }
    }

    @Test("an invitation that is unknown and one of somebody else's are one reply, byte for byte")
    func notThere() throws {
        let scene = try Scene(.accepted)
        let profile = scene.profile
        for id in [scene.id, 0, 4711] {
            let errors = [
                failure(profile.show(scene.cleo, id)), failure(profile.cancel(scene.cleo, id)),
                failure(profile.confirm(scene.cleo, id, hash: scene.hash)),
                failure(profile.confirm(scene.ben, id, yes: false, hash: [])),
            ]
            for error in errors {
                #expect(error == RPCError.notThereExactly)
            }
        }
    }
}

extension RPCError {
    /// What all who may not see get.
    static var notThereExactly: RPCError {
        RPCError(.notFound, "notThere", details: Refusal(.notThere).encoded())
    }
}

@Test(
    "nobody brings more than 64 new people, and their code made again tells nothing of who joined")
func manyGuests() throws {
    let profile = try ProfileRig()
    let (ana, ben) = (try profile.person("Ana"), try profile.person("Ben"))
    for number in 1...ProfileService.Limits.invitedMax {
        profile.rig.time.advance(ms: 1000)
        let code = numbered("GAST", number)
        let made = try #require(profile.invite(ana, code)).get()
        _ = try #require(profile.join(code, secret: 9)).get()
        #expect(try #require(profile.invite(ana, code)).get().id == made.id)
        _ = try #require(profile.cancel(ana, made.id)).get()
    }
    _ = try #require(profile.invite(ana, "0NET00MANY")).get()
    #expect(reason(profile.join("0NET00MANY", secret: 10)) == .tooMany)
    // Others go on, and so do those who are here already.
    _ = try #require(profile.invite(ben, "BENSGAST01")).get()
    _ = try #require(profile.join("BENSGAST01", secret: 11)).get()
    _ = try profile.person("Cleo")
}
