import Glibc

/// A whole installation of real processes in a folder of its own, on free ports, by a manual clock
/// or the real one. Everything ends and goes when it is released.
public final class Installation {
    /// Its folder: key, clock, data folders, homes.
    public let folder = TemporaryFolder()
    /// The services and the gateway, by name; nil while one is down.
    public private(set) var processes: [String: RealProcess] = [:]
    private let manualClock: Bool
    private let programs: String

    /// The parts, in the order they are started.
    public static let parts = ["profile", "prompt", "reminder", "gateway"]

    /// The seeds of the repository.
    public static let seeds =
        String(#filePath.dropLast("Tests/TestSupport/Installation.swift".utf8.count)) + "seeds"

    /// Makes key and folders and starts every part. With a manual clock the wall stands at
    /// `wallMs`.
    public init(
        wallMs: Int64? = 1_803_978_000_000, programs: String = RealProcess.programs
    ) {
        manualClock = wallMs != nil
        self.programs = programs
        folder.write(String(repeating: "5a", count: 32) + "\n", to: "key")
        if let wallMs { folder.write("\(wallMs)\n", to: "clock") }
        for part in Installation.parts { start(part) }
    }

    /// A second installation with all that another has on disk, after that one was stopped.
    public init(copying other: Installation) {
        manualClock = other.manualClock
        programs = other.programs
        for name in ["key", "clock"] + Installation.parts.dropLast() where other.holds(name) {
            let copy = RealProcess("cp", ["-a", other.path(name), path(name)], in: "/bin")
            precondition(copy.wait() == 0, "cannot copy \(name)")
        }
        for part in Installation.parts { start(part) }
    }

    /// Asks every part to end, the gateway first, and waits.
    public func stopAll() {
        for part in Installation.parts.reversed() { _ = stop(part) }
    }

    /// Freezes a part, as a machine under too much load or a debugger does.
    public func freeze(_ part: String) { processes[part]?.send(SIGSTOP) }

    /// Lets a frozen part go on.
    public func thaw(_ part: String) { processes[part]?.send(SIGCONT) }

    private func holds(_ name: String) -> Bool { access(path(name), F_OK) == 0 }

    /// Where the gateway listens.
    public var gateway: String { address("gateway") }

    /// Starts a part that is down and waits until it is ready. False when it ended instead.
    @discardableResult
    public func start(_ part: String) -> Bool {
        var words = ["--key", path("key"), "--address-file", path(part + ".address")]
        // A part that comes back listens where it listened before.
        let known = address(part)
        words += ["--listen", known.isEmpty ? "127.0.0.1:0" : known]
        if manualClock { words += ["--manual-clock", path("clock")] }
        if part == "gateway" {
            for each in Installation.parts.dropLast() { words += ["--" + each, address(each)] }
        } else {
            words += ["--data", path(part)]
        }
        if part == "prompt" || part == "reminder" {
            words += ["--profile", address("profile"), "--seeds", Installation.seeds]
        }
        let process = RealProcess("tend-" + part, words, in: programs)
        processes[part] = process
        while let line = process.line() {
            if line.contains("is ready") { return true }
        }
        return false
    }

    /// Kills a part with signal 9 and waits for its end.
    public func kill(_ part: String) {
        processes[part]?.end(SIGKILL)
        processes[part] = nil
    }

    /// Asks a part to end, and waits; its exit code.
    public func stop(_ part: String) -> Int32 {
        let process = processes.removeValue(forKey: part)
        process?.send(SIGTERM)
        return process?.wait() ?? -1
    }

    /// Runs `tend` as one person, who has a home of their own.
    public func tend(
        _ words: [String], as person: String = "ana", input: String = ""
    ) -> (code: Int32, output: String, errors: String) {
        begin(words, as: person, input: input).finish()
    }

    /// Starts `tend` as one person and does not wait.
    public func begin(
        _ words: [String], as person: String = "ana", input: String = ""
    ) -> RealProcess {
        RealProcess(
            "tend", words, in: programs,
            environment: ["HOME": path("home-" + person), "TEND_GATEWAY": gateway, "TZ": "UTC"],
            input: input)
    }

    /// Calls a method as the operator with JSON.
    public func admin(_ method: String, _ json: String) -> (
        code: Int32, output: String, errors: String
    ) {
        tend(["--key", path("key"), "call", method], as: "operator", input: json)
    }

    /// The full path of a name in the folder.
    public func path(_ name: String) -> String { folder.path + "/" + name }

    /// Where a part listens; empty before its first start.
    public func address(_ part: String) -> String {
        var text: [UInt8] = []
        let file = open(path(part + ".address"), O_RDONLY)
        guard file >= 0 else { return "" }
        var chunk = [UInt8](repeating: 0, count: 200)
        let count = read(file, &chunk, chunk.count)
        text += chunk[..<max(0, count)].filter { $0 > 0x20 }
        close(file)
        return String(decoding: text, as: UTF8.self)
    }
}
