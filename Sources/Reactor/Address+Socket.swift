import CLinux
import Glibc

extension Address {
    /// AF_INET, AF_INET6 or AF_UNIX; AF_UNSPEC for pipes.
    var family: Int32 {
        switch kind {
        case .ipv4: AF_INET
        case .ipv6: AF_INET6
        case .unix: AF_UNIX
        case .pipes: AF_UNSPEC
        }
    }

    var isTCP: Bool { family == AF_INET || family == AF_INET6 }

    /// Calls `body` with the kernel's form of the address.
    func withSocketAddress<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        var storage = sockaddr_storage()
        let size = fill(&storage)
        return withUnsafePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, size) }
        }
    }

    private func fill(_ storage: inout sockaddr_storage) -> socklen_t {
        withUnsafeMutableBytes(of: &storage) { bytes in
            switch kind {
            case .ipv4(let host, let port):
                var address = sockaddr_in()
                address.sin_family = sa_family_t(AF_INET)
                address.sin_port = port.bigEndian
                address.sin_addr.s_addr = host.bigEndian
                bytes.storeBytes(of: address, as: sockaddr_in.self)
                return socklen_t(MemoryLayout<sockaddr_in>.size)
            case .ipv6(let high, let low, let scope, let port):
                var address = sockaddr_in6()
                address.sin6_family = sa_family_t(AF_INET6)
                address.sin6_port = port.bigEndian
                address.sin6_scope_id = scope
                withUnsafeMutableBytes(of: &address.sin6_addr) { raw in
                    raw.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
                    raw.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
                }
                bytes.storeBytes(of: address, as: sockaddr_in6.self)
                return socklen_t(MemoryLayout<sockaddr_in6>.size)
            case .unix(let path):
                bytes.storeBytes(of: sa_family_t(AF_UNIX), as: sa_family_t.self)
                var end = 2
                for byte in path.utf8.prefix(Address.pathBytesMax) {
                    bytes[end] = byte
                    end += 1
                }
                bytes[end] = 0
                return socklen_t(end + 1)
            case .pipes:
                return 0
            }
        }
    }

    /// Reads the kernel's form. A Unix peer usually has no name and then gets `path`.
    init(_ storage: sockaddr_storage, size: socklen_t, path: String = "") {
        self = withUnsafeBytes(of: storage) { bytes in
            switch Int32(storage.ss_family) {
            case AF_INET:
                let address = bytes.load(as: sockaddr_in.self)
                return Address(
                    .ipv4(
                        UInt32(bigEndian: address.sin_addr.s_addr),
                        port: UInt16(bigEndian: address.sin_port)))
            case AF_INET6:
                let address = bytes.load(as: sockaddr_in6.self)
                let (high, low) = Address.words(address.sin6_addr)
                return Address(
                    .ipv6(
                        high: high, low: low, scope: address.sin6_scope_id,
                        port: UInt16(bigEndian: address.sin6_port)))
            default:
                let end = min(Int(size), 2 + Address.pathBytesMax)
                let name = end > 2 ? bytes[2..<end].prefix { $0 != 0 } : bytes[2..<2]
                return Address(
                    .unix(name.isEmpty ? path : String(decoding: name, as: UTF8.self)))
            }
        }
    }

    /// The name the kernel gave this end of `socket`, with the real port.
    static func ofSocket(_ socket: Int32) -> Address { named { getsockname(socket, $0, $1) } }

    /// The name of the other end of `socket`.
    static func ofPeer(_ socket: Int32) -> Address { named { getpeername(socket, $0, $1) } }

    private static func named(
        _ ask: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> Address {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        _ = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { ask($0, &size) }
        }
        return Address(storage, size: size)
    }
}
