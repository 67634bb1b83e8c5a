import Contracts
import HuntKit
import RPC
import TestSupport
import Testing

/// What Profile has promised holds in every service before it answers, also where a service is
/// frozen, gone or coming back at that moment.
@Suite(.serialized) struct FreezeTests {
    /// How a service is kept from hearing of it.
    enum Fault: CaseIterable, Sendable {
        case frozen, killed, restarting
    }

    private struct Case: Sendable, CustomTestStringConvertible {
        let part: String
        let fault: Fault
        var testDescription: String { "\(part) \(fault)" }
        /// Whether calls wait in a socket that nobody reads.
        var isDeaf: Bool { fault == .frozen }
    }

    private static let cases: [Case] = ["prompt", "reminder"].flatMap { part in
        Fault.allCases.map { Case(part: part, fault: $0) }
    }

    @Test("T4: after a ceiling is lowered nothing above it is served or revealed", arguments: cases)
    private func lowered(_ test: Case) throws {
        let evening = try Evening()
        let question = try evening.question(evening.ana)
        #expect(question.level == 2)
        try evening.seal(evening.ana, question, "The letter.")
        begin(test, evening)
        // On their way to a service that does not hear them yet.
        let early =
            test.isDeaf && test.part == "prompt" ? bensCalls(question, evening) : []
        try evening.goFar(evening.ana, 1)
        let after = bensCalls(question, evening)
        end(test, evening)
        for call in early + after { expectNothing(call, evening) }
        let list = try evening.call(evening.ben, Questions.list, ListQuestions())
        #expect(list.open.allSatisfy { $0.level <= 1 } && list.revealed.isEmpty)
        // Ana's words are hers again.
        let hers = try evening.call(evening.ana, Questions.list, ListQuestions())
        #expect(hers.returned.map(\.questionID) == [question.id])
    }

    @Test("T32: after a tie is left nothing of it is read, answered or rung", arguments: cases)
    private func left(_ test: Case) throws {
        let evening = try Evening()
        let question = try evening.question(evening.ana)
        try evening.seal(evening.ana, question, "The letter.")
        var offer = MakeOffer()
        offer.tieID = evening.people.tie
        offer.title = "Film night"
        offer.schedule.kind = .absolute
        offer.schedule.atMs = evening.nowMs + 3_600_000
        let made = try evening.call(evening.ana, Together.offer, offer)
        var yes = AnswerOffer()
        yes.id = made.id
        yes.yes = true
        #expect(try evening.call(evening.ben, Together.answer, yes).state == .agreed)
        let watch = HuntWatch(evening.ben)
        begin(test, evening)
        let early =
            test.isDeaf && test.part == "prompt" ? bensCalls(question, evening) : []
        var tie = TieID()
        tie.id = evening.people.tie
        _ = try evening.call(evening.ana, Ties.leave, tie)
        let after = bensCalls(question, evening)
        end(test, evening)
        for call in early + after { expectNothing(call, evening) }
        try evening.advance(ms: 2 * 3_600_000)
        let list = try evening.call(evening.ben, Questions.list, ListQuestions())
        #expect(list.open.isEmpty && list.revealed.isEmpty)
        #expect(try evening.call(evening.ben, Together.list, ListOffers()).offers.isEmpty)
        #expect(watch.deliveries.isEmpty, "what was agreed rang after the tie had ended")
    }

    @Test("after a device is revoked it writes nothing anywhere", arguments: cases)
    private func revoked(_ test: Case) throws {
        let evening = try Evening()
        let question = try evening.question(evening.ben)
        let phone = try evening.secondDevice(of: evening.ben, secret: 3)
        begin(test, evening)
        // On their way to a service that does not hear them yet.
        let early = test.isDeaf ? writes(by: phone.client, to: test.part, question, evening) : []
        var revoke = RevokeDevice()
        revoke.deviceID = phone.id
        _ = try evening.call(evening.ben, Devices.revoke, revoke)
        let after = writes(by: phone.client, to: test.part, question, evening)
        end(test, evening)
        for call in early + after {
            evening.ben.wait { call.outcome != nil }
            if case .success = call.outcome { Issue.record("a revoked device was answered") }
        }
        let reminders = try evening.call(evening.ben, Reminders.list, ListReminders()).reminders
        #expect(reminders.isEmpty, "a revoked device wrote a reminder")
        let open = try evening.call(evening.ben, Questions.list, ListQuestions()).open
        #expect(open.map(\.mine) == [.none], "a revoked device sealed an answer")
    }

    private func writes(
        by client: HuntClient, to part: String, _ question: Question, _ evening: Evening
    ) -> [PendingCall] {
        if part == "prompt" {
            let answer = Evening.answer(question, "Not mine any more.")
            return [client.send(Questions.seal, answer, key: evening.newKey())]
        }
        var note = CreateReminder()
        note.note = "Not mine any more"
        note.schedule.kind = .absolute
        note.schedule.atMs = evening.nowMs + 60_000
        return [client.send(Reminders.create, note, key: evening.newKey())]
    }

    // MARK: Faults

    private func begin(_ test: Case, _ evening: Evening) {
        switch test.fault {
        case .frozen: evening.installation.freeze(test.part)
        case .killed: evening.installation.kill(test.part)
        case .restarting:
            evening.installation.kill(test.part)
            evening.installation.start(test.part)
        }
    }

    private func end(_ test: Case, _ evening: Evening) {
        switch test.fault {
        case .frozen: evening.installation.thaw(test.part)
        case .killed: evening.installation.start(test.part)
        case .restarting: break
        }
    }

    // MARK: What Ben asks

    /// Ben's ways to the question: to see it, to read its answers, to complete it.
    private func bensCalls(_ question: Question, _ evening: Evening) -> [PendingCall] {
        var id = QuestionID()
        id.id = question.id
        var tie = TieID()
        tie.id = question.tieID
        let answer = Evening.answer(question, "Mine.")
        return [
            evening.ben.send(Questions.list, ListQuestions()),
            evening.ben.send(Questions.show, id),
            evening.ben.send(Questions.seal, answer, key: evening.newKey()),
            evening.ben.send(Questions.read, id),
            evening.ben.send(Questions.ask, tie, key: evening.newKey()),
            evening.ben.send(Today.get, TodayRequest()),
        ]
    }

    /// Nothing of Ana's is in an answer that came after her reply.
    private func expectNothing(_ call: PendingCall, _ evening: Evening) {
        evening.ben.wait { call.outcome != nil }
        guard case .success(let bytes) = call.outcome else { return }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.contains("The letter."), "Ana's words came after her reply")
    }
}
