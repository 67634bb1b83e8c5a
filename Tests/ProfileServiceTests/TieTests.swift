import Codec
import Contracts
import ProfileService
import RPC
import TestSupport
import Testing

/// What a ceiling is set to, and what its owner then sees.
struct Wish: CustomTestStringConvertible, Sendable {
    let name: String
    let steps: [(Topic, Int32)]
    let seen: [Topic: Int32]

    var testDescription: String { name }

    static let all: [Wish] = [
        Wish(name: "nothing said", steps: [], seen: [.any: 2]),
        Wish(name: "all higher", steps: [(.any, 5)], seen: [.any: 5]),
        Wish(name: "one higher", steps: [(.hopes, 4)], seen: [.any: 2, .hopes: 4]),
        Wish(name: "one as all", steps: [(.hopes, 4), (.hopes, 2)], seen: [.any: 2]),
        Wish(name: "all takes one along", steps: [(.hopes, 4), (.any, 3)], seen: [.any: 3]),
        Wish(
            name: "never stays never", steps: [(.worries, 0), (.any, 5)],
            seen: [.any: 5, .worries: 0]),
        Wish(
            name: "never is opened by its own name", steps: [(.worries, 0), (.worries, 1)],
            seen: [.any: 2, .worries: 1]),
        Wish(
            name: "physical is opened by its own name only",
            steps: [(.any, 5), (.physical, 1), (.any, 3)], seen: [.any: 3, .physical: 1]),
        Wish(
            name: "physical is shown also where it is as all", steps: [(.physical, 2)],
            seen: [.any: 2, .physical: 2]),
        Wish(
            name: "physical closed again", steps: [(.physical, 3), (.physical, 0)],
            seen: [.any: 2]),
    ]
}

@Suite struct TieTests {
    @Test("ceilings are set and seen", arguments: Wish.all)
    func ceilings(wish: Wish) throws {
        let profile = try ProfileRig()
        let (ana, ben) = (try profile.person("Ana"), try profile.person("Ben"))
        let tie = try profile.tie(ana, ben)
        for (topic, level) in wish.steps {
            let request = profile.ceiling(tie, topic, level)
            _ = try #require(profile.rig.call(Ties.setCeiling, request, as: ana)).get()
        }
        let seen = try #require(try profile.ties(ana).first).ceilings
        #expect(seen.first?.topic == .any)
        #expect(Dictionary(uniqueKeysWithValues: seen.map { ($0.topic, $0.level) }) == wish.seen)
        // Nothing of it reaches the other.
        let others = try #require(try profile.ties(ben).first).ceilings
        #expect(others.map(\.topic) == [.any] && others.map(\.level) == [2])
    }

    @Test("a level or a topic that there is not is refused, and nothing changes")
    func wrongCeilings() throws {
        let profile = try ProfileRig()
        let (ana, ben) = (try profile.person("Ana"), try profile.person("Ben"))
        let tie = try profile.tie(ana, ben)
        let rows: [(Topic, Int32)] = [
            (.any, 0), (.any, 6), (.any, -1), (.hopes, 6), (.hopes, -1), (.physical, .max),
            (.any, .min),
        ]
        for (topic, level) in rows {
            for id in [tie, 4711] {
                let request = profile.ceiling(id, topic, level)
                let error = failure(profile.rig.call(Ties.setCeiling, request, as: ana))
                let refusal = try Refusal(decoding: try #require(error).details)
                #expect(refusal.reason == .levelOutOfRange)
                #expect(refusal.field == "level" && refusal.limit == 5)
            }
        }
        for number: Int32 in [12, -1, .max] {
            var request = profile.ceiling(tie, .any, 5)
            request.topicNumber = OpenNumber(rawValue: number)
            #expect(
                reason(profile.rig.call(Ties.setCeiling, request, as: ana)) == .fieldInvalid)
        }
        #expect(try profile.ties(ana).first?.ceilings.map(\.level) == [2])
    }

    @Test("any order of 300 wishes leaves every level as a plain model says", arguments: [1, 2, 3])
    func property(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let profile = try ProfileRig()
        let (ana, ben) = (try profile.person("Ana"), try profile.person("Ben"))
        let tie = try profile.tie(ana, ben)
        var model = [Int32](repeating: 2, count: 11) + [0]
        for _ in 0..<300 {
            let topic = Topic.allCases[Int(random.next() % 12)]
            let level = Int32(random.next() % 6)
            let request = profile.ceiling(tie, topic, level)
            profile.rig.time.advance(ms: 1)
            let result = try #require(profile.rig.call(Ties.setCeiling, request, as: ana))
            if topic == .any && level == 0 {
                #expect(reason(result) == .levelOutOfRange)
                continue
            }
            _ = try result.get()
            if topic == .any {
                for place in 0..<11 where place == 0 || model[place] != 0 { model[place] = level }
            } else {
                model[Int(topic.rawValue)] = level
            }
            let stream = profile.rig.begin(Facts.follow, FollowFacts())
            profile.rig.turn { stream.items.contains { $0.tie != nil } }
            let fact = try #require(stream.items.compactMap(\.tie).first)
            #expect(fact.members.map(\.personID) == [ben.person, ana.person])
            #expect(fact.members.last?.ceilings == model)
            #expect(fact.members.first?.ceilings == [Int32](repeating: 2, count: 11) + [0])
            if let id = stream.id { profile.rig.channel.cancel(id) }
        }
    }

