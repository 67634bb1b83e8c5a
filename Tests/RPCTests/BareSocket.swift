import Glibc
import Reactor

/// A TCP socket driven by hand, which can end its own half and still listen.
final class BareSocket {
    private let file: Int32
    private var isOpen = true

    init(connectedTo address: Address) {
        file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = (address.port ?? 0).bigEndian
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let file = self.file
        let code = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        precondition(code == 0 && fcntl(file, F_SETFL, O_NONBLOCK) == 0)
    }

    deinit { close() }

    func send(_ bytes: [UInt8]) {
        let sent = Glibc.send(file, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        precondition(sent == bytes.count)
    }

    /// What has come; nothing also at the end.
    func receive() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let got = recv(file, &bytes, bytes.count, 0)
        return [UInt8](bytes.prefix(max(0, got)))
    }

    /// Says that nothing more will come from here.
    func finish() { shutdown(file, Int32(SHUT_WR)) }

    /// Goes away altogether.
    func close() {
        if isOpen { Glibc.close(file) }
        isOpen = false
    }
}
