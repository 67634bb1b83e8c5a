import Reactor
import Testing

/// Reading addresses.
@Suite struct AddressTests {
    @Test(
        "an address prints as it reads",
        arguments: [
            ("127.0.0.1:7400", true), ("[::1]:0", true), ("0.0.0.0:65535", false),
            ("[2001:db8::7]:80", false), ("[::ffff:127.0.0.1]:1", true), ("unix:/run/x.sock", true),
            ("127.255.0.3:1", true), ("128.0.0.1:1", false), ("[::]:5", false),
        ])
    func reads(_ text: String, _ isLoopback: Bool) throws {
        let address = try Address(text)
        #expect(address.description == text)
        #expect(address.isLoopback == isLoopback)
    }

    @Test("localhost is 127.0.0.1")
    func localhost() throws {
        #expect(try Address("localhost:7400") == Address.loopback(port: 7400))
    }

    @Test(
        "what is no address says why",
        arguments: [
            ("", AddressProblem.noPort), ("7400", .noPort), ("127.0.0.1", .noPort),
            ("127.0.0.1:", .badPort), ("127.0.0.1:65536", .badPort), ("127.0.0.1:-1", .badPort),
            ("127.0.0.1:+1", .badPort), ("127.0.0.1: 1", .badPort), ("127.0.0.1:٣", .badPort),
            ("127.0.0.1:000001", .badPort), ("::1:80", .unbracketed), ("[::1:80", .unbracketed),
            ("[127.0.0.1]:80", .badHost), ("256.0.0.1:80", .badHost), ("1.2.3:80", .badHost),
            ("example.org:80", .badHost), (":80", .badHost), ("[]:80", .badHost),
            ("unix:", .noPath), ("unix:a\0b", .noPath),
            ("unix:/" + String(repeating: "x", count: 107), .pathTooLong),
        ])
    func refuses(_ text: String, _ problem: AddressProblem) {
        let error = #expect(throws: ReactorError.self) { try Address(text) }
        #expect(error == .badAddress(text, problem))
        #expect(error?.sentence.hasSuffix(problem.sentence) == true)
    }

    @Test("the longest path of a Unix socket fits")
    func longest() throws {
        _ = try Address("unix:/" + String(repeating: "x", count: 106))
    }
}