    @Test("leaving ends it for all; each keeps seeing that it was, and nothing new of the other")
    func leaving() throws {
        let profile = try ProfileRig()
        let (ana, ben) = (try profile.person("Ana"), try profile.person("Ben"))
        let tie = try profile.tie(ana, ben)
        let left = try #require(profile.leave(ben, tie)).get()
        #expect(left.state == .ended && left.ceilings.isEmpty)
        var rename = UpdateMe()
        rename.name = "Benjamin"
        _ = try #require(profile.rig.call(People.update, rename, as: ben)).get()
        let seen = try #require(try profile.ties(ana).first)
        #expect(seen.id == tie && seen.state == .ended && seen.ceilings.isEmpty)
        #expect(seen.others.map(\.name) == ["Ben"])
        #expect(reason(profile.leave(ana, tie)) == .notThere)
        #expect(reason(profile.leave(ben, tie)) == .notThere)
    }

    @Test("ended, never there and somebody else's are one reply, byte for byte")
    func notThere() throws {
        let profile = try ProfileRig()
        let (ana, ben) = (try profile.person("Ana"), try profile.person("Ben"))
        let cleo = try profile.person("Cleo")
        let ended = try profile.tie(ana, ben)
        _ = try #require(profile.leave(ana, ended)).get()
        let foreign = try profile.tie(ben, cleo, code: "T1E0000002")
        for id in [ended, foreign, 0, 4711] {
            for level: Int32 in [1, 5] {
                let request = profile.ceiling(id, .hopes, level)
                let result = profile.rig.call(Ties.setCeiling, request, as: ana)
                #expect(failure(result) == RPCError.notThereExactly)
            }
            #expect(failure(profile.leave(ana, id)) == RPCError.notThereExactly)
        }
        #expect(try profile.ties(ana).map(\.id) == [ended])
    }

    @Test("ties are listed oldest first, ended ones last; with 64 the oldest ended one makes room")
    func many() throws {
        let profile = try ProfileRig()
        let (ana, ben) = (try profile.person("Ana"), try profile.person("Ben"))
        var ids: [UInt64] = []
        for number in 0..<Contracts.Limits.tiesMax + 2 {
            profile.rig.time.advance(ms: 1000)
            let id = try profile.tie(ana, ben, code: numbered("T1E", number))
            _ = try #require(profile.leave(ana, id)).get()
            ids.append(id)
        }
        let cleo = try profile.person("Cleo")
        let last = try profile.tie(cleo, ana, code: "T1E1111111")
        let seen = try profile.ties(ana)
        #expect(seen.map(\.id) == [last] + ids.suffix(Contracts.Limits.tiesMax - 1))
        #expect(seen.map(\.state).filter { $0 == .active }.count == 1)
    }

    @Test("nobody has more than 64 ties that stand, and is told when saying yes")
    func full() throws {
        let profile = try ProfileRig()
        let ana = try profile.person("Ana")
        var others: [Who] = []
        for number in 0..<Contracts.Limits.tiesMax {
            profile.rig.time.advance(ms: 1000)
            let other = try profile.person("P\(number)")
            _ = try profile.tie(other, ana, code: numbered("T1E", number))
            others.append(other)
        }
        let zoe = try profile.person("Zoe")
        _ = try #require(profile.invite(zoe)).get()
        #expect(reason(profile.lookAndAccept(ana)) == .tooMany)
        let own = try #require(profile.invite(ana, "1NV1TE0002")).get()
        let sheet = try #require(profile.look(zoe, "1NV1TE0002")).get()
        _ = try #require(profile.accept(zoe, "1NV1TE0002", hash: sheet.hash)).get()
        #expect(reason(profile.confirm(ana, own.id, hash: sheet.hash)) == .tooMany)
        #expect(try #require(profile.show(ana, own.id)).get().state == .accepted)
        let first = try #require(try profile.ties(ana).first)
        _ = try #require(profile.leave(ana, first.id)).get()
        _ = try #require(profile.confirm(ana, own.id, hash: sheet.hash)).get()
    }
}
