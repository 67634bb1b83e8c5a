import Glibc
import RPC
import Reactor
import Testing

/// The conversations in `protocol/vectors/wire`, against a real server.
@Suite struct VectorTests {
    struct Vector: CustomTestStringConvertible, Sendable {
        var testDescription = ""
        var feed: [UInt8] = []
        var answer: [UInt8] = []
        var goAway: UInt32?
    }

    static let right = read("golden")
    static let wrong = read("hostile")

    @Test("a right client gets the right bytes", arguments: right)
    func golden(_ vector: Vector) throws { try play(vector) }

    @Test("a wrong client gets the right refusal", arguments: wrong)
    func hostile(_ vector: Vector) throws { try play(vector) }

    private func play(_ vector: Vector) throws {
        let rig = try Rig()
        let peer = rig.rawPeer()
        peer.send(vector.feed)
        rig.turns { peer.received.count >= vector.answer.count }
        if vector.goAway != nil { rig.turns { peer.isClosed } } else { rig.settle() }
        #expect(peer.isClosed == (vector.goAway != nil))
        #expect(peer.received.prefix(vector.answer.count).elementsEqual(vector.answer))
        let rest = SeenFrame.all([UInt8](peer.received.dropFirst(vector.answer.count)))
        #expect(rest.rest.isEmpty)
        #expect(rest.frames.count == (vector.goAway == nil ? 0 : 1))
        #expect(rest.frames.first?.goAway?.code == vector.goAway)
    }

    @Test("there are vectors of both kinds")
    func exist() {
        #expect(VectorTests.right.count > 10 && VectorTests.wrong.count > 30)
    }

    private static func read(_ name: String) -> [Vector] {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        guard let file = fopen("/\(root)/protocol/vectors/wire/\(name).txt", "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let text = String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
        var vectors: [Vector] = []
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let last = Optional(parts[1].dropFirst()) else { continue }
            switch parts[0] {
            case "name": vectors.append(Vector(testDescription: String(last)))
            case "feed": vectors[vectors.count - 1].feed += [UInt8](hex: last)
            case "answer": vectors[vectors.count - 1].answer += [UInt8](hex: last)
            case "goaway": vectors[vectors.count - 1].goAway = UInt32(last)
            default: break
            }
        }
        return vectors
    }
}
