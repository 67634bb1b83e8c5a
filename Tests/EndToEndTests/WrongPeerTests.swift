import TestSupport
import Testing

/// Programs that come to the wrong port: each is told so or closed, and nobody else notices.
@Suite struct WrongPeerTests {
    /// What somebody sends who does not speak Tendril.
    struct Row {
        let name: String
        let bytes: [UInt8]
        /// How the answer begins; nil when any, or none, will do.
        let answer: String?
    }

    static let rows: [Row] = {
        var rows = [
            Row(
                name: "an HTTP request",
                bytes: Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8),
                answer: "HTTP/1.1 400 Bad Request\r\n"),
            Row(
                name: "HTTP/2 with prior knowledge",
                bytes: Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8),
                answer: "HTTP/1.1 400 Bad Request\r\n"),
            Row(
                name: "a TLS hello",
                bytes: [0x16, 0x03, 0x01, 0x00, 0xC8, 0x01, 0x00, 0x00, 0xC4, 0x03, 0x03]
                    + [UInt8](repeating: 0x5A, count: 194),
                answer: "This port speaks Tendril without TLS.\n"),
            Row(
                name: "a line of text", bytes: Array("hello, who is there?\n".utf8),
                answer: "This port speaks Tendril.\n"),
            Row(
                name: "zeros", bytes: [UInt8](repeating: 0, count: 100_000),
                answer: nil),
        ]
        var random = SeededRandom(seed: 99)
        for number in 1...8 {
            let count = 16 << number
            let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            rows.append(Row(name: "\(count) random bytes", bytes: bytes, answer: nil))
        }
        return rows
    }()

    @Test("whatever is sent to a port is answered or closed, and others are served meanwhile")
    func wrongPeers() throws {
        let scene = Scene()
        scene.join()
        let before = scene.everything()
        let ports = Installation.parts.map { scene.installation.address($0) }
        // Those that say too little are closed when the time for a handshake is over.
        let slow = ports.flatMap { port in
            [[], [0x54], Array("GET".utf8)].map { bytes in
                let client = RawClient(port)
                client.send(bytes)
                return client
            }
        }
        for (part, port) in zip(Installation.parts, ports) {
            for row in Self.rows {
                let client = RawClient(port)
                client.send(row.bytes)
                // The connection may be cut before all of it was taken, and the answer with it.
                guard let rest = client.rest(seconds: 10) else {
                    Issue.record("\(part) keeps a connection open after \(row.name)")
                    continue
                }
                if let answer = row.answer {
                    let said = String(decoding: rest, as: UTF8.self)
                    #expect(said.hasPrefix(answer), "\(part) answers \(row.name) with \(said)")
                }
            }
        }
        #expect(scene.everything() == before, "others are not served")
        for client in slow { #expect(client.rest(seconds: 10) != nil, "a silent one stays") }
        #expect(scene.isWell())
        #expect(scene.everything() == before)
    }
}
