import Codec
import Glibc
import TestSupport
import Testing

/// A message declared in another module than the codec is specialised there: without this the
/// codec works just the same and is three times slower.
@Suite struct SpecialisationTests {
    @Test(
        "the three visitors are specialised in the message's own module",
        .enabled(if: SpecialisationTests.isOptimised),
        arguments: ["Sizer", "WireWriter", "WireReader"])
    func specialised(visitor: String) throws {
        let symbols = try SpecialisationTests.symbols()
        // Swift mangles a generic specialisation of EveryField.fields for Codec.Sizer as the name
        // of the function, the type it is specialised for, and "Tg5".
        let found = symbols.contains { symbol in
            symbol.contains("10EveryFieldV6fields")
                && symbol.contains("\(visitor.count)\(visitor)V")
                && symbol.contains("_Tg5")
        }
        #expect(found, "no specialisation of EveryField.fields for \(visitor)")
    }

    /// Whether this build is optimised; nothing is specialised in another.
    private static var isOptimised: Bool {
        #if DEBUG
            false
        #else
            true
        #endif
    }

    /// The names `nm` prints for the running test program.
    private static func symbols() throws -> [String] {
        let stream = try #require(popen("nm /proc/\(getpid())/exe", "r"))
        defer { pclose(stream) }
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, stream)
            if count == 0 { break }
            text += chunk[..<count]
        }
        return String(decoding: text, as: UTF8.self)
            .split(separator: "\n").map { String($0.split(separator: " ").last ?? "") }
    }
}
