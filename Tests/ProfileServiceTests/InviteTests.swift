import Codec
import Contracts
import ProfileService
import RPC
import TestSupport
import Testing

@Suite struct InviteTests {
    @Test("an invitation, a yes and a yes in return make a tie, seen by both")
    func confirmed() throws {
        let profile = try ProfileRig()
        let (ana, ben) = (try profile.person("Ana"), try profile.person("Ben"))
        let invite = try #require(profile.invite(ana, kind: .chosenFamily)).get()
        #expect(invite.state == .open && invite.sheet == nil && invite.tieID == 0)
        #expect(invite.expiresAtMs == profile.rig.time.wallMs + ProfileService.Limits.codeMs)
        let sheet = try #require(profile.look(ben, "inv-ite ooo1")).get()
        #expect(sheet.version == 1 && sheet.operatorName == "Olga")
        #expect(sheet.kind == .chosenFamily)
        #expect(sheet.inviterName == "Ana" && sheet.inviteeName == "Ben")
        var bare = sheet
        bare.hash = []
        #expect(sheet.hash == SHA256.hash(bare.encoded()))
        _ = try #require(profile.accept(ben, hash: sheet.hash)).get()
        let accepted = try #require(profile.show(ana, invite.id)).get()
        #expect(accepted.state == .accepted && accepted.sheet?.hash == sheet.hash)
        profile.rig.time.advance(ms: 5000)
        let made = try #require(profile.confirm(ana, invite.id, hash: sheet.hash)).get()
        #expect(made.state == .confirmed && made.tieID != 0)
        for (one, other, name) in [(ana, ben, "Ben"), (ben, ana, "Ana")] {
            let tie = try #require(try profile.ties(one).first)
            #expect(tie.id == made.tieID && tie.kind == .chosenFamily && tie.state == .active)
            #expect(tie.others.map(\.personID) == [other.person])
            #expect(tie.others.map(\.name) == [name])
            #expect(tie.sinceMs == profile.rig.time.wallMs)
            #expect(tie.ceilings.map(\.topic) == [.any] && tie.ceilings.map(\.level) == [2])
        }
        let list = try #require(profile.rig.call(Invites.list, ListInvites(), as: ana)).get()
        #expect(list.invites.isEmpty)
    }

    @Test("the code lets one new person join, and then only they may say yes")
    func joining() throws {
        let profile = try ProfileRig()
        let (ana, cleo) = (try profile.person("Ana"), try profile.person("Cleo"))
        let invite = try #require(profile.invite(ana)).get()
        let joined = try #require(profile.join("1NV1TE0001", name: "Ben", secret: 9)).get()
        #expect(joined.isInvited)
        let ben = (joined.person.id, joined.device.id)
        #expect(reason(profile.look(cleo)) == .codeUsed)
        #expect(reason(profile.join("1NV1TE0001", name: "Dan", secret: 8)) == .codeUsed)
        #expect(try #require(profile.show(ana, invite.id)).get().state == .open)
        let sheet = try #require(profile.look(ben)).get()
        _ = try #require(profile.accept(ben, hash: sheet.hash)).get()
        _ = try #require(profile.confirm(ana, invite.id, hash: sheet.hash)).get()
        // The same device may ask again whatever became of it.
        #expect(try #require(profile.join("1NV1TE0001", name: "Ben", secret: 9)).get().isInvited)
        #expect(try profile.ties(ben).count == 1)
    }

    @Test("a plain code is not an invitation")
    func plainCodes() throws {
        let profile = try ProfileRig()
        let (ana, ben) = (try profile.person("Ana"), try profile.person("Ben"))
        _ = try #require(profile.code("ABCDEFGH12")).get()
        #expect(reason(profile.look(ben, "ABCDEFGH12")) == .codeWrong)
        let joined = try #require(profile.join("ABCDEFGH12", name: "Cleo", secret: 9)).get()
        #expect(!joined.isInvited)
        // Nor is an invitation a code for a device, or the operator's.
        _ = try #require(profile.invite(ana)).get()
        #expect(reason(profile.code("1NV1TE0001")) == .codeUsed)
        var request = CreateCode()
        request.code = "1NV1TE0001"
        #expect(reason(profile.rig.call(Devices.createCode, request, as: ana)) == .codeUsed)
    }

