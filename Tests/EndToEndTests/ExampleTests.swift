import Glibc
import TendClient
import TestSupport
import Testing

/// Everything that help and the README tell a person to type works when it is typed.
@Suite struct ExampleTests {
    @Test("every example of every verb's help does what it says")
    func help() {
        let scene = Scene()
        let gateway = scene.installation.gateway
        for (number, example) in Example.all.enumerated() {
            let person = "person\(number)"
            let home = scene.home(person)
            var line = example.line
            if line.contains("CODE") {
                line = line.replacing("CODE", with: scene.newCode())
            } else {
                prepare(person, scene)
            }
            let end = Shell.run(line, home: home, gateway: gateway)
            #expect(end.code == 0, "\(example.line): \(end.errors)")
        }
        #expect(Example.all.count >= 20)
        #expect(scene.isWell())
    }

    /// Somebody with two devices and one reminder that is due, who has just looked at both lists.
    private func prepare(_ person: String, _ scene: Scene) {
        scene.join(person)
        let installation = scene.installation
        let made = installation.tend(["--json", "devices", "add"], as: person)
        if let code = made.output.firstMatch(of: /"code":"([^"]+)"/)?.1 {
            #expect(installation.tend(["join", String(code)], as: person + "-phone").code == 0)
        }
        let tea = installation.tend(["remind", "add", "Tea", "in", "1", "minute"], as: person)
        #expect(tea.code == 0, "\(tea.errors)")
        scene.advance(ms: 120_000)
        #expect(installation.tend(["remind", "list"], as: person).code == 0)
        #expect(installation.tend(["devices"], as: person).code == 0)
    }

    @Test("every tend command in the README works, in the order it is told")
    func readme() throws {
        let scene = Scene()
        let home = scene.home("reader")
        let gateway = scene.installation.gateway
        let place = TemporaryFolder()
        // In ssh's place: the same two streams, without another machine.
        place.write(
            """
            #!/usr/bin/env bash
            exec 3<>"/dev/tcp/${TEND_GATEWAY%:*}/${TEND_GATEWAY#*:}"
            cat <&3 &
            cat >&3
            """, to: "ssh", mode: 0o700)
        let lines = Readme.commands
        #expect(lines.count >= 7)
        for line in lines {
            let typed = line.replacing("CODE", with: scene.newCode())
            if line.hasSuffix("watch") {
                try watch(typed, home, scene, path: [place.path])
            } else {
                let end = Shell.run(typed, home: home, gateway: gateway)
                #expect(end.code == 0, "\(line): \(end.errors)")
            }
        }
    }

    /// A watch runs until Ctrl-C; in between a Sunday evening comes.
    private func watch(
        _ line: String, _ home: String, _ scene: Scene, path: [String]
    ) throws {
        let process = Shell.begin(
            "exec " + line, home: home, gateway: scene.installation.gateway, path: path)
        scene.advance(ms: 7 * 86_400_000)
        let shown = try #require(process.line(), "\(line) shows nothing")
        #expect(shown.contains("Film night"), "\(line) shows \(shown)")
        process.send(SIGINT)
        #expect(process.wait() == 0, "\(line) does not end well")
    }
}

/// The commands of the README that name the client.
private enum Readme {
    static let commands: [String] = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        let path = parts.dropLast(3).joined(separator: "/") + "/README.md"
        guard let file = fopen(path, "re") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, 1 << 20, file)
        let text = String(decoding: bytes[..<count], as: UTF8.self)
        var isFenced = false
        var found: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") { isFenced.toggle() }
            if isFenced && line.hasPrefix("tend ") { found.append(String(line)) }
        }
        return found
    }()
}
