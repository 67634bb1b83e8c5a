import TestSupport

/// A line of shell, run as a person types it, with the programs of this build on its path.
enum Shell {
    /// How a command ended.
    struct End {
        let code: Int32
        let output: String
        let errors: String
    }

    /// Runs `line` in a home of its own.
    static func run(
        _ line: String, home: String, gateway: String, path: [String] = [], input: String = ""
    ) -> End {
        let end = begin(line, home: home, gateway: gateway, path: path, input: input).finish()
        return End(code: end.code, output: end.output, errors: end.errors)
    }

    /// Starts `line` and does not wait.
    static func begin(
        _ line: String, home: String, gateway: String, path: [String] = [], input: String = ""
    ) -> RealProcess {
        let folders = (path + [RealProcess.programs]).joined(separator: ":")
        return RealProcess(
            "sh", ["-c", "PATH=\"\(folders):$PATH\"; cd \"$HOME\"; " + line], in: "/bin",
            environment: ["HOME": home, "TEND_GATEWAY": gateway, "TZ": "UTC"], input: input)
    }
}
