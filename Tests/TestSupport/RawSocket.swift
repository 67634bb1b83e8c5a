import Glibc
import Reactor

/// The other end in a test: a plain non-blocking socket driven by hand.
public final class RawSocket {
    /// Its descriptor; -1 once closed.
    public private(set) var file: Int32

    /// Connects to an address of loopback.
    public init(connectedTo address: Address) {
        file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = (address.port ?? 0).bigEndian
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let file = self.file
        _ = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        _ = fcntl(file, F_SETFL, O_NONBLOCK)
        var on: Int32 = 1
        setsockopt(
            file, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close() }

    /// Sends what fits; how many bytes that were.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Int {
        Glibc.send(file, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Up to `most` bytes; nil when there are none yet, empty at the end.
    public func receive(_ most: Int = 65536) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: most)
        let got = recv(file, &bytes, most, 0)
        return got < 0 ? nil : Array(bytes.prefix(got))
    }

    /// How many bytes were there.
    public func drain() -> Int {
        var count = 0
        while let bytes = receive(), !bytes.isEmpty { count += bytes.count }
        return count
    }

    /// Says that nothing more will come from here.
    public func finish() { shutdown(file, Int32(SHUT_WR)) }

    /// Goes away with a reset.
    public func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(file, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    /// Goes away.
    public func close() {
        guard file >= 0 else { return }
        Glibc.close(file)
        file = -1
    }
}