    @Test("the same code once more is the same invitation, another's or another kind is not")
    func sameCode() throws {
        let profile = try ProfileRig()
        let (ana, ben) = (try profile.person("Ana"), try profile.person("Ben"))
        let key = profile.rig.newKey()
        let invite = try #require(profile.invite(ana, key: key)).get()
        #expect(try #require(profile.invite(ana, key: key)).get().id == invite.id)
        #expect(try #require(profile.invite(ana)).get().id == invite.id)
        #expect(reason(profile.invite(ana, kind: .friend)) == .codeUsed)
        #expect(reason(profile.invite(ben)) == .codeUsed)
        #expect(reason(profile.invite(ana, "U")) == .codeMalformed)
        let list = try #require(profile.rig.call(Invites.list, ListInvites(), as: ana)).get()
        #expect(list.invites.map(\.id) == [invite.id])
    }

    @Test("at most eight are open or accepted; an expired and a cancelled one make room")
    func tooMany() throws {
        let profile = try ProfileRig()
        let ana = try profile.person("Ana")
        var first: UInt64 = 0
        for number in 1...Contracts.Limits.invitesMax {
            profile.rig.time.advance(ms: 1000)
            let made = try #require(profile.invite(ana, numbered("1NV1TE", number))).get()
            if number == 1 { first = made.id }
        }
        #expect(reason(profile.invite(ana, "1NV1TE9999")) == .tooMany)
        _ = try #require(profile.cancel(ana, first)).get()
        _ = try #require(profile.invite(ana, "1NV1TE9999")).get()
        #expect(reason(profile.invite(ana, "1NV1TE9998")) == .tooMany)
        profile.rig.time.stepWall(toMs: profile.rig.time.wallMs + ProfileService.Limits.codeMs)
        _ = try #require(profile.invite(ana, "1NV1TE9998")).get()
        let list = try #require(profile.rig.call(Invites.list, ListInvites(), as: ana)).get()
        #expect(list.invites.count == 1)
    }

    @Test("many wrong codes slow whoever tries them down, and nobody else")
    func brake() throws {
        let profile = try ProfileRig()
        let (ana, ben) = (try profile.person("Ana"), try profile.person("Ben"))
        _ = try #require(profile.invite(ana)).get()
        for number in 0..<ProfileService.Limits.wrongCodesPerSecondMax {
            let wrong = numbered("WR0NG", number)
            #expect(reason(number % 2 == 0 ? profile.look(ben, wrong) : nil) != .tooManyTries)
            if number % 2 == 1 {
                #expect(reason(profile.accept(ben, wrong, hash: [1])) == .codeWrong)
            }
        }
        #expect(reason(profile.look(ben)) == .tooManyTries)
        let cleo = try profile.person("Cleo")
        _ = try #require(profile.look(cleo)).get()
        profile.rig.time.advance(ms: 1000)
        _ = try #require(profile.look(ben)).get()
    }

