import TendClient
import TestSupport
import Testing

/// Somebody who tries an example, and Ben, so that there is something to read, answer and agree to.
struct ExamplePair {
    let scene: Scene
    /// Who types the example.
    let person: String
    private let ben: String

    init(_ scene: Scene, person: String) {
        self.scene = scene
        self.person = person
        ben = person + "-ben"
    }

    /// Makes what the examples of a verb need. Returns the code that they may name.
    func prepare(for verb: String) -> String {
        if verb == "join" { return scene.newCode() }
        scene.join(person)
        if verb == "accept" {
            scene.join(ben)
            return invite(from: ben)
        }
        addDevice()
        let group = Verb.all.first { $0.name == verb }?.group
        if group == .daily || group == .words || group == .time { meetBen() }
        type("remind add Tea in 1 minute")
        scene.advance(ms: 120_000)
        type("remind list")
        type("devices")
        look(for: verb)
        return ""
    }

    /// The list that gives the letters which the examples name.
    private func look(for verb: String) {
        switch verb.split(separator: " ").first {
        case "quiet": type("quiet add 22:00 07:00")
        case "ritual":
            type("offer ben tomorrow 9:00 tea")
            type("ritual list")
        case "invite":
            let code = invite(from: person)
            if verb == "invite confirm" {
                join(ben, with: code)
                type("accept \(code) --yes", as: ben)
            }
            type("invite list")
        case "remind", "devices", "watch": break
        default:
            let group = Verb.all.first { $0.name == verb }?.group
            if group != .engine { type("today") }
        }
    }

    /// A tie with Ben, a question to be answered in words, something shared, and an offer.
    private func meetBen() {
        let code = invite(from: person)
        join(ben, with: code)
        type("accept \(code) --yes", as: ben)
        type("invite list")
        type("invite confirm a --yes")
        type("share ana --good-news --level 1", as: ben, input: "The cat is back.")
        type("offer ana sunday 10:30 walk", as: ben)
        ExamplePair.askForWords(scene, person, andAs: ben)
    }

    /// Answers questions with choices, both of them, until one asks for words.
    static func askForWords(_ scene: Scene, _ person: String, andAs ben: String) {
        let tend = scene.installation.tend
        for _ in 0..<8 {
            let asked = tend(["--json", "prompt"], person, "")
            guard asked.code == 0 else { break }
            if !asked.output.contains("\"type\"") { return }
            let id = asked.output.firstMatch(of: /"id":"(\d+)"/)?.1 ?? ""
            let isSpoken = asked.output.contains("\"spoken\"")
            let answer = ["answer", "#\(id)"] + (isSpoken ? [] : ["1"])
            _ = tend(answer, ben, "")
            _ = tend(answer, person, "")
            _ = tend(["read", String(id)], person, "")
        }
        Issue.record("no question asks \(person) for words")
    }

    private func invite(from inviter: String) -> String {
        let made = scene.installation.tend(
            ["--json", "invite", "friend", "--no-wait"], as: inviter)
        #expect(made.code == 0, "\(made.errors)")
        return String(made.output.firstMatch(of: /"code":"([^"]+)"/)?.1 ?? "")
    }

    private func join(_ name: String, with code: String) {
        type("join \(code) --name Ben --zone America/New_York", as: name)
    }

    private func addDevice() {
        let made = scene.installation.tend(["--json", "devices", "add"], as: person)
        if let code = made.output.firstMatch(of: /"code":"([^"]+)"/)?.1 {
            type("join \(code)", as: person + "-phone")
        }
    }

    private func type(_ line: String, as name: String? = nil, input: String = "") {
        let end = scene.installation.tend(
            line.split(separator: " ").map(String.init), as: name ?? person, input: input)
        #expect(end.code == 0, "tend \(line): \(end.errors)")
    }
}
