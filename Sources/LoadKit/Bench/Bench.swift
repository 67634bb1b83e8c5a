import Glibc
import Reactor
import Seams

/// Makes the measurements of `tend-bench`, one after the other, each server and client a process of
/// its own on loopback. Loop-confined.
final class Bench {
    /// How it is done.
    struct Options: Sendable {
        /// Seconds of each measurement.
        var seconds = 2.0
        /// Seconds before each that do not count.
        var warmS = 0.5
        /// Where the durable measurements write; it must be a real disk.
        var folder = "/var/tmp"
        /// The peers' durable floor, if it is to be measured beside.
        var floorDurable: String?
    }

    private let options: Options
    private let loop: Loop
    private let program: String
    private var running: [BenchChild] = []
    private let report: (BenchRow) -> Void
    private let warn: (String) -> Void

    /// `program` is the path of this executable; `report` gets each line as soon as it is there.
    init(
        _ options: Options, loop: Loop, program: String, report: @escaping (BenchRow) -> Void,
        warn: @escaping (String) -> Void
    ) {
        self.options = options
        self.loop = loop
        self.program = program
        self.report = report
        self.warn = warn
    }

    /// Ends what runs.
    func stop() {
        for child in running.reversed() { child.stop() }
        running = []
    }

    // MARK: Measurements

    /// Encoding and decoding.
    func codec() { for row in CodecBench.rows(.system) { report(row) } }

    /// A bare echo on our own loop.
    func floor() throws {
        try echo("floor", client: "floor-client") { try start("floor-server", "0") }
    }

    /// Calls through the real router.
    func rpc() throws {
        try echo("direct", client: "peer-client") { try start("peer-server", "0") }
    }

    /// The same calls through a real gateway.
    func gateway() throws {
        let folder = try folder()
        defer { folder.remove() }
        var key = ""
        for _ in 0..<32 { key += String(UInt8.random(in: 16...255), radix: 16) }
        guard folder.write(key + "\n", to: "key") else {
            throw BenchChild.Failed(sentence: "no key can be written in \(folder.path)")
        }
        try echo("gateway", client: "peer-client") {
            let backend = try start("echo-backend", "0")
            return try start(
                "gateway-server", "0", "127.0.0.1:\(backend.port)", folder.path + "/key")
        }
    }

    /// Writes that are durable before they are answered, beside what the disk can do.
    func durable() throws {
        let disk = try folder()
        defer { disk.remove() }
        report(try DiskBench.row(folder: disk.path, seconds: options.seconds, .system))
        for workload in ["D1", "D64"] {
            let folder = try folder()
            defer { folder.remove() }
            let connections = workload.dropFirst()
            try measure("durable, \(connections) open", "peer-client", workload, "writes/s") {
                try start("durable-server", "0", folder.path)
            }
        }
        guard let path = options.floorDurable else { return }
        for (mode, connections) in [("inline", 1), ("thread", 1), ("inline", 64), ("thread", 64)] {
            let folder = try folder()
            defer { folder.remove() }
            let child = try BenchChild(
                [path, folder.path + "/floor", mode, "\(connections)", "\(options.seconds)"],
                on: loop)
            running.append(child)
            let line = try child.output(withinS: options.seconds + 30)
            running.removeLast()
            let name = "floor-durable, \(connections) \(mode)"
            if let row = BenchRow(name, line: line, unit: "writes/s") { report(row) }
        }
    }

    /// Allocations of one call at both ends, as valgrind counts them.
    func allocations() throws {
        let few = 1000
        let many = 11_000
        do throws(BenchChild.Failed) {
            let difference = try heapUsage(calls: many) - heapUsage(calls: few)
            report(BenchRow("allocations", Double(difference) / Double(many - few), "a call"))
        } catch {
            warn("allocations were not counted: \(error.sentence)")
        }
    }

    private func heapUsage(calls: Int) throws(BenchChild.Failed) -> Int {
        let child = try BenchChild(
            ["valgrind", "--leak-check=no", "--log-fd=1", program, "echo-in-place", "\(calls)"],
            on: loop)
        running.append(child)
        defer { running.removeLast() }
        let said = try child.output(withinS: 120)
        guard let at = said.firstRange(of: "total heap usage: "),
            let count = Int(
                said[at.upperBound...].prefix { $0.isNumber || $0 == "," }.filter(\.isNumber))
        else { throw BenchChild.Failed(sentence: "valgrind does not tell the heap's usage") }
        return count
    }

    // MARK: Processes

    private typealias Started = (child: BenchChild, port: UInt16)

    /// The four workloads, each against servers of its own.
    private func echo(_ name: String, client: String, _ serve: () throws -> Started) throws {
        for workload in ["W1", "W1s", "W2", "W3"] {
            try measure("\(name) \(workload)", client, workload, "calls/s", serve)
        }
    }

    private func measure(
        _ name: String, _ client: String, _ workload: String, _ unit: String,
        _ serve: () throws -> Started
    ) throws {
        defer { stop() }
        let isOnOne = workload.hasSuffix("s")
        let pin = isOnOne ? CPUPin() : nil
        defer { pin?.release() }
        let server = try serve()
        let child = try BenchChild(
            [
                program, client, "\(server.port)", isOnOne ? String(workload.dropLast()) : workload,
                "\(options.warmS)", "\(options.seconds)", "\(server.child.processID)",
            ], on: loop)
        running.append(child)
        let line = try child.output(withinS: options.warmS + options.seconds + 30)
        guard let row = BenchRow(name, line: line, unit: unit) else {
            throw BenchChild.Failed(sentence: "\(client) said something else: \(line)")
        }
        report(row)
    }

    /// Starts a server of this program and waits for its port.
    private func start(_ words: String...) throws -> Started {
        let child = try BenchChild([program] + words + [BenchChild.attached], on: loop)
        running.append(child)
        let line = try child.line(withinS: 30)
        guard let port = UInt16(line) else {
            throw BenchChild.Failed(sentence: "\(words[0]) does not say its port: \(line)")
        }
        return (child, port)
    }

    private func folder() throws -> BenchFolder {
        guard let folder = BenchFolder(in: options.folder) else {
            throw BenchChild.Failed(
                sentence: "no folder can be made in \(options.folder): error \(errno)")
        }
        return folder
    }
}
