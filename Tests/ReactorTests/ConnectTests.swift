import Glibc
import Reactor
import Testing

/// Reaching others, and the ways it fails.
@Suite struct ConnectTests {
    private func attempt(_ rig: Rig, _ address: Address) -> (Connection, () -> ReactorError?) {
        var failure: ReactorError?
        var calls = 0
        let connection = rig.loop.connect(address, timeoutUs: 1000) { result in
            calls += 1
            #expect(calls == 1)
            if case .failure(let error) = result { failure = error }
        }
        #expect(calls == 0)
        return (connection, { failure })
    }

    @Test("nobody listening is refused")
    func refused() throws {
        let rig = try Rig()
        let listener = try rig.listen { _ in nil }
        let address = listener.address
        listener.close()
        let (_, failure) = attempt(rig, address)
        rig.turns { failure() == .refused(address) }
        #expect(failure()?.sentence == "nobody listens on \(address)")
        let path = try Address("unix:/tmp/tend-nobody-\(getpid()).sock")
        let (_, missing) = attempt(rig, path)
        rig.turns { missing() == .refused(path) }
    }

    @Test("a socket that met itself has reached nobody")
    func meetsItself() throws {
        let rig = try Rig()
        let address = try Address("127.0.0.1:9")
        rig.loop.inject { $0 == .connect ? .itself : nil }
        let (_, failure) = attempt(rig, address)
        rig.turns { failure() == .refused(address) }
    }

    @Test("a host that does not answer times out")
    func timedOut() throws {
        let rig = try Rig { $0.backlog = 0 }
        let listener = try rig.listen { _ in nil }
        // Fills the queue of a listener whose loop makes no turn, so that the next is not answered.
        let fillers = (0..<3).map { _ in Filler(listener.address) }
        let (_, failure) = attempt(rig, listener.address)
        rig.loop.turn(waitUs: 0)
        listener.close()
        rig.clock.advance(us: 1000)
        rig.turns { failure() != nil }
        #expect(
            failure() == .timedOut(listener.address) || failure() == .refused(listener.address))
        _ = fillers
    }

    private final class Filler {
        let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)

        init(_ address: Address) {
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = (address.port ?? 0).bigEndian
            name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            _ = withUnsafePointer(to: &name) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { [file] in
                    connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }

        deinit { close(file) }
    }

    @Test("an attempt can be given up")
    func givenUp() throws {
        let rig = try Rig()
        let listener = try rig.listen { _ in Script() }
        let (connection, failure) = attempt(rig, listener.address)
        connection.close()
        connection.close(afterFlush: true)
        rig.turns { failure() == .cancelled(listener.address) }
        rig.clock.advance(us: 2000)
        rig.settle()
    }

    @Test("shutting down ends every connection and every attempt, once")
    func shutDown() throws {
        let rig = try Rig { $0.backlog = 0 }
        let (listener, servers) = try rig.echoServer()
        let client = Script()
        let lingering = try rig.connect(listener.address, client)
        rig.turns { servers.all.count == 1 }
        lingering.close(afterFlush: true)
        rig.turns { client.reasons == [.local] }
        let (_, failure) = attempt(rig, listener.address)
        rig.loop.shutDown()
        #expect(failure() == .cancelled(listener.address))
        #expect(servers.all.map(\.reasons) == [[.loopStopped]])
        #expect(rig.loop.timerCount == 0)
        rig.settle()
    }

    @Test("descriptors that cannot be waited for are refused and closed")
    func plainFiles() throws {
        let rig = try Rig()
        let file = open("/proc/self/cmdline", O_RDONLY)
        let twin = dup(file)
        #expect(throws: ReactorError.self) { try rig.loop.adopt(read: file, write: twin) }
        #expect(throws: ReactorError.self) { try rig.loop.adopt(read: -1, write: -1) }
    }

    @Test("no socket, or a kernel that refuses to watch it, is an error")
    func noSocket() throws {
        for call in [SystemCall.socket, .control, .connect] {
            let rig = try Rig()
            rig.loop.inject { $0 == call ? .errno(EMFILE) : nil }
            let (_, failure) = attempt(rig, .loopback(port: 9))
            rig.turns { failure() != nil }
        }
    }

    @Test("a port in use is a clear error")
    func portInUse() throws {
        let rig = try Rig()
        let first = try rig.listen { _ in nil }
        let error = #expect(throws: ReactorError.self) {
            try rig.listen(first.address) { _ in nil }
        }
        #expect(error == .addressInUse(first.address))
        #expect(error?.sentence == "\(first.address) is in use by another process")
        let nowhere = try Address("192.0.2.1:0")
        #expect(throws: ReactorError.addressNotHere(nowhere)) {
            try rig.listen(nowhere) { _ in nil }
        }
        let noFolder = try Address("unix:/tmp/tend-no-such-folder/x.sock")
        #expect(throws: ReactorError.noSuchFolder(noFolder)) {
            try rig.listen(noFolder) { _ in nil }
        }
    }

    @Test("the socket of a killed process is taken over, that of a living one is not")
    func staleUnixSocket() throws {
        let rig = try Rig()
        let path = "/tmp/tend-stale-\(getpid())-\(UInt64.random(in: 0...UInt64.max)).sock"
        let address = try Address("unix:" + path)
        // What a killed process leaves: a bound name without a listener.
        let dead = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(dead, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(bound == 0)
        close(dead)
        let listener = try rig.listen(address) { _ in Script() }
        #expect(throws: ReactorError.addressInUse(address)) {
            try rig.listen(address) { _ in nil }
        }
        var info = stat()
        #expect(lstat(path, &info) == 0 && info.st_mode & 0o777 == 0o600)
        listener.close()
        #expect(access(path, F_OK) != 0)
    }
}
