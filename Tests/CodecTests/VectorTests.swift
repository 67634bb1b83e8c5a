import Codec
import TestSupport
import Testing

@Suite struct VectorTests {
    @Test("the files hold as many cases as they should")
    func counts() {
        #expect(Vector.all("messages.txt").count >= 120)
        #expect(Vector.all("messages-hostile.txt").count >= 120)
        #expect(Vector.all("json.txt").count >= 60)
        #expect(Vector.all("frame-headers.txt").count >= 20)
    }

    @Test(
        "golden bytes are read and written back canonically", arguments: Vector.all("messages.txt"))
    func golden(_ vector: Vector) throws {
        let message = try EveryField(decoding: vector.bytes)
        let canonical = Vector.bytes(try #require(vector.lines["accept"]))
        #expect(message.encoded() == canonical)
        #expect(message.encodedSize == canonical.count)
        let json = try #require(vector.lines["json"])
        #expect(message.json() == json)
        if !json.contains("NaN") {
            #expect(try EveryField(json: json).encoded() == canonical)
        }
    }

    @Test(
        "hostile bytes are refused for their reason", arguments: Vector.all("messages-hostile.txt"))
    func hostile(_ vector: Vector) {
        let error = #expect(throws: CodecError.self) { try EveryField(decoding: vector.bytes) }
        #expect(error.map(reason) == vector.lines["refuse"])
    }

    @Test("JSON is read, or refused in a sentence", arguments: Vector.all("json.txt"))
    func json(_ vector: Vector) throws {
        let text = vector.lines["text"] ?? ""
        if let canonical = vector.lines["accept"] {
            #expect(try EveryField(json: text).encoded() == Vector.bytes(canonical))
        } else {
            let error = #expect(throws: CodecError.self) { try EveryField(json: text) }
            #expect(error.map(reason) == vector.lines["refuse"])
            #expect(error?.sentence == vector.lines["says"])
        }
    }

    @Test("frame headers are read and written", arguments: Vector.all("frame-headers.txt"))
    func headers(_ vector: Vector) throws {
        let bytes = vector.bytes
        let decoded = bytes.withUnsafeBytes { FrameHeader.decode($0) }
        switch decoded {
        case .needMore: #expect(vector.lines["refuse"] == "more")
        case .badCheck: #expect(vector.lines["refuse"] == "check")
        case .header(let header):
            let text = "length \(header.length) type \(header.type) flags \(header.flags)"
            let rest = " meta \(header.metaLength) stream \(header.streamID)"
            #expect(vector.lines["accept"] == text + rest)
            var written = [UInt8](repeating: 0, count: FrameHeader.size)
            written.withUnsafeMutableBytes { buffer in
                if let start = buffer.baseAddress { header.encode(to: start) }
            }
            #expect(written == bytes)
        }
    }

    @Test("vectors.proto is the text of the messages the vectors use")
    func proto() {
        var file = ProtoFile(package: "tend.vectors")
        file.add(EveryField.self)
        #expect(file.text == Vector.text("vectors.proto"))
    }

    private func reason(_ error: CodecError) -> String {
        switch error {
        case .truncated: "truncated"
        case .badTag: "tag"
        case .badNumber: "number"
        case .badGroup: "group"
        case .tooDeep: "depth"
        case .notText: "text"
        case .tooLong: "length"
        case .tooMany: "items"
        case .tooLarge: "size"
        case .badJSON: "json"
        case .unknownKey: "unknown"
        case .duplicateKey: "duplicate"
        case .wrongType: "type"
        case .invalid: "invalid"
        }
    }
}
