import Codec
import Contracts
import HuntKit
import RPC
import Reactor
import TestSupport
import Testing

/// What Ben is sent, in every frame of every method, says nothing of what Ana did.
@Suite struct LeakTests {
    /// What Ana does with the question that both have.
    private enum Deed: CaseIterable {
        case ignored, sealed, edited, withdrew, passed
    }

    @Test(
        "T6: whatever Ana did, Ben is sent the same frames of the same sizes, before and after expiry"
    )
    func nothingLeaks() throws {
        let evening = try Evening()
        try evening.goFar(evening.ana, 4)
        let question = try evening.question(evening.ana)
        var note = CreateReminder()
        note.note = "Pottery"
        note.schedule.kind = .absolute
        note.schedule.atMs = evening.nowMs + 3_600_000
        let own = try evening.call(evening.ben, Reminders.create, note)
        let ids = Known(pair: evening.people, question: question.id, reminder: own.id)
        evening.installation.stopAll()

        let plain = try transcript(evening, .ignored, question, ids)
        #expect(plain.contains { $0.contains("Pottery") })
        #expect(plain.count > 100)
        for deed in Deed.allCases where deed != .ignored {
            let other = try transcript(evening, deed, question, ids)
            #expect(other.count == plain.count, "\(deed)")
            for (mine, theirs) in zip(plain, other) where mine != theirs {
                Issue.record("Ana \(deed): \(theirs) in place of \(mine)")
                break
            }
        }
    }

    /// Ben's whole script at a copy of the installation, after Ana's deed and again after a day.
    private func transcript(
        _ evening: Evening, _ deed: Deed, _ question: Question, _ ids: Known
    ) throws -> [String] {
        let copy = try Evening(copying: evening)
        try perform(deed, question, copy)
        let auth = Evening.device(ids.pair.benDevice, 2)
        let ben = FrameRecorder(copy.installation.gateway, auth)
        let watch = FrameRecorder(copy.installation.gateway, auth)
        watch.watch(Reminders.watch.info, "{}")
        var random = SeededRandom(seed: 4)
        func play(_ steps: [Script.Step]) {
            for step in steps {
                let key =
                    step.info.needsKey
                    ? IdempotencyKey(wallMs: copy.nowMs, random: &random) : nil
                ben.call(step.info, step.json, key: key)
            }
        }
        let script = Script(ids)
        play(script.reading)
        play(script.harmless)
        try copy.advance(ms: 2 * 3_600_000)
        watch.await(Reminders.watch.info, saying: "Pottery")
        play(script.reading)
        try copy.advance(ms: 26 * 3_600_000)
        play(script.reading)
        play(script.late)
        play(script.last)
        return ben.renumbered + watch.renumbered
    }

    private func perform(_ deed: Deed, _ question: Question, _ evening: Evening) throws {
        var id = QuestionID()
        id.id = question.id
        switch deed {
        case .ignored: break
        case .sealed: try evening.seal(evening.ana, question, "I was afraid of the letter.")
        case .edited:
            try evening.seal(evening.ana, question, "No.")
            try evening.seal(
                evening.ana, question, String(repeating: "I was afraid of the letter. ", count: 99))
        case .withdrew:
            try evening.seal(evening.ana, question, "I was afraid of the letter.")
            _ = try evening.call(evening.ana, Questions.withdraw, id)
        case .passed: _ = try evening.call(evening.ana, Questions.pass, id)
        }
    }

    @Test("Ben's script calls every method that a person can see")
    func scriptIsWhole() {
        let script = Script(Known(pair: Evening.Pair(), question: 1, reminder: 2))
        let steps = script.reading + script.harmless + script.late + script.last
        let called = Set(steps.map(\.info.name))
        // Joining makes somebody else; a watch is a stream, and is watched; ideas are drawn anew at
        // each call from the seeds and from nothing else.
        let others: Set = [Devices.join.name, Reminders.watch.name, Together.suggest.name]
        for info in TendServices.all.flatMap({ $0.methods })
        where info.exposure == .person || info.exposure == .open {
            #expect(called.contains(info.name) || others.contains(info.name), "\(info.name)")
        }
    }
}

/// Every id that Ben could know.
private struct Known {
    var pair: Evening.Pair
    var question: UInt64
    var reminder: UInt64

    var all: [UInt64] {
        [pair.tie, question, reminder, pair.ana, pair.ben, pair.anaDevice, pair.benDevice, 1]
    }
}

