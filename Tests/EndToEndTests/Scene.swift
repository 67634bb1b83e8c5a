import Glibc
import TestSupport

/// An installation with the few steps that most tests begin with.
final class Scene {
    let installation: Installation
    private(set) var nowMs: Int64
    private var codes = 0

    init(wallMs: Int64 = 1_803_978_000_000) {
        nowMs = wallMs
        installation = Installation(wallMs: wallMs)
    }

    /// A code that the operator has just made.
    func newCode() -> String {
        codes += 1
        let number = String(codes)
        let code = String(repeating: "0", count: 10 - number.count) + number
        let made = installation.admin("tend.v1.Codes/Create", "{\"code\":\"\(code)\"}")
        precondition(made.code == 0, made.errors)
        return code
    }

    /// Lets somebody join.
    func join(_ person: String = "ana") {
        let joined = installation.tend(
            ["join", newCode(), "--name", "Ana", "--zone", "Europe/Berlin"], as: person)
        precondition(joined.code == 0, joined.errors)
    }

    /// Moves the clock on.
    func advance(ms: Int64) {
        nowMs += ms
        let moved = installation.admin("tend.v1.Admin/AdvanceClock", "{\"to_ms\":\"\(nowMs)\"}")
        precondition(moved.code == 0, moved.errors)
    }

    /// The folder that is somebody's home.
    func home(_ person: String) -> String {
        let path = installation.path("home-" + person)
        mkdir(path, 0o700)
        return path
    }

    /// Everything somebody has, as JSON: what must not change when a request is refused.
    func everything(_ person: String = "ana") -> String {
        let me = installation.tend(["--json", "me"], as: person)
        let list = installation.tend(["--json", "remind", "list", "--all"], as: person)
        return me.output + me.errors + list.output + list.errors
    }

    /// Whether all three processes are the ones that were started, and answer.
    func isWell() -> Bool {
        installation.tend(["status"], as: "somebody").code == 0
            && installation.processes.values.allSatisfy { kill($0.pid, 0) == 0 }
    }
}
