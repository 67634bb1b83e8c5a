import Glibc

/// A program run to its end in the root of the tree, with everything it wrote.
struct Command {
    /// Its exit code; 127 when there is no such program, 128 and more when a signal ended it.
    let code: Int32
    /// Standard output and standard error together.
    let output: String

    /// Runs `words`, the program looked for along PATH.
    init(_ words: [String]) {
        let quoted = ([SourceTree.root] + words).map(Command.quoted)
        let line = "cd \(quoted[0]) && exec \(quoted.dropFirst().joined(separator: " "))"
        guard let pipe = popen("(\(line)) </dev/null 2>&1", "re") else {
            (code, output) = (127, "\(words) cannot be started: errno \(errno)")
            return
        }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&block, 1, block.count, pipe)
            if count == 0 { break }
            bytes += block[..<count]
        }
        let status = pclose(pipe)
        output = String(decoding: bytes, as: UTF8.self)
        code = status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
    }

    /// As one word of the shell.
    private static func quoted(_ word: String) -> String {
        "'"
            + word.split(separator: "'", omittingEmptySubsequences: false).joined(
                separator: "'\\''")
            + "'"
    }
}