/// What Ben calls, with every id in every place where an id goes.
private struct Script {
    struct Step {
        let info: MethodInfo
        let json: String
    }

    let ids: Known
    init(_ ids: Known) { self.ids = ids }

    /// Calls that change nothing.
    var reading: [Step] {
        step(Door.health.info, "{}") + step(Door.list.info, "{}")
            + step(Door.describe.info, #"{"name":"tend.v1.Questions/Seal"}"#)
            + step(Today.get.info, "{}") + step(People.me.info, "{}") + step(Ties.list.info, "{}")
            + step(Invites.list.info, "{}") + each(Invites.show.info, #"{"id":"@"}"#)
            + step(Invites.look.info, #"{"code":"1NV1TE0001"}"#)
            + step(Questions.list.info, "{}") + each(Questions.show.info, #"{"id":"@"}"#)
            + each(Questions.read.info, #"{"id":"@"}"#)
            + each(Questions.why.info, #"{"id":"@"}"#)
            + each(Questions.returned.info, #"{"id":"@"}"#)
            + each(Shares.read.info, #"{"id":"@"}"#) + step(Together.list.info, "{}")
            + step(Reminders.list.info, #"{"include_ended":true}"#)
            + each(Reminders.show.info, #"{"id":"@"}"#)
            + each(Reminders.audit.info, #"{"id":"@"}"#)
    }

    /// Calls that change only what is Ben's, or what both may see change.
    var harmless: [Step] {
        each(Questions.ask.info, #"{"id":"@"}"#) + each(Questions.withdraw.info, #"{"id":"@"}"#)
            + each(Questions.takeReturned.info, #"{"id":"@"}"#)
            + each(Shares.send.info, #"{"tie_id":"@","level":2,"text":"The tram was late."}"#)
            + each(Together.answer.info, #"{"id":"@","yes":true}"#)
            + each(Together.end.info, #"{"id":"@"}"#)
            + each(
                Together.offer.info,
                #"{"tie_id":"@","title":"A walk","schedule":{"local_start":"2027-03-20T10:00"}}"#)
            + step(
                Reminders.create.info,
                #"{"note":"Tea","schedule":{"local_start":"2027-03-20T10:00","zone":"Europe/Berlin"}}"#
            )
            + each(Reminders.cancel.info, #"{"id":"@"}"#, but: [ids.reminder])
            + each(Reminders.snooze.info, #"{"occurrence":{"reminder_id":"@"},"for_ms":"60000"}"#)
            + each(Reminders.done.info, #"{"occurrence":{"reminder_id":"@"}}"#)
            + each(Reminders.skip.info, #"{"occurrence":{"reminder_id":"@"}}"#)
            + each(Reminders.shown.info, #"{"occurrences":[{"reminder_id":"@"}]}"#)
            + step(People.update.info, #"{"name":"Benjamin"}"#)
            + step(People.setQuiet.info, "{}")
            + step(Invites.create.info, #"{"code":"BENSC0DE01"}"#)
            + step(Invites.accept.info, #"{"code":"1NV1TE0001"}"#)
            + each(Invites.confirm.info, #"{"id":"@","yes":true}"#)
            + each(Invites.cancel.info, #"{"id":"@"}"#)
            + step(Devices.createCode.info, #"{"code":"BENSDEV1CE"}"#)
            + each(Ties.setCeiling.info, #"{"tie_id":"@","level":3}"#)
            + each(Questions.pass.info, #"{"id":"@"}"#, but: [ids.question])
    }

    /// What comes too late for the question.
    var late: [Step] {
        each(Questions.seal.info, #"{"question_id":"@","text":"Me too."}"#)
            + each(Questions.pass.info, #"{"id":"@"}"#)
    }

    /// What Ben can do only once.
    var last: [Step] {
        each(Ties.leave.info, #"{"id":"@"}"#) + reading
            + each(Devices.revoke.info, #"{"device_id":"@"}"#, but: [ids.pair.benDevice])
    }

    private func step(_ info: MethodInfo, _ json: String) -> [Step] {
        [Step(info: info, json: json)]
    }

    private func each(_ info: MethodInfo, _ json: String, but not: [UInt64] = []) -> [Step] {
        ids.all.filter { !not.contains($0) }.map {
            Step(info: info, json: json.replacing("@", with: String($0)))
        }
    }
}
