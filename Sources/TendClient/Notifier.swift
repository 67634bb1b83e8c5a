import Glibc

/// Pops up a neutral note on the desktop through `notify-send`, if there is one. Confined to the
/// client's loop.
final class Notifier {
    private let program: String
    private let environment: [String: String]
    private var running: [pid_t] = []

    /// A notifier that runs that program, in an environment which says where the desktop is.
    init(program: String, environment: [String: String]) {
        self.program = program
        self.environment = environment
    }

    /// The notifier of this machine, nil when there is none.
    static func find(_ environment: [String: String]) -> Notifier? {
        for folder in (environment["PATH"] ?? "").split(separator: ":") {
            let path = String(folder) + "/notify-send"
            if access(path, X_OK) == 0 {
                return Notifier(program: path, environment: environment)
            }
        }
        return nil
    }

    /// Shows the text. Whether a desktop took it is nobody's concern: the reminder is on the
    /// screen too.
    func notify(_ text: String) {
        running.removeAll { waitpid($0, nil, WNOHANG) != 0 }
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard null >= 0 else { return }
        defer { close(null) }
        var process: pid_t = 0
        let code = Spawn.start(
            [program, "--app-name=Tend", text], environment: environment, input: null,
            output: null, &process)
        if code == 0 { running.append(process) }
    }
}