    @Test("a sheet that changed since it was shown is not agreed to; a yes holds for its sheet")
    func changedSheet() throws {
        let profile = try ProfileRig()
        let (ana, ben) = (try profile.person("Ana"), try profile.person("Ben"))
        let invite = try #require(profile.invite(ana)).get()
        let stale = try #require(profile.look(ben)).get()
        var rename = UpdateMe()
        rename.name = "Anna"
        _ = try #require(profile.rig.call(People.update, rename, as: ana)).get()
        #expect(reason(profile.accept(ben, hash: stale.hash)) == .sheetChanged)
        #expect(reason(profile.accept(ben, hash: [])) == .fieldMissing)
        #expect(reason(profile.accept(ben, hash: [1, 2])) == .sheetChanged)
        let sheet = try #require(profile.look(ben)).get()
        #expect(sheet.inviterName == "Anna")
        let key = profile.rig.newKey()
        _ = try #require(profile.accept(ben, hash: sheet.hash, key: key)).get()
        rename.name = "Anne"
        _ = try #require(profile.rig.call(People.update, rename, as: ana)).get()
        // What Ben sees is what Ben said yes to, and so does Ana.
        #expect(try #require(profile.look(ben)).get().hash == sheet.hash)
        _ = try #require(profile.accept(ben, hash: sheet.hash)).get()
        _ = try #require(profile.accept(ben, hash: sheet.hash, key: key)).get()
        #expect(reason(profile.accept(ben, hash: stale.hash)) == .sheetChanged)
        #expect(reason(profile.confirm(ana, invite.id, hash: stale.hash)) == .sheetChanged)
        #expect(reason(profile.confirm(ana, invite.id, hash: [])) == .fieldMissing)
        _ = try #require(profile.confirm(ana, invite.id, hash: sheet.hash)).get()
    }

    @Test("two who have a tie make no second one, and an older yes does not outlive it")
    func alreadyTied() throws {
        let profile = try ProfileRig()
        let (ana, ben) = (try profile.person("Ana"), try profile.person("Ben"))
        // Each invites the other and each says yes.
        let one = try #require(profile.invite(ana, "1NV1TE0001")).get()
        let other = try #require(profile.invite(ben, "1NV1TE0002")).get()
        let third = try #require(profile.invite(ana, "1NV1TE0003")).get()
        let sheet = try #require(profile.look(ben, "1NV1TE0001")).get()
        let back = try #require(profile.look(ana, "1NV1TE0002")).get()
        _ = try #require(profile.accept(ben, "1NV1TE0001", hash: sheet.hash)).get()
        _ = try #require(profile.accept(ana, "1NV1TE0002", hash: back.hash)).get()
        let made = try #require(profile.confirm(ana, one.id, hash: sheet.hash)).get()
        #expect(reason(profile.confirm(ben, other.id, hash: back.hash)) == .alreadyTied)
        #expect(try #require(profile.show(ben, other.id)).get().state == .cancelled)
        #expect(reason(profile.lookAndAccept(ben, "1NV1TE0003")) == .alreadyTied)
        // After leaving, the void yes stays void, and a new one makes a new tie.
        _ = try #require(profile.leave(ben, made.tieID)).get()
        #expect(reason(profile.confirm(ben, other.id, hash: back.hash)) == .codeExpired)
        let again = try #require(profile.look(ben, "1NV1TE0003")).get()
        _ = try #require(profile.accept(ben, "1NV1TE0003", hash: again.hash)).get()
        let next = try #require(profile.confirm(ana, third.id, hash: again.hash)).get()
        #expect(next.tieID != made.tieID)
        #expect(try profile.ties(ana).map(\.id) == [next.tieID, made.tieID])
    }

    @Test("invitations and ties survive a restart, from the journal alone")
    func restart() throws {
        let disk = SimulatedDisk()
        let time = HandTime()
        let before = try ProfileRig(disk: disk, time: time)
        let (ana, ben) = (try before.person("Ana"), try before.person("Ben"))
        let invite = try #require(before.invite(ana)).get()
        let sheet = try #require(before.look(ben)).get()
        _ = try #require(before.accept(ben, hash: sheet.hash)).get()
        let tie = try before.tie(try before.person("Cleo"), ana, code: "T1E0000009")
        _ = try #require(
            before.rig.call(
                Ties.setCeiling, before.ceiling(tie, .hopes, 4), as: ana)
        ).get()
        let seen = try before.ties(ana)
        let after = try ProfileRig(disk: disk.afterPowerCut(keeping: .nothing), time: time)
        #expect(try after.ties(ana).map { $0.encoded() } == seen.map { $0.encoded() })
        let shown = try #require(after.show(ana, invite.id)).get()
        #expect(shown.state == .accepted && shown.sheet?.hash == sheet.hash)
        _ = try #require(after.confirm(ana, invite.id, hash: sheet.hash)).get()
        #expect(try after.ties(ben).count == 1)
    }
}
