import Glibc

/// A blocking socket to a loopback port, for bytes that are no Tendril.
final class RawClient {
    private let file: Int32

    /// Connects to `127.0.0.1:PORT`.
    init(_ address: String) {
        file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = (UInt16(address.split(separator: ":").last ?? "") ?? 0).bigEndian
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let file = self.file
        let code = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        precondition(code == 0, "nobody listens on \(address)")
    }

    deinit { close(file) }

    /// Sends all of it; false when the other end has closed meanwhile.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// What has come, once anything has; nil when the other end closed or nothing came in time.
    func some(seconds: Int32) -> [UInt8]? {
        var wait = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
        guard poll(&wait, 1, seconds * 1000) > 0 else { return nil }
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = recv(file, &chunk, chunk.count, 0)
        return count > 0 ? [UInt8](chunk[..<count]) : nil
    }

    /// What comes back until the other end closes; nil when it has not closed after `seconds`.
    func rest(seconds: Int32) -> [UInt8]? {
        var bytes: [UInt8] = []
        while true {
            var wait = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
            guard poll(&wait, 1, seconds * 1000) > 0 else { return nil }
            var chunk = [UInt8](repeating: 0, count: 65536)
            let count = recv(file, &chunk, chunk.count, 0)
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
        }
    }
}
