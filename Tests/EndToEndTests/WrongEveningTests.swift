import Codec
import Contracts
import HuntKit
import RPC
import TendClient
import TestSupport
import Testing

/// What goes wrong between two people: each wrong line has a sentence of its own, nothing that was
/// written is lost, and what is not somebody's cannot be told from what is not there.
@Suite struct WrongEveningTests {
    private struct Row {
        let line: String
        var input = ""
        let code: Int32
        let id: WordID
        var values: [String: String] = [:]

        init(
            _ line: String, input: String = "", _ code: Int32, _ id: WordID,
            _ values: [String: String] = [:]
        ) {
            self.line = line
            self.input = input
            self.code = code
            self.id = id
            self.values = values
        }
    }

    private static let typed: [Row] = [
        Row("tend with ben far 9", 2, .levelBad, ["word": "9"]),
        Row("tend with ben far 0", 2, .levelBad, ["word": "0"]),
        Row(
            "tend with ben far hoeps 3", 2, .topicUnknownNear,
            ["word": "hoeps", "nearest": "hopes"]),
        Row("tend with zora far 3", 2, .nobodyNamed, ["name": "zora", "names": "Ben"]),
        Row("tend share ben --level 6", input: "Hm.", 2, .levelBad, ["word": "6"]),
        Row("tend share ben --good-news --thanks", input: "Hm.", 2, .shareTwoKinds),
        Row("tend share ben", 2, .wordsEmpty),
        Row("tend share \"I was afraid\"", 2, .wordsNotHere),
        Row("tend answer ben \"I was afraid\"", 2, .wordsNotHere),
        Row(
            "tend share ben",
            input: String(repeating: "x", count: Contracts.Limits.shareBytesMax + 1),
            2, .wordsTooLong, ["limit": "\(Contracts.Limits.shareBytesMax)"]),
        Row("tend pass zz", 2, .letterUnknown, ["letter": "zz", "list": "today"]),
        Row("tend read zz", 2, .letterUnknown, ["letter": "zz", "list": "today"]),
        Row("tend yes zz", 2, .letterUnknown, ["letter": "zz", "list": "today"]),
        Row(
            "tend invite enemy", 2, .kindUnknown,
            ["word": "enemy", "kinds": "partner, friend, family, chosen-family, other"]),
        Row("tend accept NOTACODE", 1, .reasonCodeMalformed),
        Row("tend accept 0000000000", 1, .reasonCodeWrong),
        Row(
            "tend offer Ben walk", 2, .offerTimeMissing,
            ["example": "tend offer Ben sunday 10:30 walk"]),
    ]

    @Test("a wrong line of the evening has its own sentence, and keeps what was written")
    func wrongLines() {
        let scene = Scene()
        let pair = ExamplePair(scene, person: "ana")
        _ = pair.prepare(for: "share")
        let tie = id(scene, ["--json", "with"])
        let own = id(scene, ["--json", "invite", "friend", "--no-wait"], field: "code")
        let raw = [
            Row(
                "tend call ties/setCeiling", input: #"{"tie_id":"\#(tie)","level":9}"#, 1,
                .reasonLevelOutOfRange, ["limit": "5"]),
            Row(
                "tend call shares/send", input: #"{"tie_id":"\#(tie)","level":0,"text":"Hm."}"#, 1,
                .reasonLevelOutOfRange, ["limit": "5"]),
            Row("tend accept \(own)", 1, .reasonOwnInvite),
        ]
        for row in Self.typed + raw {
            let end = run(scene, row.line, input: row.input)
            let said = Words.english.text(row.id, row.values)
            #expect(end.code == row.code, "\(row.line)")
            #expect(end.errors.hasPrefix(said + "\n"), "\(row.line): \(end.errors)")
            #expect(end.output == "", "\(row.line)")
        }
        #expect(scene.isWell())
    }

    @Test("words for a question that has closed, or for a tie that has ended, are kept as a draft")
    func keepsWords() {
        let scene = Scene()
        _ = ExamplePair(scene, person: "ana").prepare(for: "share")
        let question = id(scene, ["--json", "prompt"])
        scene.advance(ms: 40 * 3_600_000)
        let late = run(scene, "tend answer '#\(question)'", input: "The window seat.")
        #expect(late.code == 1)
        #expect(
            late.errors
                == said(.reasonQuestionOver) + said(.wordsKept, ["again": "answer \(question)"]))
        let draft = run(scene, "tend answer '#\(question)' --draft")
        #expect(draft.code == 0 && draft.output.contains("The window seat."), "\(draft.errors)")

