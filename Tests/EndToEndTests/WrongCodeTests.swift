import TendClient
import TestSupport
import Testing

/// Codes that do not let anybody in, and devices that are let in no more.
@Suite struct WrongCodeTests {
    private func expect(
        _ end: (code: Int32, output: String, errors: String), _ id: WordID,
        _ place: SourceLocation = #_sourceLocation
    ) {
        #expect(end.code == 1, sourceLocation: place)
        #expect(end.errors == Words.english.text(id) + "\n", sourceLocation: place)
    }

    @Test("a wrong, reused or expired code lets nobody in and says which it is")
    func codes() {
        let scene = Scene()
        let installation = scene.installation
        func join(_ code: String, as person: String) -> (
            code: Int32, output: String, errors: String
        ) {
            installation.tend(
                ["join", code, "--name", "Mallory", "--zone", "Europe/Berlin"], as: person)
        }
        let code = scene.newCode()
        expect(join("QQQQQQQQQQ", as: "mallory"), .reasonCodeWrong)
        expect(join("QQ", as: "mallory"), .reasonCodeMalformed)
        let noZone = installation.tend(
            ["join", code, "--name", "Ana", "--zone", "Mars/Phobos"], as: "ana")
        expect(noZone, .reasonZoneUnknown)
        // What was refused has not used the code up.
        let ana = installation.tend(
            ["join", code, "--name", "Ana", "--zone", "Europe/Berlin"], as: "ana")
        #expect(ana.code == 0, "\(ana.errors)")
        let before = scene.everything()
        expect(join(code, as: "mallory"), .reasonCodeUsed)
        let old = scene.newCode()
        scene.advance(ms: 24 * 3_600_000)
        expect(join(old, as: "mallory"), .reasonCodeExpired)
        #expect(installation.tend(["me"], as: "mallory").code == 2)
        #expect(scene.everything().replacing(timeOf: scene.nowMs) == before.replacing(timeOf: nil))
        #expect(scene.isWell())
    }

    @Test("a revoked device is told so, is cut off from its watch, and changes nothing any more")
    func revoked() throws {
        let scene = Scene()
        scene.join()
        let installation = scene.installation
        let made = installation.tend(["--json", "devices", "add"])
        let code = try #require(made.output.firstMatch(of: /"code":"([^"]+)"/)?.1)
        #expect(installation.tend(["join", String(code)], as: "phone").code == 0)
        let watch = installation.begin(["watch"], as: "phone")
        #expect(installation.tend(["devices"]).code == 0)
        let gone = installation.tend(["devices", "revoke", "b"])
        #expect(gone.code == 0, "\(gone.errors)")
        let before = scene.everything()
        for words in [
            ["me"], ["remind", "add", "Tea", "in", "20", "minutes"], ["devices", "add"],
        ] {
            expect(installation.tend(words, as: "phone"), .reasonDeviceUnknown)
        }
        let end = watch.finish()
        #expect(end.code == 1)
        #expect(end.errors.hasSuffix(Words.english.text(.reasonDeviceUnknown) + "\n"))
        #expect(scene.everything() == before)
    }

    @Test("the only device is signed out when that is meant, and the reply comes before the end")
    func revokesItself() {
        let scene = Scene()
        scene.join()
        let installation = scene.installation
        #expect(installation.tend(["devices"]).code == 0)
        let name =
            installation.tend(["--json", "devices"]).output
            .firstMatch(of: /"name":"([^"]*)","joined_at_ms"/).map { String($0.1) } ?? ""
        let before = scene.everything()
        let asked = installation.tend(["devices", "revoke", "a"])
        #expect(asked.code == 2)
        #expect(
            asked.errors
                == Words.english.text(.deviceRevokeLast, ["name": name, "word": "a"]) + "\n")
        #expect(scene.everything() == before)
        let gone = installation.tend(["--json", "devices", "revoke", "a", "--yes"])
        #expect(gone.code == 0, "\(gone.errors)")
        #expect(
            gone.output.contains("\"name\":\"Ana\"") && gone.output.contains("\"devices\":[]"),
            "\(gone.output)")
        #expect(installation.tend(["me"]).code == 2)
        #expect(scene.isWell())
    }
}

extension String {
    /// JSON without what time it is, which no refusal holds up.
    fileprivate func replacing(timeOf now: Int64?) -> String {
        replacing(/"now_ms":"\d+"/, with: "\"now_ms\":\"\"")
    }
}
