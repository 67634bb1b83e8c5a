import Codec
import TestSupport
import Testing

@Suite struct PropertyTests {
    private static func samples(_ count: Int, seed: UInt64 = 7) -> [EveryField] {
        var random = SampleRandom(seed: seed)
        return (0..<count).map { _ in EveryField.sample(&random) }
    }

    @Test("a sample comes back from its bytes, and its size is theirs")
    func wire() throws {
        for sample in PropertyTests.samples(400) {
            let bytes = sample.encoded()
            #expect(bytes.count == sample.encodedSize)
            #expect(try EveryField(decoding: bytes) == sample)
        }
    }

    @Test("a sample comes back from its JSON, byte for byte")
    func json() throws {
        for sample in PropertyTests.samples(200) {
            let again = try EveryField(json: sample.json())
            #expect(again.encoded() == sample.encoded())
        }
    }

    @Test("writing into too little room says so and touches nothing behind it")
    func room() throws {
        for sample in PropertyTests.samples(30) {
            let bytes = sample.encoded()
            for size in Set([0, 1, 2, 15, 16, 17, bytes.count / 2, bytes.count - 1, bytes.count])
            where size >= 0 && size <= bytes.count {
                var memory = [UInt8](repeating: 0xEE, count: bytes.count + 32)
                let written = memory.withUnsafeMutableBytes {
                    sample.encode(into: UnsafeMutableRawBufferPointer(rebasing: $0[..<size]))
                }
                #expect(written == (size == bytes.count ? size : nil))
                #expect(memory[size...].allSatisfy { $0 == 0xEE })
                if written != nil { #expect(Array(memory[..<size]) == bytes) }
            }
        }
    }

    @Test("the same seed makes the same samples, and every field is reached")
    func sampling() throws {
        #expect(PropertyTests.samples(5) == PropertyTests.samples(5))
        var reached: Set<String> = []
        for sample in PropertyTests.samples(60) {
            let json = sample.json()
            for field in EveryField.shape.fields where json.contains("\"\(field.name)\":") {
                reached.insert(field.name)
            }
        }
        #expect(reached.count == EveryField.shape.fields.count)
    }

    @Test("every truncation of a sample is refused or read, and nothing traps")
    func truncations() {
        for sample in PropertyTests.samples(12) {
            let bytes = sample.encoded()
            for end in 0..<min(bytes.count, 3000) { survive(Array(bytes[..<end])) }
        }
    }

    @Test("every single flipped bit of a small sample is refused or read, and nothing traps")
    func flips() {
        var left = 20
        for sample in PropertyTests.samples(400, seed: 11) where left > 0 {
            var bytes = sample.encoded()
            if bytes.count > 400 { continue }
            left -= 1
            for bit in 0..<(bytes.count * 8) {
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
                survive(bytes)
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            }
        }
        #expect(left == 0)
    }

    @Test("random bytes are refused or read, and nothing traps")
    func noise() {
        var random = SampleRandom(seed: 3)
        for _ in 0..<20_000 {
            let count = Int(random.next() % 40)
            survive((0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() >> 9) })
        }
    }

    @Test("JSON with a byte changed, cut or doubled is refused or read, and nothing traps")
    func mutatedJSON() {
        var random = SampleRandom(seed: 21)
        let marks = Array("{}[]\",:\\0-.eu ".utf8)
        for sample in PropertyTests.samples(60, seed: 13) {
            let text = Array(sample.json().utf8)
            if text.count > 2000 { continue }
            for _ in 0..<60 {
                var bytes = text
                let place = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 4 {
                case 0: bytes[place] = marks[Int(random.next() % UInt64(marks.count))]
                case 1: bytes.removeSubrange(place...)
                case 2: bytes.remove(at: place)
                default: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
                }
                guard let read = try? EveryField(json: String(decoding: bytes, as: UTF8.self))
                else { continue }
                #expect((try? EveryField(json: read.json()))?.encoded() == read.encoded())
            }
        }
    }

    @Test("reading two messages one behind the other merges them")
    func merging() throws {
        let samples = PropertyTests.samples(200, seed: 5)
        var merged = 0
        for (a, b) in zip(samples, samples.dropFirst()) {
            var one = EveryField()
            var other = EveryField()
            do {
                try merge(a.encoded() + b.encoded(), into: &one)
            } catch {
                // Together they are over a limit; they must be so one by one as well.
                #expect(throws: CodecError.self) {
                    try merge(a.encoded(), into: &other)
                    try merge(b.encoded(), into: &other)
                }
                continue
            }
            try merge(a.encoded(), into: &other)
            try merge(b.encoded(), into: &other)
            #expect(one == other)
            merged += 1
        }
        #expect(merged > 20)
    }

    /// Reads bytes that may be anything; what was read must be writable and come back.
    private func survive(_ bytes: [UInt8]) {
        guard let message = try? EveryField(decoding: bytes) else { return }
        let again = try? EveryField(decoding: message.encoded())
        #expect(again?.encoded() == message.encoded())
    }

    private func merge(_ bytes: [UInt8], into message: inout EveryField) throws {
        try bytes.withUnsafeBytes { try message.merge($0) }
    }
}
