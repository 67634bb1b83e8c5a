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

extension Screen {
    /// Puts something in the place of a standard descriptor that is closed, before anything else is
    /// opened and takes its number: output would go there. Writing to it still does not work, so that
    /// it shows. Whether there is an output.
    static func fillGaps() -> Bool {
        let isOpen = (0...2).map { fcntl(Int32($0), F_GETFD) >= 0 }
        for file in 0...2 where !isOpen[file] {
            // The lowest free number is taken.
            _ = open("/dev/null", O_RDONLY)
        }
        return isOpen[1]
    }
}

/// Standard output takes no more.
struct OutputGone: Error {
    /// Why.
    let fault: FileFault

    /// What is said of it; nil where its reader has read enough and went away, as `head` does, which
    /// is as good an end as any.
    var failure: Failure? {
        if fault == .failed(path: "", errno: EPIPE) { return nil }
        return Failure(.refused, .outputFailed, ["problem": fault.problem])
    }
}