        #expect(run(scene, "tend with ben leave --yes").code == 0)
        let unasked = run(scene, "tend answer", input: "The aisle.")
        #expect(unasked.errors == said(.questionsNone) + said(.wordsKept, ["again": "answer"]))
        #expect(run(scene, "tend answer --draft '#1'").code == 1)
        let gone = run(scene, "tend share ben", input: "It went well.")
        #expect(gone.code == 1)
        #expect(
            gone.errors
                == said(.tieEnded, ["names": "Ben"]) + said(.wordsKept, ["again": "share ben"]))
        let kept = run(scene, "cat \"$HOME\"/.local/share/tend/*.drafts/*")
        for words in ["The window seat.", "The aisle.", "It went well."] {
            #expect(kept.output.contains(words), "\(kept.output) \(kept.errors)")
        }
    }

    @Test("the command that is printed while nothing answers finds the words when something does")
    func findsWords() {
        let scene = Scene()
        _ = ExamplePair(scene, person: "ana").prepare(for: "share")
        let old = id(scene, ["--json", "prompt"])
        scene.advance(ms: 40 * 3_600_000)
        #expect(run(scene, "tend answer \(old)", input: "Too late.").code == 1)
        ExamplePair.askForWords(scene, "ana", andAs: "ana-ben")
        #expect(run(scene, "tend answer", input: "At first.").code == 0)

        let away = run(scene, "tend --gateway 127.0.0.1:1 answer", input: "On second thought.")
        #expect(away.code == 3)
        #expect(away.errors.hasSuffix(said(.wordsKept, ["again": "answer"])), "\(away.errors)")
        let sent = run(scene, "tend answer --draft")
        #expect(sent.code == 0, "\(sent.errors)")
        #expect(sent.output == said(.saidSealedBoth))
        let kept = run(scene, "cat \"$HOME\"/.local/share/tend/*.drafts/*").output
        #expect(kept == "Too late.\n", "\(kept)")

        // With nothing open they are shown, and stay.
        #expect(run(scene, "tend with ben leave --yes").code == 0)
        _ = run(scene, "tend --gateway 127.0.0.1:1 answer", input: "For another day.")
        let shown = run(scene, "tend answer --draft")
        #expect(shown.code == 0, "\(shown.errors)")
        #expect(shown.output.contains("  For another day.\n"), "\(shown.output)")
        #expect(shown.output == run(scene, "tend answer --draft").output)
    }

    @Test("a yes that is said again is answered with what is true, and a no stays unknown")
    func yesAgain() {
        let scene = Scene()
        scene.join("ana")
        scene.join("ben")
        func type(_ line: String, as person: String) -> String {
            let end = Shell.run(
                line, home: scene.home(person), gateway: scene.installation.gateway)
            #expect(end.code == 0, "\(line): \(end.errors)")
            return end.output
        }
        func invite() -> Substring {
            let made = type("tend --json invite friend --no-wait", as: "ana")
            return made.firstMatch(of: /"code":"([^"]+)"/)?.1 ?? ""
        }
        let name = ["name": "Ana"]
        let waits = said(.todaySaidYes, ["names": "Ana"])
        let refused = invite()
        let accept = "tend accept \(refused) --yes"
        #expect(type(accept, as: "ben").hasSuffix(said(.saidAccepted, name)))
        #expect(type("tend", as: "ben").contains(waits))
        let invites = type("tend --json invite list", as: "ana")
        let id = invites.firstMatch(of: /"id":"(\d+)"/)?.1 ?? ""
        #expect(
            Shell.run(
                "echo '{\"id\":\"\(id)\"}' | tend call invites/confirm", home: scene.home("ana"),
                gateway: scene.installation.gateway
            ).code == 0)
        #expect(type(accept, as: "ben").hasSuffix(said(.saidAccepted, name)))
        #expect(type("tend", as: "ben").contains(waits))

        let code = invite()
        _ = type("tend accept \(code) --yes", as: "ben")
        _ = type("tend invite list", as: "ana")
        _ = type("tend invite confirm a --yes", as: "ana")
        #expect(type("tend accept \(code) --yes", as: "ben") == said(.saidAlreadyTied, name))
        #expect(!type("tend", as: "ben").contains(waits))
        _ = type("tend with ana leave --yes", as: "ben")
        #expect(type("tend accept \(code) --yes", as: "ben") == said(.saidTieOver, name))
        #expect(type("tend", as: "ben").contains(said(.tiesNoneNow)))
    }

    @Test("what was kept for one person while the gateway was away goes to nobody else")
    func draftsApart() {
        let scene = Scene()
        _ = ExamplePair(scene, person: "ana").prepare(for: "share")
        for (person, words) in [("ben", "For Ben."), ("zora", "For Zora.")] {
            let away = run(scene, "tend --gateway 127.0.0.1:1 share \(person)", input: words)
            #expect(away.code == 3)
            #expect(away.errors.hasSuffix(said(.wordsKept, ["again": "share \(person)"])))
        }
        #expect(run(scene, "tend share ben --draft").code == 0)
        // Which letter it has depends on what else there is to read.
        _ = scene.installation.tend(["today"], as: "ana-ben")
        let read = ["a", "b", "c", "d"].map {
            scene.installation.tend(["read", $0], as: "ana-ben").output
        }.joined()
        #expect(read.contains("For Ben.") && !read.contains("Zora"), "\(read)")
        let kept = run(scene, "cat \"$HOME\"/.local/share/tend/*.drafts/*")
        #expect(kept.output == "For Zora.\n")
    }

    @Test("unknown, somebody else's and ended are one reply, frame for frame, by every method")
    func oneReply() throws {
        let evening = try Evening()
        let (cleo, cleoTie) = try evening.cleo()
        let theirs = try evening.question(cleo, of: cleoTie)
        let share = try evening.call(cleo, Shares.send, Self.share(cleoTie))
        let offer = try evening.call(cleo, Together.offer, Self.walk(cleoTie))
        let invite = try evening.call(cleo, Invites.create, Self.invite())
        let mine = try evening.question(evening.ben)
        var tie = TieID()
        tie.id = evening.people.tie
        _ = try evening.call(evening.ben, Ties.leave, tie)

        let ben = FrameRecorder(
            evening.installation.gateway, Evening.device(evening.people.benDevice, 2))
        let rows: [(info: MethodInfo, json: String, ids: [UInt64])] = [
            (Questions.show.info, #"{"id":"@"}"#, [theirs.id]),
            (Questions.why.info, #"{"id":"@"}"#, [theirs.id]),
            (Questions.read.info, #"{"id":"@"}"#, [theirs.id, mine.id]),
            (Questions.returned.info, #"{"id":"@"}"#, [theirs.id, mine.id]),
            (Questions.seal.info, #"{"question_id":"@","text":"Hm."}"#, [theirs.id]),
            (Questions.withdraw.info, #"{"id":"@"}"#, [theirs.id]),
            (Questions.pass.info, #"{"id":"@"}"#, [theirs.id]),
            (Questions.ask.info, #"{"id":"@"}"#, [cleoTie, tie.id]),
            (Shares.send.info, #"{"tie_id":"@","level":2,"text":"Hm."}"#, [cleoTie, tie.id]),
            (Shares.read.info, #"{"id":"@"}"#, [share.id]),
            (
                Together.offer.info,
                #"{"tie_id":"@","title":"A walk","schedule":{"local_start":"2027-03-20T10:00"}}"#,
                [cleoTie, tie.id]
            ),
            (Together.answer.info, #"{"id":"@","yes":true}"#, [offer.id]),
            (Together.end.info, #"{"id":"@"}"#, [offer.id]),
            (Ties.setCeiling.info, #"{"tie_id":"@","level":2}"#, [cleoTie, tie.id]),
            (Ties.leave.info, #"{"id":"@"}"#, [cleoTie]),
            (Invites.show.info, #"{"id":"@"}"#, [invite.id]),
            (Invites.cancel.info, #"{"id":"@"}"#, [invite.id]),
            (Invites.confirm.info, #"{"id":"@","yes":true}"#, [invite.id]),
        ]
        for row in rows {
            let unknown = reply(ben, evening, row.info, row.json, 1)
            #expect(unknown.contains("\"code\":5,"), "\(row.info.name): \(unknown)")
            for id in row.ids {
                let other = reply(ben, evening, row.info, row.json, id)
                #expect(other == unknown, "\(row.info.name)")
            }
        }
    }

    /// The frames that answer a call, without the stream's number.
    private func reply(
        _ client: FrameRecorder, _ evening: Evening, _ info: MethodInfo, _ json: String,
        _ id: UInt64
    ) -> String {
        let before = client.lines.count
        client.call(
            info, json.replacing("@", with: String(id)),
            key: info.needsKey ? evening.newKey() : nil)
        return client.lines[(before + 1)...].map { $0.replacing(/stream \d+/, with: "") }.joined()
    }

    private static func share(_ tie: UInt64) -> SendShare {
        var request = SendShare()
        request.tieID = tie
        request.level = 1
        request.text = "It went well."
        return request
    }

    private static func walk(_ tie: UInt64) -> MakeOffer {
        var request = MakeOffer()
        request.tieID = tie
        request.title = "A walk"
        request.schedule.zone = "Europe/Berlin"
        request.schedule.localStart = "2027-03-20T10:00"
        return request
    }

    private static func invite() -> CreateInvite {
        var request = CreateInvite()
        request.code = "1NV1TE0009"
        return request
    }

    private func run(_ scene: Scene, _ line: String, input: String = "") -> Shell.End {
        Shell.run(
            line, home: scene.home("ana"), gateway: scene.installation.gateway, input: input)
    }

    private func said(_ id: WordID, _ values: [String: String] = [:]) -> String {
        Words.english.text(id, values) + "\n"
    }

    private func id(_ scene: Scene, _ words: [String], field: String = "id") -> String {
        let end = scene.installation.tend(words)
        guard let at = end.output.firstRange(of: "\"\(field)\":\"") else {
            Issue.record("\(words): \(end.output) \(end.errors)")
            return ""
        }
        return String(end.output[at.upperBound...].prefix { $0 != "\"" })
    }
}
