import Glibc

/// Where to listen or connect: an IPv4 or IPv6 address with a port, or the path of a Unix socket.
///
/// Host names are not resolved, except `localhost`, which is 127.0.0.1: a lookup would block the
/// loop.
public struct Address: Hashable, Sendable, CustomStringConvertible {
    enum Kind: Hashable, Sendable {
        case ipv4(UInt32, port: UInt16)
        case ipv6(high: UInt64, low: UInt64, scope: UInt32, port: UInt16)
        case unix(String)
        /// The far end of a pair of descriptors.
        case pipes
    }

    let kind: Kind

    /// Longest path of a Unix socket in bytes: sun_path with its NUL.
    public static let pathBytesMax = 107

    init(_ kind: Kind) {
        self.kind = kind
    }

    /// Reads `127.0.0.1:7400`, `[::1]:0`, `localhost:7400` or `unix:/path`. Port 0 asks the kernel
    /// for a free one. Throws `.badAddress` with what is wrong.
    public init(_ text: String) throws(ReactorError) {
        do throws(AddressProblem) {
            kind = try Address.parse(text)
        } catch {
            throw .badAddress(text, error)
        }
    }

    /// 127.0.0.1 with the given port.
    public static func loopback(port: UInt16) -> Address {
        Address(.ipv4(0x7F00_0001, port: port))
    }

    /// The port, or nil for anything but TCP.
    public var port: UInt16? {
        switch kind {
        case .ipv4(_, let port), .ipv6(_, _, _, let port): port
        case .unix, .pipes: nil
        }
    }

    /// Whether bytes to it never leave this host: 127.0.0.0/8, ::1 and its mapped form, Unix
    /// sockets and pipes.
    public var isLoopback: Bool {
        switch kind {
        case .ipv4(let host, _): host >> 24 == 127
        case .ipv6(0, 1, _, _): true
        case .ipv6(0, let low, _, _): low >> 24 == 0xFFFF_7F
        case .ipv6: false
        case .unix, .pipes: true
        }
    }

    /// The form that `init(_:)` reads, except for a pair of pipes, which prints as `pipes`.
    public var description: String {
        switch kind {
        case .ipv4(let host, let port):
            "\(host >> 24).\(host >> 16 & 255).\(host >> 8 & 255).\(host & 255):\(port)"
        case .ipv6(let high, let low, let scope, let port):
            "[\(Address.text(high, low))\(scope == 0 ? "" : "%\(scope)")]:\(port)"
        case .unix(let path): "unix:\(path)"
        case .pipes: "pipes"
        }
    }

    private static func parse(_ text: String) throws(AddressProblem) -> Kind {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst(5))
            guard !path.isEmpty, !path.utf8.contains(0) else { throw .noPath }
            guard path.utf8.count <= pathBytesMax else { throw .pathTooLong }
            return .unix(path)
        }
        guard let colon = text.lastIndex(of: ":") else { throw .noPort }
        let digits = text[text.index(after: colon)...].utf8
        guard !digits.isEmpty, digits.count <= 5, digits.allSatisfy({ 48...57 ~= $0 }),
            let port = UInt16(String(Substring(digits)))
        else { throw .badPort }
        let host = text[..<colon]
        if host == "localhost" { return .ipv4(0x7F00_0001, port: port) }
        if host.hasPrefix("["), host.hasSuffix("]") {
            var raw = in6_addr()
            guard inet_pton(AF_INET6, String(host.dropFirst().dropLast()), &raw) == 1 else {
                throw .badHost
            }
            let (high, low) = words(raw)
            return .ipv6(high: high, low: low, scope: 0, port: port)
        }
        guard !host.contains(":") else { throw .unbracketed }
        var raw = in_addr()
        guard inet_pton(AF_INET, String(host), &raw) == 1 else { throw .badHost }
        return .ipv4(UInt32(bigEndian: raw.s_addr), port: port)
    }

    static func words(_ raw: in6_addr) -> (high: UInt64, low: UInt64) {
        withUnsafeBytes(of: raw) { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    private static func text(_ high: UInt64, _ low: UInt64) -> String {
        var raw = in6_addr()
        withUnsafeMutableBytes(of: &raw) { bytes in
            bytes.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
            bytes.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(AF_INET6, &raw, &buffer, socklen_t(buffer.count)) != nil else { return "" }
        return String(
            decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// What is wrong with the text of an address.
public enum AddressProblem: Error, Equatable, Sendable {
    /// No colon, so no port.
    case noPort
    /// The port is not a number from 0 to 65535.
    case badPort
    /// The host is neither a number nor `localhost`.
    case badHost
    /// An IPv6 address without brackets.
    case unbracketed
    /// `unix:` without a path.
    case noPath
    /// The path does not fit a Unix socket.
    case pathTooLong

    /// What to write instead.
    public var sentence: String {
        switch self {
        case .noPort: "it needs a port, as in 127.0.0.1:7400"
        case .badPort: "the port must be a number from 0 to 65535"
        case .badHost: "the host must be a number or localhost, as in 127.0.0.1:7400"
        case .unbracketed: "an IPv6 address needs brackets, as in [::1]:7400"
        case .noPath: "unix: needs a path, as in unix:/run/tend.sock"
        case .pathTooLong: "the path of a Unix socket has at most \(Address.pathBytesMax) bytes"
        }
    }
}
