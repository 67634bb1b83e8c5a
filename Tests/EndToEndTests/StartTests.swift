import Glibc
import TestSupport
import Testing

/// A program that cannot start says why in one sentence, with the exit code that tells whether
/// another try would help, and harms nothing.
@Suite struct StartTests {
    /// One start that must fail.
    struct Row {
        let name: String
        let program: String
        let words: [String]
        let code: Int32
        let sentence: String

        init(
            _ name: String, _ program: String, _ words: [String], _ code: Int32, _ sentence: String
        ) {
            self.name = name
            self.program = program
            self.words = words
            self.code = code
            self.sentence = sentence
        }
    }

    /// Where the other processes are said to be, and the seeds.
    private static func needs(_ part: String) -> [String] {
        switch part {
        case "gateway":
            ["--profile", "127.0.0.1:1", "--prompt", "127.0.0.1:3", "--reminder", "127.0.0.1:2"]
        case "profile": []
        default: ["--profile", "127.0.0.1:1", "--seeds", Installation.seeds]
        }
    }

    private func check(_ rows: [Row]) {
        for row in rows {
            let end = RealProcess(row.program, row.words).finish(seconds: 20)
            #expect(end.code == row.code, "\(row.name): \(end.errors)")
            #expect(end.errors == row.sentence + "\n", "\(row.name)")
            #expect(end.output == "", "\(row.name)")
        }
    }

    @Test("a command line that makes no sense ends with 2")
    func commandLines() {
        let scene = Scene()
        let key = ["--key", scene.installation.path("key")]
        let listen = ["--listen", "127.0.0.1:0"]
        let data = ["--data", scene.installation.path("new")]
        let backends = StartTests.needs("gateway")
        var rows: [Row] = []
        for part in Installation.parts {
            let program = "tend-" + part
            let rest = part == "gateway" ? backends : data + StartTests.needs(part)
            rows += [
                Row(
                    "nothing", program, [], 2,
                    "\(program): --listen ADDR is needed. Try '\(program) --help'."),
                Row(
                    "an unknown flag", program, ["--colour", "red"], 2,
                    "\(program): no flag '--colour'. Try '\(program) --help'."),
                Row(
                    "a flag without its value", program, ["--listen"], 2,
                    "\(program): --listen needs ADDR after it."),
                Row(
                    "an address without a port", program, ["--listen", "127.0.0.1"] + key + rest,
                    2,
                    "\(program): '127.0.0.1' is not an address: it needs a port, as in"
                        + " 127.0.0.1:7400"),
            ]
        }
        rows += [
            Row(
                "a backend without a port", "tend-gateway",
                listen + key + ["--profile", "x"] + backends.dropFirst(2), 2,
                "tend-gateway: --profile: 'x' is not an address: it needs a port, as in"
                    + " 127.0.0.1:7400"),
            Row(
                "a door to the world", "tend-gateway",
                ["--listen", "0.0.0.0:0"] + key + backends, 2,
                "tend-gateway: 0.0.0.0:0 can be reached from other machines, and Tend does not"
                    + " encrypt. Listen on 127.0.0.1 and reach it by ssh, or put TLS in front"
                    + " and say --tls-in-front."),
        ]
        check(rows)
    }

    @Test("a key or a clock that cannot be used ends with 78")
    func keysAndClocks() {
        let folder = TemporaryFolder()
        let key = String(repeating: "5a", count: 32) + "\n"
        folder.write(key, to: "key")
        folder.write(key, to: "group", mode: 0o640)
        folder.write("5a5a\n", to: "short")
        folder.write("noon\n", to: "clock")
        symlink(folder.path + "/key", folder.path + "/link")
        func words(_ part: String, _ key: String, _ clock: String? = nil) -> [String] {
            let rest =
                part == "gateway"
                ? StartTests.needs(part)
                : ["--data", folder.path + "/data"] + StartTests.needs(part)
            return ["--listen", "127.0.0.1:0", "--key", folder.path + "/" + key] + rest
                + (clock.map { ["--manual-clock", folder.path + "/" + $0] } ?? [])
        }
        let rows = Installation.parts.flatMap { part in
            let program = "tend-" + part
            let file = { (name: String) in "\(program): The key file \(folder.path)/\(name)" }
            return [
                Row(
                    "a key that others can read", program, words(part, "group"), 78,
                    file("group") + " can be read by others. Run: chmod 600 \(folder.path)/group"
                        + "  and, if somebody may have seen it, make a new one."),
                Row(
                    "no key", program, words(part, "none"), 78,
                    file("none") + " is missing; deploy/up makes one."),
                Row(
                    "a short key", program, words(part, "short"), 78,
                    file("short") + " does not hold 64 hexadecimal digits. Remove it and let"
                        + " deploy/up make one."),
                Row(
                    "a key behind a link", program, words(part, "link"), 78,
                    file("link") + " cannot be opened."),
                Row(
                    "no clock", program, words(part, "key", "none"), 78,
                    "\(program): The clock file \(folder.path)/none cannot be read. It holds the"
                        + " time as milliseconds since 1970."),
                Row(
                    "a clock that is none", program, words(part, "key", "clock"), 78,
                    "\(program): The clock file \(folder.path)/clock does not hold a time as"
                        + " milliseconds since 1970."),
            ]
        }
        check(rows)
        #expect(access(folder.path + "/data", F_OK) != 0, "a refused start has made a data folder")
    }

