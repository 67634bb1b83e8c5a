import Contracts
import Glibc
import HuntKit
import TestSupport
import Testing

/// The small client in `protocol/`, which is written from the text there alone, against real
/// processes. Where there is no Python 3 there is nothing to run.
@Suite(.enabled(if: ExampleClient.isRunnable)) struct ExampleClientTests {
    @Test("the client in protocol/ reads every vector as the text says")
    func vectors() {
        let end = ExampleClient.run("check-vectors.py", [])
        #expect(end.code == 0, "\(end.output)\(end.errors)")
        #expect(end.output.contains(" held, 0 did not"))
    }

    @Test("the client in protocol/ joins, answers what two are asked, and watches")
    func evening() throws {
        let evening = try Evening()
        let folder = TemporaryFolder()
        let gateway = ["--gateway", evening.installation.gateway]
        let me = gateway + ["--identity", folder.path + "/cleo.json"]
        var code = CreateCode()
        code.code = "C1E0C0DE01"
        _ = try evening.call(evening.keeper, Codes.create, code)
        let joined = ExampleClient.run(
            "example-client.py", me + ["join", code.code, "Cleo", "Europe/Berlin"])
        #expect(joined.code == 0, "\(joined.errors)")

        // Cleo and Ana become a tie, Cleo by the small client.
        var invite = CreateInvite()
        invite.code = "ANA1NV1TE1"
        let made = try evening.call(evening.ana, Invites.create, invite)
        let look = ExampleClient.run(
            "example-client.py", me + ["call", "Invites/Look", #"{"code":"ANA1NV1TE1"}"#])
        let hash = try #require(
            look.output.firstMatch(of: /"hash": ?"([^"]+)"/)?.1, "\(look.errors)")
        let accepted = ExampleClient.run(
            "example-client.py",
            me + ["call", "Invites/Accept", #"{"code":"ANA1NV1TE1","sheet_hash":"\#(hash)"}"#])
        #expect(accepted.code == 0, "\(accepted.errors)")
        let sheet = try evening.call(evening.ana, Invites.show, named(made.id)).sheet
        var confirm = ConfirmInvite()
        confirm.id = made.id
        confirm.yes = true
        confirm.sheetHash = try #require(sheet).hash
        let tie = try evening.call(evening.ana, Invites.confirm, confirm).tieID
        let question = try evening.question(evening.ana, of: tie)
        try evening.seal(evening.ana, question, "The tram.")
        let words = question.type == .written || question.type == .spoken
        let said = words ? "The window seat." : question.options.first ?? "4"
        let answered = ExampleClient.run(
            "example-client.py",
            me + ["evening", "--words", question.type == .scale ? "4" : said])
        #expect(answered.code == 0, "\(answered.errors)")
        if words { #expect(answered.output.contains("The tram."), "\(answered.output)") }

        let note =
            #"{"note":"Tea","schedule":{"kind":"absolute","at_ms":"\#(evening.nowMs + 1000)"}}"#
        let reminded = ExampleClient.run(
            "example-client.py", me + ["call", "Reminders/Create", note])
        #expect(reminded.code == 0, "\(reminded.errors)")
        try evening.advance(ms: 60_000)
        let watched = ExampleClient.run("example-client.py", me + ["watch", "--count", "1"])
        #expect(watched.code == 0 && watched.output.contains("Tea"), "\(watched.errors)")
    }

    @Test("the client in protocol/ says what is wrong and ends with its code")
    func wrong() throws {
        let nobody = ExampleClient.run(
            "example-client.py", ["--gateway", "127.0.0.1:1", "call", "Door/Health"])
        #expect(nobody.code == 3, "\(nobody.errors)")
        #expect(ExampleClient.run("example-client.py", ["dance"]).code == 2)
    }

    private func named(_ id: UInt64) -> InviteID {
        var request = InviteID()
        request.id = id
        return request
    }
}

/// How the programs in `protocol/` are run.
private enum ExampleClient {
    static let python: String? = {
        let places = ["/usr/bin/python3", "/usr/local/bin/python3"]
        return places.first { access($0, X_OK) == 0 }
    }()

    static var isRunnable: Bool { python != nil }

    static func run(
        _ program: String, _ words: [String]
    ) -> (code: Int32, output: String, errors: String) {
        let parts = (python ?? "").split(separator: "/")
        let folder = Installation.seeds.dropLast("seeds".count) + "protocol/"
        let process = RealProcess(
            String(parts.last ?? ""), ["-B", folder + program] + words,
            in: "/" + parts.dropLast().joined(separator: "/"),
            environment: ["PYTHONUTF8": "1"])
        return process.finish(seconds: 60)
    }
}
