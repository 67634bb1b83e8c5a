import Codec
import Contracts
import Host
import ProfileService
import RPC
import TestSupport
import Testing

/// The power goes at every disk operation while two people join, become a tie, go further and less
/// far, and part.
@Suite struct ProfilePowerCutTests {
    /// What was answered before the power went.
    private struct Answered {
        var ana: Who?
        var ben: Who?
        var tie: UInt64?
        var level: Int32 = 2
        var hasLeft = false
    }

    @Test(
        "what Profile answered is there after a power cut before any operation, and its facts say it too",
        arguments: [SimulatedDisk.Kept.nothing, .everything, .some(seed: 5)])
    func everywhere(kept: SimulatedDisk.Kept) throws {
        var number = 1
        var cuts = 0
        while true {
            let disk = SimulatedDisk()
            disk.cutPower(at: number)
            let answered = run(on: disk)
            if answered.hasLeft && disk.operations < number { break }
            cuts += 1
            try check(answered, disk.afterPowerCut(keeping: kept), "cut at \(number)")
            number += 1
        }
        #expect(cuts > 30)
    }

    private func run(on disk: SimulatedDisk) -> Answered {
        var answered = Answered()
        guard let rig = try? ProfileRig(disk: disk) else { return answered }
        answered.ana = join(rig, "ANAC0DE111", "Ana", 1)
        guard let ana = answered.ana else { return answered }
        answered.ben = join(rig, "BENC0DE111", "Ben", 2)
        guard let ben = answered.ben else { return answered }
        guard let made = try? rig.invite(ana)?.get(), let sheet = try? rig.look(ben)?.get(),
            (try? rig.accept(ben, hash: sheet.hash)?.get()) != nil,
            let tie = try? rig.confirm(ana, made.id, hash: sheet.hash)?.get().tieID
        else { return answered }
        answered.tie = tie
        for level: Int32 in [4, 1] {
            let request = rig.ceiling(tie, .any, level)
            guard (try? rig.rig.call(Ties.setCeiling, request, as: ana)?.get()) != nil else {
                return answered
            }
            answered.level = level
        }
        answered.hasLeft = (try? rig.leave(ana, tie)?.get()) != nil
        return answered
    }

    private func join(
        _ rig: ProfileRig, _ code: String, _ name: String, _ secret: UInt8
    ) -> Who? {
        guard (try? rig.code(code)?.get()) != nil,
            let joined = try? rig.join(code, name: name, secret: secret)?.get()
        else { return nil }
        return (joined.person.id, joined.device.id)
    }

    private func check(
        _ answered: Answered, _ disk: SimulatedDisk, _ place: Comment
    ) throws {
        let rig = try ProfileRig(disk: disk)
        guard let ana = answered.ana else { return }
        let ties = try rig.ties(ana)
        #expect(ties.count <= 1, place)
        if let ben = answered.ben {
            // Both see it, or neither.
            #expect(try rig.ties(ben).map(\.id) == ties.map(\.id), place)
            #expect(try rig.ties(ben).map(\.state) == ties.map(\.state), place)
        }
        if let tie = answered.tie { #expect(ties.map(\.id) == [tie], place) }
        let facts = follow(rig).compactMap(\.tie)
        #expect(facts.map(\.tieID) == ties.map(\.id), place)
        #expect(facts.map(\.state) == ties.map(\.state), place)
        guard let tie = ties.first, let fact = facts.first else { return }
        if answered.hasLeft { #expect(tie.state == .ended, place) }
        guard tie.state == .active else { return }
        let level = tie.ceilings.first { $0.topic == .any }?.level
        let told = fact.members.first { $0.personID == ana.person }?.ceilings.first
        #expect(level == told, place)
        // What was answered, or the step after it, whole.
        let next: [Int32: [Int32]] = [2: [2, 4], 4: [4, 1], 1: [1]]
        #expect(level.map { next[answered.level]?.contains($0) ?? false } == true, place)
    }

    /// Every fact there is.
    private func follow(_ rig: ProfileRig) -> [Fact] {
        let stream = rig.rig.begin(Facts.follow, FollowFacts())
        rig.rig.turn { stream.items.contains { $0.tie == nil && $0.person == nil } }
        rig.rig.settle()
        return stream.items
    }
}