    @Test("a port or a folder in use ends with 1, the wrong folder with 78, and nothing is lost")
    func inUse() {
        let scene = Scene()
        scene.join()
        let installation = scene.installation
        #expect(installation.tend(["remind", "add", "Tea", "in", "20", "minutes"]).code == 0)
        let before = scene.everything()
        let key = ["--key", installation.path("key")]
        let clock = ["--manual-clock", installation.path("clock")]
        let free = ["--listen", "127.0.0.1:0"]
        func data(_ name: String) -> [String] {
            ["--data", installation.path(name)] + StartTests.needs("reminder")
        }
        let inUse =
            "tend-reminder: Another process is using this data folder. Stop it first; two may not"
            + " share one."
        check([
            Row(
                "a port in use", "tend-reminder",
                ["--listen", installation.gateway] + key + clock + data("new"), 1,
                "tend-reminder: made a new store\n"
                    + "tend-reminder: \(installation.gateway) is in use by another process"),
            Row(
                "the gateway's port in use", "tend-gateway",
                ["--listen", installation.gateway] + key + clock + StartTests.needs("gateway"), 1,
                "tend-gateway: \(installation.gateway) is in use by another process"),
            Row(
                "a folder in use", "tend-reminder", free + key + clock + data("reminder"), 1, inUse
            ),
            Row(
                "another service's folder in use", "tend-reminder",
                free + key + clock + data("profile"), 1, inUse),
        ])
        for part in Installation.parts.reversed() { #expect(installation.stop(part) == 0) }
        installation.folder.write("plain\n", to: "plain")
        mkdir(installation.path("open"), 0o755)
        chmod(installation.path("open"), 0o755)
        let first = "j-0000000000000001.log"
        check([
            Row(
                "another service's folder", "tend-reminder", free + key + clock + data("profile"),
                78,
                "tend-reminder: The data folder belongs to another service: \(first) was written"
                    + " by service 1, this is service 2. Start with the right folder."),
            Row(
                "a folder of the other clock", "tend-reminder", free + key + data("reminder"), 78,
                "tend-reminder: The data folder was written under a manual clock (\(first))."
                    + " Start with --manual-clock, or choose another folder."),
            Row(
                "a folder that others may enter", "tend-reminder",
                free + key + clock + data("open"),
                78,
                "tend-reminder: The data folder \(installation.path("open")) has mode 0755, so"
                    + " others may look into it. Run `chmod 0700 \(installation.path("open"))`"
                    + " and start again."),
            Row(
                "a folder below nothing", "tend-reminder",
                free + key + clock + data("none/deeper"), 78,
                "tend-reminder: The data folder \(installation.path("none/deeper")) cannot be"
                    + " made: there is no folder to make it in. Name another, or make that one first."
            ),
            Row(
                "a folder that is a file", "tend-reminder", free + key + clock + data("plain"), 78,
                "tend-reminder: \(installation.path("plain")) cannot be the data folder: it, or what"
                    + " it lies in, is not a folder. Name another."),
        ])
        for part in Installation.parts { #expect(installation.start(part)) }
        #expect(scene.everything() == before)
    }

    @Test("a damaged journal ends with 78, says where, and is left as it was")
    func damaged() {
        let scene = Scene()
        scene.join()
        let installation = scene.installation
        #expect(installation.stop("profile") == 0)
        let path = installation.path("profile/j-0000000000000001.log")
        let file = open(path, O_RDWR)
        defer { close(file) }
        var byte: UInt8 = 0
        #expect(pread(file, &byte, 1, 90) == 1)
        byte ^= 1
        #expect(pwrite(file, &byte, 1, 90) == 1)
        let words = [
            "--listen", "127.0.0.1:0", "--key", installation.path("key"), "--manual-clock",
            installation.path("clock"), "--data", installation.path("profile"),
        ]
        let end = RealProcess("tend-profile", words).finish()
        #expect(end.code == 78)
        #expect(
            end.errors.hasPrefix(
                "tend-profile: The journal is damaged: j-0000000000000001.log, offset 64,"))
        byte ^= 1
        #expect(pwrite(file, &byte, 1, 90) == 1)
        #expect(installation.start("profile"))
        #expect(installation.tend(["me"]).code == 0)
    }

    @Test("a full disk at the start ends with 1 and a sentence, and room makes it start")
    func full() {
        let folder = TemporaryFolder()
        folder.write(String(repeating: "5a", count: 32) + "\n", to: "key")
        let program =
            RealProcess.programs + "/tend-profile --listen 127.0.0.1:0"
            + " --key \(folder.path)/key --data \(folder.path)/data/profile"
        mkdir(folder.path + "/data", 0o700)
        // Where this user may not mount, a limit on the size of files stands for the full disk.
        let mounted =
            "unshare -rm sh -c 'mount -t tmpfs -o size=64k tmpfs \(folder.path)/data"
            + " && exec \(program)'"
        let canMount =
            RealProcess("sh", ["-c", "unshare -rm mount -t tmpfs t /mnt"], in: "/bin").finish()
            .code == 0
        var lines = ["ulimit -f 16 && exec \(program)"]
        if canMount { lines.append(mounted) }
        for line in lines {
            let end = RealProcess("sh", ["-c", line], in: "/bin").finish()
            #expect(end.code == 1, "\(line): \(end.errors)")
            #expect(end.errors.hasPrefix("tend-profile: The disk is full ("), "\(end.errors)")
        }
        let process = RealProcess("sh", ["-c", "exec " + program], in: "/bin")
        let line = process.line()
        #expect(line?.hasPrefix("tend-profile is ready on ") == true)
        process.send(SIGTERM)
        #expect(process.wait() == 0)
    }
}
