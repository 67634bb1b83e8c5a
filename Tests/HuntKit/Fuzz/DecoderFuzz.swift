import Codec
import Contracts

/// Feeds messages and JSON to the decoders of every method and counts what comes out.
///
/// Owned by one epoch. Each recipe aims at one outcome, so that none is reached by luck alone; the
/// rest is mutated samples.
struct DecoderFuzz {
    static let outcomes = [
        "read", "truncated", "badTag", "badNumber", "badGroup", "tooDeep", "notText", "tooLong",
        "tooMany", "badJSON", "unknownKey", "duplicateKey", "wrongType",
    ]

    private let methods = TendServices.all.flatMap { $0.methods }
    var mutator: Mutator<SampleRandom>

    /// The names this counts under.
    static var expected: [String] { outcomes.map { "decoder " + $0 } }

    mutating func run(_ count: Int, _ tally: inout Tally) {
        for _ in 0..<count {
            let method = methods[mutator.below(methods.count)]
            var seed = mutator.random.next()
            let sample = method.sampleRequest(&seed)
            if mutator.chance(70) {
                wire(method, bytes(sample, &tally), &tally)
            } else {
                json(method, sample, &tally)
            }
        }
    }

    private mutating func bytes(_ sample: [UInt8], _ tally: inout Tally) -> [UInt8] {
        switch mutator.below(12) {
        case 0:
            tally.add("inputs by byte")
            return mutator.byByte(sample)
        case 1:
            tally.add("inputs by byte")
            return Array(sample.prefix(mutator.below(sample.count + 1)))
        case 2:
            tally.add("inputs by byte")
            return mutator.someBytes(64)
        default: break
        }
        tally.add("inputs by field")
        switch mutator.below(9) {
        case 0: return sample + nested(depth: 90 + mutator.below(40))
        case 1: return sample + group()
        case 2: return sample + [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]
        case 3: return sample + [0x08] + [UInt8](repeating: 0xFF, count: 9 + mutator.below(4))
        case 4: return mutator.byField(long(sample))
        default: return mutator.byField(sample)
        }
    }

    /// Messages in messages, by the numbers that Tend's own nested fields have.
    private mutating func nested(depth: Int) -> [UInt8] {
        var inner: [UInt8] = []
        // Groups count against the same depth and need no declared field.
        for _ in 0..<depth { inner = [0x0B] + inner + [0x0C] }
        return inner
    }

    private mutating func group() -> [UInt8] {
        let start = UInt8(truncatingIfNeeded: 0x0B + 8 * mutator.below(14))
        switch mutator.below(3) {
        case 0: return [start, start &+ 1]
        case 1: return [start, start &+ 9]
        default: return [start &+ 1]
        }
    }

    /// A message in which one text is too long or one list has too many items.
    private mutating func long(_ sample: [UInt8]) -> [UInt8] {
        guard var tree = WireTree(sample[...]), tree.count > 0 else { return sample }
        tree.change(mutator.below(tree.count)) { field in
            guard case .bytes = field.value else {
                return Array(repeating: field, count: 300)
            }
            return [
                .init(number: field.number, value: .bytes(.init(repeating: 0x61, count: 40_000)))
            ]
        }
        return tree.bytes
    }

    private func wire(_ method: MethodInfo, _ bytes: [UInt8], _ tally: inout Tally) {
        do throws(CodecError) {
            let text = try method.requestToJSON(bytes)
            tally.add("decoder read")
            // What was read can be written, and is read again.
            let again = try method.requestFromJSON(text)
            precondition(
                (try? method.requestToJSON(again)) == text, "\(method.name): JSON changed: \(text)")
        } catch {
            tally.add("decoder " + DecoderFuzz.name(error))
        }
    }

    private mutating func json(_ method: MethodInfo, _ sample: [UInt8], _ tally: inout Tally) {
        guard let good = try? method.requestToJSON(sample) else { return }
        var text = good
        switch mutator.below(7) {
        case 0: text = "{\"no_such_key\":1}"
        case 1: text = doubled(good)
        case 2: text = good.replacing("\":\"", with: "\":[\"")
        case 3: text = good.replacing("\":", with: "\":{},\"x\":")
        case 4: text = String(repeating: "[", count: mutator.below(300)) + good
        case 5: text = "{\"code\":7,\"note\":[],\"schedule\":3,\"occurrence\":\"x\",\"name\":{}}"
        default:
            text = String(decoding: mutator.byByte(Array(good.utf8)), as: UTF8.self)
        }
        tally.add(mutator.below(2) == 0 ? "inputs by byte" : "inputs by field")
        do throws(CodecError) {
            _ = try method.requestFromJSON(text)
            tally.add("decoder read")
        } catch {
            tally.add("decoder " + DecoderFuzz.name(error))
        }
    }

    private func doubled(_ good: String) -> String {
        let inner = good.dropFirst().dropLast()
        return inner.isEmpty ? "{\"code\":\"a\",\"code\":\"b\"}" : "{\(inner),\(inner)}"
    }

    static func name(_ error: CodecError) -> String {
        let text = "\(error)"
        return String(text.prefix { $0 != "(" })
    }
}
