import Glibc
import Reactor
import Testing

/// Bytes over real sockets of this host, both ends on one loop.
@Suite struct EchoTests {
    @Test(
        "bytes come back over TCP and over a Unix socket",
        arguments: ["127.0.0.1:0", "[::1]:0", "unix:"])
    func echo(_ text: String) throws {
        let rig = try Rig()
        let path = "/tmp/tend-reactor-\(getpid())-\(UInt64.random(in: 0...UInt64.max)).sock"
        let address = try Address(text == "unix:" ? text + path : text)
        let listener = try rig.listen(address) { connection in
            let server = Script(echoes: true)
            server.connection = connection
            return server
        }
        let client = Script()
        _ = try rig.connect(listener.address, client)
        client.send([1, 2, 3])
        rig.turns { client.received == [1, 2, 3] }
        listener.close()
        #expect(access(path, F_OK) != 0)
    }
}
