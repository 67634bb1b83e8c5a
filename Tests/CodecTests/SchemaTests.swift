import Codec
import TestSupport
import Testing

private struct Ask: Message, Equatable {
    var id: UInt64 = 0
    var note = ""
    var moods: [Mood] = []

    static var retired: [UInt32] { [3] }

    mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "id", &id, .id, seenBy: .owner)
        try v.field(2, "note", &note, .content(max: 8), seenBy: .tie)
        try v.field(4, "moods", &moods, .items(3), seenBy: .operatorOnly)
    }

    func validate() throws(CodecError) {
        if id == 0 { throw .invalid(field: "id", "must be given") }
    }
}

private struct Answer: Message {
    var asked: Ask?

    mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "asked", &asked, .plain, seenBy: .everyone)
    }
}

private enum Asking: Service {
    static let name = "tend.test.Asking"
    static let ask = Method<Ask, Answer>("tend.test.Asking/Ask", .person, needsKey: true)
    static let watch = Method<Ask, Answer>(
        "tend.test.Asking/Watch", .internalOnly, shape: .serverStream, compress: false)
    static let methods = [ask.info, watch.info]
}

@Suite struct SchemaTests {
    @Test("the .proto text says everything that was declared")
    func text() {
        let text = ProtoFile(package: "tend.test", services: [Asking.self]).text
        #expect(
            text == """
                // Emitted from the Swift declarations; change them, not this file.
                syntax = "proto3";

                package tend.test;

                service Asking {
                  // Exposure: person, needs an idempotency key. Method 0x07e26267.
                  rpc Ask(.tend.test.Ask) returns (.tend.test.Answer);
                  // Exposure: internal, never compressed. Method 0xc7aa207c.
                  rpc Watch(.tend.test.Ask) returns (stream .tend.test.Answer);
                }

                message Ask {
                  reserved 3;
                  // id; seen by owner
                  fixed64 id = 1;
                  // content, at most 8 bytes; seen by tie
                  string note = 2;
                  // plain, at most 3 items; seen by operator
                  repeated Mood moods = 4;
                }

                message Answer {
                  // plain; seen by everyone
                  optional Ask asked = 1;
                }

                enum Mood {
                  MOOD_CALM = 0;
                  MOOD_WIDE_AWAKE = 1;
                }

                """)
    }

    @Test("a method without its types reads and writes JSON and makes samples")
    func methodInfo() throws {
        let method = Asking.ask.info
        let bytes = try method.requestFromJSON(#"{"id":"7","note":"hi"}"#)
        #expect(try method.requestToJSON(bytes) == #"{"id":"7","note":"hi"}"#)
        #expect(try method.responseToJSON([]) == "{}")
        #expect(throws: CodecError.unknownKey("nota")) {
            try method.requestFromJSON(#"{"nota":"hi"}"#)
        }
        var one: UInt64 = 1
        var other: UInt64 = 1
        #expect(method.sampleRequest(&one) == method.sampleRequest(&other))
        #expect(one == other && one != 1)
    }

    @Test("the message's own rules hold after every decode")
    func validation() {
        let error = CodecError.invalid(field: "id", "must be given")
        #expect(error.sentence == "id must be given.")
        #expect(throws: error) { try Ask(decoding: []) }
        #expect(throws: error) { try Ask(json: "{}") }
    }

    @Test("fields are listed with number, name, type, count, label and audience")
    func shape() throws {
        let fields = EveryField.shape.fields
        #expect(fields.count == 27)
        #expect(EveryField.shape.retired == [26, 27])
        let texts = try #require(fields.first { $0.name == "texts" })
        #expect(texts.number == 16 && texts.kind == .string && texts.count == .many)
        #expect(texts.label == .content(max: 16, items: 8) && texts.audience == .everyone)
        let maybe = try #require(fields.first { $0.name == "maybe" })
        #expect(maybe.kind == .message("Leaf") && maybe.count == .optional)
    }

    @Test("a schema holds each message and enumeration once")
    func schema() {
        var schema = Schema()
        schema.add(EveryField.self)
        schema.add(Leaf.self)
        #expect(schema.messages.map(\.name) == ["EveryField", "Leaf", "Tree"])
        #expect(schema.enums.map(\.name) == ["Shade", "Mood"])
    }

    @Test("a log line has no private word and no whole identifier")
    func redaction() {
        var message = EveryField()
        message.small = 5
        message.large = 123_456_789
        message.text = "mine alone"
        message.data = Array("a\nb".utf8)
        message.texts = ["one", "two"]
        message.secret = "hunter2"
        message.maybe = Leaf()
        message.maybe?.note = "whisper"
        message.shade = .darkRed
        #expect(
            message.redacted()
                == "EveryField(small: 5, large: …6789, text: <private 10 bytes>, data: YQpi, "
                + "shade: dark_red, maybe: Leaf(note: <private 7 bytes>), "
                + "texts: <private 6 bytes>, secret: <private 7 bytes>)")
    }
}
