import Glibc
import TendClient
import TestSupport
import Testing

/// What a person at a terminal meets, and a shell around it: Ctrl-C at a question, and an output that
/// nobody reads.
@Suite struct TerminalTests {
    @Test("Ctrl-C at a question ends it with nothing done, said on a line of its own")
    func interrupted() throws {
        guard let python = Terminal.python else { return }
        let scene = Scene()
        _ = ExamplePair(scene, person: "ana").prepare(for: "share")
        scene.join("cleo")
        let made = scene.installation.tend(["--json", "invite", "friend", "--no-wait"], as: "cleo")
        let code = try #require(made.output.firstMatch(of: /"code":"([^"]+)"/)?.1)
        let rows: [(String, WordID, [String: String])] = [
            ("tend accept \(code)", .saidNotAccepted, [:]),
            ("tend with ben leave", .saidStayed, ["names": "Ben"]),
        ]
        let before = scene.installation.tend(["--json", "with"]).output
        for (line, id, values) in rows {
            let end = Shell.run(
                "exec \(python) -c '\(Terminal.program)' \(line)", home: scene.home("ana"),
                gateway: scene.installation.gateway)
            #expect(end.code == 1, "\(line): \(end.output) \(end.errors)")
            #expect(
                end.output.hasSuffix("\n" + Words.english.text(id, values) + "\n"),
                "\(line): \(end.output)")
        }
        #expect(scene.installation.tend(["--json", "with"]).output == before)
    }

    @Test("a reader that has read enough is no trouble, by whichever way the words come")
    func readEnough() {
        let scene = Scene()
        scene.join()
        for line in ["tend describe", "tend help all", "tend --help", "tend remind --help"] {
            let end = run(scene, "(\(line); echo ended with $? >&2) | head -1")
            #expect(end.errors == "ended with 0\n", "\(line)")
        }
        let full = run(scene, "tend help > /dev/full")
        #expect(full.code == 1 && full.errors.hasPrefix("What there was to say could not be"))
        #expect(run(scene, "tend --help > /dev/full").errors == full.errors)
    }

    @Test("nobody says yes to what could not be shown")
    func unshownSheet() throws {
        let scene = Scene()
        scene.join()
        scene.join("cleo")
        let made = scene.installation.tend(["--json", "invite", "friend", "--no-wait"], as: "cleo")
        let code = try #require(made.output.firstMatch(of: /"code":"([^"]+)"/)?.1)
        let list = { scene.installation.tend(["--json", "invite", "list"], as: "cleo").output }
        let before = list()
        #expect(run(scene, "tend accept \(code) --yes > /dev/full").code == 1)
        #expect(list() == before)
        #expect(run(scene, "tend accept \(code) --yes").code == 0)
        #expect(list() != before)
    }

    @Test("without a standard output nothing is done, and that is said where it can be")
    func closedOutput() {
        let scene = Scene()
        scene.join()
        let before = scene.everything()
        for line in ["tend", "tend remind add Tea tomorrow 9:00", "tend --help"] {
            let end = run(scene, line + " >&-")
            #expect(end.code == 1, "\(line)")
            #expect(end.errors == Words.english.text(.outputMissing) + "\n", "\(line)")
            #expect(run(scene, line + " >&- 2>&-").code == 1, "\(line)")
        }
        #expect(scene.everything() == before)
        // An input or an error output that is closed takes nothing away from the rest.
        #expect(run(scene, "tend me <&- 2>&-").output.hasPrefix("Ana\n"))
        #expect(run(scene, "tend share ana <&-").code != 0)
    }

    private func run(_ scene: Scene, _ line: String) -> Shell.End {
        Shell.run(line, home: scene.home("ana"), gateway: scene.installation.gateway)
    }
}

/// A terminal that a program takes for one, where there is Python 3 to make it.
private enum Terminal {
    static let python: String? = {
        let places = ["/usr/bin/python3", "/usr/local/bin/python3"]
        return places.first { access($0, X_OK) == 0 }
    }()

    /// Runs its arguments at a terminal, presses Ctrl-C once it is asked, and prints what was shown.
    static let program = """
        import os, pty, sys
        child, terminal = pty.fork()
        if child == 0:
            os.execvp(sys.argv[1], sys.argv[1:])
        shown = b""
        while True:
            try:
                chunk = os.read(terminal, 4096)
            except OSError:
                break
            if not chunk:
                break
            if b"Type yes or no." in shown + chunk and b"Type yes or no." not in shown:
                os.write(terminal, bytes([3]))
            shown += chunk
        sys.stdout.write(shown.decode().replace(chr(13), ""))
        sys.stdout.flush()
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        """
}
