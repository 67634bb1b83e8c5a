import Glibc
import Storage
import TestSupport
import Testing

/// Data folders of every released format, as files, with what a reader must make of them.
///
/// With `TEND_WRITE_VECTORS=1` in the environment the files of the present format are written anew.
@Suite("Golden folders")
struct GoldenTests {
    /// The folders of format 1.
    static let rows = ["clean-stop", "killed", "torn", "damaged", "unknown-skippable", "unknown"]

    @Test("every golden folder of format 1 is read as its expect.txt says", arguments: rows)
    func readFolder(name: String) throws {
        let folder = Vectors.storage + "/format-1/" + name
        if Vectors.areWritten { try Vectors.write(try GoldenTests.build(name), to: folder) }
        let disk = SimulatedDisk()
        let files = try #require(Vectors.files(in: folder))
        for file in files where file != "expect.txt" {
            disk.put(file, try #require(Vectors.read(folder + "/" + file)))
        }
        let expected = try #require(Vectors.read(folder + "/expect.txt"))
        #expect(GoldenTests.outcome(of: disk) == String(decoding: expected, as: UTF8.self))
    }

    @Test("the writer still writes the golden folders byte for byte", arguments: rows)
    func writeFolder(name: String) throws {
        let folder = Vectors.storage + "/format-1/" + name
        let built = try GoldenTests.build(name)
        for (file, bytes) in built {
            #expect(Vectors.read(folder + "/" + file) == bytes, "\(file)")
        }
        #expect(Vectors.files(in: folder) == built.keys.sorted())
    }

    /// The files of one folder, `expect.txt` among them.
    static func build(_ name: String) throws -> [String: [UInt8]] {
        let player = Player(SimulatedDisk(), seed: 2026)
        player.sizes.least = 1024
        try player.open()
        for count in [1, 3, 2, 4, 1] { try player.commit(count, upTo: 90) }
        try player.seal()
        try player.commit(2, upTo: 90)
        let last = try #require(player.disk.names.filter { $0.hasSuffix(".log") }.last)
        switch name {
        case "clean-stop": try player.seal(cleanStop: true)
        case "unknown-skippable": try append(type: 0xFF, to: player)
        case "unknown": try append(type: 0x7F, to: player)
        default: break
        }
        let disk = player.disk.afterKill()
        for file in disk.names where !file.hasSuffix(".log") { disk.take(file) }
        if var bytes = disk.contents(last) {
            let end = (bytes.lastIndex { $0 != 0 } ?? 0) + 1
            if name == "torn" { for at in (end - 30)..<end { bytes[at] = 0 } }
            if name == "damaged" { bytes[100] ^= 0x10 }
            disk.put(last, bytes)
        }
        var files: [String: [UInt8]] = [:]
        for file in disk.names { files[file] = disk.contents(file) }
        files["expect.txt"] = Array(outcome(of: disk).utf8)
        return files
    }

    private static func append(type: UInt8, to player: Player) throws {
        let journal = try #require(player.journal)
        #expect(journal.claim(records: 1, bytes: 3) == .granted)
        journal.append(type: type, payload: [1, 2, 3])
        let batch = try #require(journal.takeBatch(wallMs: 1_700_000_000_100))
        batch.write()
        try journal.finished(batch)
    }

    /// What opening the disk comes to: one line of verdict, then each operation.
    static func outcome(of disk: SimulatedDisk) -> String {
        let player = Player(disk)
        player.sizes.least = 1024
        var lines: [String]
        do {
            let found = try player.open()
            lines = [
                found.cleanStop ? "opens after a clean stop" : "opens after an unclean stop",
                "torn bytes \(found.tornBytes), skipped \(found.skipped)",
            ]
        } catch let error as StorageError {
            lines = [refusal(error)]
        } catch {
            lines = ["failed"]
        }
        for entry in player.replayed {
            let hex = entry.payload.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            lines.append("\(entry.sequence) \(entry.type) \(hex)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension GoldenTests {
    fileprivate static func refusal(_ error: StorageError) -> String {
        switch error {
        case .corrupt(let damage):
            "refused corrupt \(damage.file) offset \(damage.offset) sequence \(damage.sequence)"
        case .unknownRecord(let file, let offset, let sequence, let type):
            "refused unknown \(file) offset \(offset) sequence \(sequence) type \(type)"
        default:
            "refused \(error)"
        }
    }
}

/// The folder of golden bytes beside the protocol.
enum Vectors {
    static let storage: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/") + "/protocol/vectors/storage"
    }()

    static let areWritten = getenv("TEND_WRITE_VECTORS") != nil

    static func files(in folder: String) -> [String]? {
        guard let stream = opendir(folder) else { return nil }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    static func read(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { return bytes }
            bytes += chunk[0..<count]
        }
    }

    static func write(_ files: [String: [UInt8]], to folder: String) throws {
        for depth in [2, 1, 0] {
            let parts = folder.split(separator: "/").dropLast(depth)
            mkdir("/" + parts.joined(separator: "/"), 0o755)
        }
        for (name, bytes) in files {
            let file = try #require(fopen(folder + "/" + name, "w"))
            #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
            fclose(file)
        }
    }
}
