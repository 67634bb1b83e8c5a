import TendClient
import TestSupport
import Testing

/// A part that is away: whoever needs it is told which one, and the rest goes on.
@Suite struct AwayTests {
    private func expect(
        _ end: (code: Int32, output: String, errors: String), _ code: Int32, _ id: WordID,
        _ values: [String: String] = [:], _ place: SourceLocation = #_sourceLocation
    ) {
        #expect(end.code == code, sourceLocation: place)
        #expect(
            end.errors == Words.english.text(id, values) + "\n", sourceLocation: place)
    }

    @Test("a service that is away is named, the others answer, and it is found again")
    func services() {
        let scene = Scene()
        scene.join()
        let installation = scene.installation
        installation.kill("reminder")
        expect(
            installation.tend(["remind", "list"]), 1, .reasonServiceDown,
            ["part": Words.english.text(.partReminder)])
        #expect(installation.tend(["me"]).code == 0)
        #expect(installation.tend(["status"]).code == 1)
        #expect(installation.start("reminder"))
        #expect(installation.tend(["remind", "list"]).code == 0)
        installation.kill("profile")
        // The device is still remembered; what only Profile knows is not.
        #expect(installation.tend(["--json", "remind", "list"]).code == 0)
        expect(
            installation.tend(["me"]), 1, .reasonServiceDown,
            ["part": Words.english.text(.partProfile)])
        installation.kill("gateway")
        // Not the port it had: another test may have been given that meanwhile.
        expect(
            installation.tend(["--gateway", "127.0.0.1:1", "me"]), 3, .gatewayUnreachable,
            ["address": "127.0.0.1:1"])
        #expect(installation.start("gateway"))
        expect(installation.tend(["me"]), 1, .statusUnavailable)
        #expect(installation.start("profile"))
        #expect(installation.tend(["me"]).code == 0)
        #expect(scene.isWell())
    }
}
