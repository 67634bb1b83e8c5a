import Catalogue
import Codec
import Contracts
import Host
import PromptService
import RPC
import TestSupport
import Testing

/// What does not fit is refused with its own reason, and changes nothing.
@Suite struct WrongInputTests {
    /// An answer and what it is refused with; nil where it fits.
    private struct Row: CustomTestStringConvertible, Sendable {
        let type: PromptType
        let text: String
        let choices: [Int32]
        let reason: Reason?
        var testDescription: String { "\(type) \"\(text)\" \(choices)" }

        init(_ type: PromptType, _ text: String, _ choices: [Int32], _ reason: Reason? = nil) {
            self.type = type
            self.text = text
            self.choices = choices
            self.reason = reason
        }

        static let all: [Row] = [
            Row(.written, "Words.", []),
            Row(.written, "", [], .fieldMissing),
            Row(.written, " \n\t ", [], .fieldMissing),
            Row(.written, "Words.", [0], .choiceInvalid),
            Row(.spoken, "", []),
            Row(.spoken, "A note.", []),
            Row(.spoken, "", [0], .choiceInvalid),
            Row(.single, "", [2]),
            Row(.single, "A note.", [0]),
            Row(.single, "Words.", [], .choiceInvalid),
            Row(.single, "", [3], .choiceInvalid),
            Row(.single, "", [-1], .choiceInvalid),
            Row(.single, "", [0, 1], .choiceInvalid),
            Row(.multi, "", [2, 0]),
            Row(.multi, "", [], .choiceInvalid),
            Row(.multi, "", [0, 0], .choiceInvalid),
            Row(.multi, "", [0, 1, 2]),
            Row(.multi, "", [0, 1, 2, 3], .choiceInvalid),
            Row(.multi, "", [Int32.min], .choiceInvalid),
            Row(.scale, "", [1]),
            Row(.scale, "", [7]),
            Row(.scale, "", [0], .choiceInvalid),
            Row(.scale, "", [8], .choiceInvalid),
            Row(.scale, "", [Int32.max], .choiceInvalid),
            Row(.scale, "Words.", [], .choiceInvalid),
            Row(.thisOrThat, "", [1]),
            Row(.thisOrThat, "", [2], .choiceInvalid),
        ]
    }

    private func catalogue(_ type: PromptType) -> Catalogue {
        let options =
            switch type {
            case .written, .spoken: [] as [String]
            case .scale, .thisOrThat: ["This", "That"]
            case .single, .multi: ["One", "Two", "Three"]
            }
        return Catalogue(prompts: [
            Prompt(
                id: "only", level: 1, topic: .play, kinds: Set(TieKind.allCases), type: type,
                text: "Which?", half: nil, options: options)
        ])
    }

    @Test("an answer fits its question or is refused with the reason", arguments: Row.all)
    private func answers(row: Row) throws {
        let desk = PromptDesk(catalogue(row.type))
        desk.hear(tieFact(5, people: [1, 2], levels: [5, 5], sinceMs: desk.nowMs))
        let question = try desk.openQuestion(5)
        let events = desk.journal.count
        #expect(
            refusal { try desk.seal(1, question.id, row.text, row.choices) } == row.reason)
        if row.reason != nil {
            #expect(desk.journal.count == events)
        } else {
            let seat = desk.state.questions[question.id]?.seats[0]
            #expect(seat?.choices == row.choices.sorted() && seat?.text == row.text)
        }
    }

    @Test("a share of no level that there is, and one without words, are refused with the reason")
    func shares() throws {
        let desk = PromptDesk()
        desk.hear(tieFact(5, people: [1, 2], levels: [5, 5], sinceMs: desk.nowMs))
        for level in [0, -1, 6, Int32.max, Int32.min] {
            #expect(
                refusal { try desk.share(1, 5, level: level, "Thanks.") } == .levelOutOfRange)
        }
        #expect(refusal { try desk.share(1, 5, level: 1, "") } == .fieldMissing)
        #expect(refusal { try desk.share(1, 5, level: 1, "\n ") } == .fieldMissing)
        #expect(refusal { try desk.share(1, 6, level: 9, "") } == .notThere)
        #expect(desk.state.shares.isEmpty)
    }

    @Test("only so many shares go out in a day, whatever the others do with them")
    func sharesOfADay() throws {
        for reads in [false, true] {
            let desk = PromptDesk()
            desk.hear(
                tieFact(5, people: [1, 2], levels: [5, reads ? 5 : 1], sinceMs: desk.nowMs))
            for _ in 0..<PromptService.Limits.sharesPerDayMax {
                let share = try desk.share(1, 5, level: 3, "Thanks.")
                if reads { _ = try desk.readShare(2, share) }
            }
            #expect(refusal { try desk.share(1, 5, level: 3, "More.") } == .tooMany)
            try desk.share(2, 5, level: 3, "Mine.")
            desk.advance(day)
            try desk.share(1, 5, level: 3, "Again.")
        }
    }

    @Test("a list shows sixteen of each and fits one frame, whatever waits")
    func fullList() throws {
        let long = String(repeating: "x", count: Contracts.Limits.promptBytesMax)
        let option = String(repeating: "y", count: Contracts.Limits.optionBytesMax)
        var prompts: [Prompt] = []
        for number in 0..<60 {
            prompts.append(
                Prompt(
                    id: "p\(number)", level: 1, topic: .play, kinds: Set(TieKind.allCases),
                    type: .multi, text: long, half: nil,
                    options: [String](repeating: option, count: Contracts.Limits.optionsMax)))
        }
        let desk = PromptDesk(Catalogue(prompts: prompts))
        for tie in 1...20 as ClosedRange<UInt64> {
            desk.hear(
                tieFact(tie, people: [1, tie + 100], levels: [5, 5], sinceMs: desk.nowMs))
            let question = try desk.openQuestion(tie).id
            try desk.seal(1, question, "", [0])
            try desk.seal(tie + 100, question, "", [0])
            try desk.share(tie + 100, tie, level: 1, "Thanks.")
            let asked = try desk.ask(1, tie).id
            try desk.seal(1, asked, "", [0])
        }
        desk.advance(day)
        for tie in 1...20 as ClosedRange<UInt64> {
            if try desk.list(1).open.count < 16 { _ = try? desk.ask(1, tie) }
        }
        let list = try desk.list(1)
        #expect(list.open.count == 16 && list.revealed.count == 16)
        #expect(list.returned.count == 16 && list.shares.count == 16)
        #expect(list.encodedSize <= 65_000)
    }

    @Test("who is nobody, and a service that names nobody, are asked who they are")
    func nobody() throws {
        let rig = try PromptRig()
        let refused = rig.rig.call(Questions.list, ListQuestions())
        guard case .failure(let error) = refused else {
            Issue.record("nobody was answered")
            return
        }
        #expect(error.code == .unauthenticated || error.code == .unimplemented)
        #expect(try rig.list((999, 9990)).encoded().isEmpty)
    }
}
