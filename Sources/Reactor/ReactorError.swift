import Glibc

/// Why listening, connecting or setting up failed, as far as a caller can act on it.
public enum ReactorError: Error, Equatable, Sendable {
    /// The text is no address. Show the sentence; nothing was tried.
    case badAddress(String, AddressProblem)
    /// Another process listens there.
    case addressInUse(Address)
    /// The host has no such address.
    case addressNotHere(Address)
    /// The kernel does not permit it, for example a port below 1024 or a folder of another user.
    case notPermitted(Address)
    /// The folder of a Unix socket does not exist.
    case noSuchFolder(Address)
    /// Nobody listens there.
    case refused(Address)
    /// No route, or the host does not answer.
    case unreachable(Address)
    /// The connection was not made in time.
    case timedOut(Address)
    /// The attempt was closed before the connection was made.
    case cancelled(Address)
    /// The process or the host has no descriptor left.
    case tooManyFiles
    /// No such program, or it cannot be run.
    case notRunnable(program: String, errno: Int32)
    /// Any other failure, with the call and its errno.
    case failed(operation: String, errno: Int32)

    /// The failure of `operation` on `address`.
    init(_ operation: String, _ address: Address, errno code: Int32) {
        switch code {
        case EADDRINUSE: self = .addressInUse(address)
        case EADDRNOTAVAIL: self = .addressNotHere(address)
        case EACCES, EPERM: self = .notPermitted(address)
        case ENOENT where operation == "bind": self = .noSuchFolder(address)
        case ECONNREFUSED, ENOENT, EAGAIN: self = .refused(address)
        case EHOSTUNREACH, ENETUNREACH, ENETDOWN, ECONNRESET: self = .unreachable(address)
        case ETIMEDOUT: self = .timedOut(address)
        case EMFILE, ENFILE: self = .tooManyFiles
        default: self = .failed(operation: operation, errno: code)
        }
    }

    /// One sentence for whoever started the process.
    public var sentence: String {
        switch self {
        case .badAddress(let text, let problem): "'\(text)' is not an address: \(problem.sentence)"
        case .addressInUse(let address): "\(address) is in use by another process"
        case .addressNotHere(let address): "this host has no address \(address)"
        case .notPermitted(let address): "no permission to use \(address)"
        case .noSuchFolder(let address): "the folder of \(address) does not exist"
        case .refused(let address): "nobody listens on \(address)"
        case .unreachable(let address): "\(address) cannot be reached"
        case .timedOut(let address): "\(address) did not answer in time"
        case .cancelled(let address): "the attempt to reach \(address) was given up"
        case .tooManyFiles: "no file descriptor is left"
        case .notRunnable(let program, let code): "cannot run '\(program)' (errno \(code))"
        case .failed(let operation, let code): "\(operation) failed (errno \(code))"
        }
    }
}
