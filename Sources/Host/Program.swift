import CLinux
import Glibc
import RPC
import Reactor
import Seams

/// What every server program sets up first, and how it says that it is ready or why it cannot run.
///
/// Built once by `main` and passed on; owns nothing that changes.
public struct Program {
    /// `tend-reminder` and so on.
    public let name: String
    /// The parsed command line.
    public let arguments: Arguments
    /// Where it listens.
    public let listen: Address
    /// The key it shares with the other processes.
    public let key: SetKey
    /// The manual clock, where the program was started with one.
    public let wall: ManualWall?
    /// The clocks it lives by.
    public let time: TimeSource
    /// Its one loop.
    public let loop: Loop
    /// One line for each thing an operator should know.
    public let log: Log

    /// The exit codes of the server programs.
    public enum Exit {
        /// It cannot start now: a port or a folder is in use.
        public static let busy: Int32 = 1
        /// The command line was not understood.
        public static let usage: Int32 = 2
        /// The disk failed; what was not answered is not promised.
        public static let disk: Int32 = 70
        /// The configuration or the data is wrong; starting again would not help.
        public static let configuration: Int32 = 78
    }

    /// How long a drain may take before what is left is cut, microseconds.
    public static let drainUs = Limits.drainUs

    /// The flags that every server program has.
    static let commonFlags: [Arguments.Flag] = [
        Arguments.Flag("listen", "ADDR", needed: true, "where to listen, such as 127.0.0.1:7400"),
        Arguments.Flag("key", "FILE", needed: true, "the installation's key, mode 0600"),
        Arguments.Flag("manual-clock", "FILE", "live by the time in FILE (tests and demo)"),
        Arguments.Flag("address-file", "FILE", "write the address there once listening"),
    ]

    /// Parses the command line and opens key, clock and loop; ends the process when it cannot.
    public init(name: String, about: String, flags: [Arguments.Flag]) {
        self.name = name
        log = Log(program: name)
        umask(0o077)
        _ = tend_prctl_dumpable(0)
        signal(SIGPIPE, SIG_IGN)
        // A limit on file sizes then shows as a failed write, which is a full disk.
        signal(SIGXFSZ, SIG_IGN)
        let words = Array(CommandLine.arguments.dropFirst())
        do throws(Arguments.Answer) {
            arguments = try Arguments(
                words, program: name, about: about, flags: Program.commonFlags + flags)
        } catch {
            switch error {
            case .help(let text):
                print(text, terminator: "")
                exit(0)
            case .wrong(let sentence):
                Log.toStderr(sentence + "\n")
                exit(Exit.usage)
            }
        }
        do throws(ReactorError) {
            listen = try Address(arguments.values["listen"] ?? "")
        } catch {
            Program.end(log, error.sentence, Exit.usage)
        }
        do throws(SetKey.Unusable) {
            key = try SetKey(path: arguments.values["key"] ?? "")
        } catch {
            Program.end(log, error.sentence, Exit.configuration)
        }
        do throws(ManualWall.Unusable) {
            if let path = arguments.values["manual-clock"] {
                wall = try ManualWall(path: path)
            } else {
                wall = nil
            }
        } catch {
            Program.end(log, error.sentence, Exit.configuration)
        }
        time = wall?.timeSource(monotonic: .system) ?? .system
        do {
            loop = try Loop(time: time)
        } catch {
            Program.end(log, error.sentence, Exit.busy)
        }
    }

    /// A channel to another process of the installation, whose address the flag `part` names. Ends
    /// the process when that is no address.
    public func channel(to part: String, as name: String) -> ChannelCore {
        var auth = Auth()
        auth.serviceName = name
        auth.setKey = key.bytes
        do throws(ReactorError) {
            return ChannelCore(
                loop: loop, to: try Address(arguments.values[part] ?? ""), auth: auth,
                limits: .service, random: .system)
        } catch {
            end("--\(part): \(error.sentence)", code: Exit.usage)
        }
    }

    /// Says why the process cannot go on, and ends it.
    public func end(_ sentence: String, code: Int32) -> Never {
        Program.end(log, sentence, code)
    }

    private static func end(_ log: Log, _ sentence: String, _ code: Int32) -> Never {
        log.line(sentence)
        exit(code)
    }

    /// Writes the address file and says on standard output that calls are answered from now on.
    public func announce(_ address: Address) {
        if let path = arguments.values["address-file"] {
            guard writeWhole("\(address)\n", path: path) else {
                end("The address file \(path) cannot be written.", code: Exit.configuration)
            }
        }
        print("\(name) is ready on \(address)")
        fflush(nil)
    }
}

/// Writes a small file whole or not at all: temporary file, then rename.
func writeWhole(_ text: String, path: String) -> Bool {
    let bytes = Array(text.utf8)
    let temporary = path + ".tmp"
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { return false }
    let written = write(file, bytes, bytes.count)
    return close(file) == 0 && written == bytes.count && rename(temporary, path) == 0
}
