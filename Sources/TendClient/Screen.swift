import Glibc

/// Where a verb's output goes: whole lines, written at once, nothing kept back.
struct Screen: Sendable {
    /// The descriptor of what was asked for.
    var output: Int32 = 1
    /// The descriptor of what went wrong and of asides.
    var errors: Int32 = 2

    /// Prints one line, or several parted by line ends. Returns when the kernel has all of it.
    func print(_ text: String) throws(OutputGone) {
        do {
            try FileBytes.write(Array((text + "\n").utf8), to: output, path: "")
        } catch {
            throw OutputGone(fault: error)
        }
    }

    /// Says something beside the output. Nobody listening is no reason to stop.
    func remark(_ text: String) {
        try? FileBytes.write(Array((text + "\n").utf8), to: errors, path: "")
    }
}

/// Standard output takes no more. Where nobody reads it any more the verb ends without a word.
struct OutputGone: Error {
    /// Why.
    let fault: FileFault

    /// What is said of it, where somebody can still read.
    var failure: Failure { Failure(.refused, .outputFailed, ["problem": fault.problem]) }

    /// Whether its reader went away, as `head` does.
    var isClosed: Bool { fault == .failed(path: "", errno: EPIPE) }
}
