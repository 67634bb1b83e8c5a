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
            let pair = ExamplePair(scene, person: "person\(number)")
            let home = scene.home(pair.person)
            let code = pair.prepare(for: example.verb)
            let line = example.line.replacing("CODE", with: code)
            let end = Shell.run(line, home: home, gateway: gateway)
            #expect(end.code == 0, "\(example.line): \(end.errors)")
        }
        #expect(Example.all.count >= 50)
        #expect(scene.isWell())
    }

    @Test("every tend command in the README works, in the order it is told")
    func readme() throws {
        let scene = Scene()
        let home = scene.home("reader")
        let bens = scene.home("ben")
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
        var code = scene.newCode()
        for line in lines {
            // Nobody sits at a terminal here, so what would be asked is said at once.
            let isAsked = line.contains("accept ")
            let typed = line.replacing("CODE", with: code) + (isAsked ? " --yes" : "")
            if line.hasSuffix("watch") {
                try watch(typed, home, scene, path: [place.path])
                continue
            }
            let isBens = isAsked || line.contains("--name Ben")
            let end = Shell.run(typed, home: isBens ? bens : home, gateway: gateway)
            #expect(end.code == 0, "\(line): \(end.errors)")
            if let made = end.output.firstMatch(of: /tend accept (\S+)/)?.1 { code = String(made) }
            if isAsked {
                for step in ["tend invite list", "tend invite confirm a --yes"] {
                    let end = Shell.run(step, home: home, gateway: gateway)
                    #expect(end.code == 0, "\(step): \(end.errors)")
                }
                ExamplePair.askForWords(scene, "reader", andAs: "ben")
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
            let isCommand = line.hasPrefix("tend ") || line.contains("| tend ")
            if isFenced && isCommand { found.append(String(line)) }
        }
        return found
    }()
}
