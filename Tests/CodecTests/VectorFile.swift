import Glibc
import Testing

/// One case of a file in `protocol/vectors`: lines of a key and a value, a blank line between cases.
struct Vector: Sendable, CustomTestStringConvertible {
    var lines: [String: String] = [:]

    var name: String { lines["name"] ?? "?" }
    var bytes: [UInt8] { Vector.bytes(lines["bytes"] ?? "") }
    var testDescription: String { name }

    /// Hexadecimal bytes with spaces between them.
    static func bytes(_ hex: String) -> [UInt8] {
        hex.split(separator: " ").compactMap { UInt8($0, radix: 16) }
    }

    /// The cases of a file.
    static func all(_ file: String) -> [Vector] {
        var all: [Vector] = []
        var next = Vector()
        for line in text(file).split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty {
                if next.lines["name"] != nil { all.append(next) }
                next = Vector()
            } else if !line.hasPrefix("#") {
                let parts = line.split(separator: " ", maxSplits: 1)
                next.lines[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
            }
        }
        return all
    }

    /// The text of a file in `protocol/vectors`, which is found from where this file is.
    static func text(_ file: String) -> String {
        let folder = "\(#filePath)".split(separator: "/").dropLast(3).joined(separator: "/")
        guard let stream = fopen("/\(folder)/protocol/vectors/\(file)", "r") else { return "" }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, stream)
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
