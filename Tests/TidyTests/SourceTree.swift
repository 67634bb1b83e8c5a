import Glibc

/// The tree this test was compiled from: what the tidy tests read.
enum SourceTree {
    /// The repository's folder.
    static let root: String = {
        // .../Tests/TidyTests/SourceTree.swift, so three names up.
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(3).joined(separator: "/")
    }()

    /// The folder that holds this test's bundle and, beside it, every built program.
    static let built: String = {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { return root + "/.build/release" }
        let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.split(separator: "/", omittingEmptySubsequences: false)
            .dropLast().joined(separator: "/")
    }()

    /// One file: its path from the root, and its text.
    struct File {
        /// From the root: `Sources/Codec/Label.swift`.
        let path: String
        /// What it says.
        let text: String
        /// Its lines, without their ends.
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        /// The folder below Sources or Tests it lies in.
        var module: String { String(path.split(separator: "/").dropFirst().first ?? "") }
        /// Its own name.
        var name: String { String(path.split(separator: "/").last ?? "") }
    }

    /// The names in a folder, sorted, without `.` and `..`; empty when there is no such folder.
    static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder.isEmpty ? root : root + "/" + folder) else { return [] }
        defer { closedir(stream) }
        var found: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { found.append(name) }
        }
        return found.sorted()
    }

    /// Every file below `folder` whose name ends in one of `endings`, hidden folders left out.
    static func files(in folder: String, endings: [String]) -> [File] {
        var found: [File] = []
        for name in names(in: folder) where !name.hasPrefix(".") {
            let path = folder + "/" + name
            if isFolder(path) {
                found += files(in: path, endings: endings)
            } else if endings.contains(where: name.hasSuffix), let text = read(path) {
                found.append(File(path: path, text: text))
            }
        }
        return found
    }

    /// Every Swift file of Sources and Tests.
    static let swift: [File] =
        files(in: "Sources", endings: [".swift"]) + files(in: "Tests", endings: [".swift"])

    /// Every shell script: all of `deploy` and `.ci` that starts with `#!`.
    static let scripts: [File] =
        ["deploy", ".ci"].flatMap { files(in: $0, endings: [""]) }.filter {
            $0.text.hasPrefix("#!") || $0.name.hasSuffix(".sh")
        }

    /// The text of one file, or nil when it cannot be read as UTF-8.
    static func read(_ path: String) -> String? {
        guard let file = fopen(root + "/" + path, "re") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&block, 1, block.count, file)
            if count == 0 { break }
            bytes += block[..<count]
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Whether there is a folder of this name.
    static func isFolder(_ path: String) -> Bool {
        var about = stat()
        return stat(root + "/" + path, &about) == 0 && about.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether there is a file of this name that its owner may run.
    static func isExecutable(_ path: String) -> Bool {
        var about = stat()
        return stat(root + "/" + path, &about) == 0
            && about.st_mode & S_IFMT == S_IFREG && about.st_mode & S_IXUSR != 0
    }
}
