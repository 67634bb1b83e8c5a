/// Fills a message with values that a label allows, the same from the same random numbers.
///
/// Edges come often: nothing, one, the largest, characters of two to four bytes. Every field is
/// reached within a few samples. `validate()` may still refuse a sample.
struct Sampler<Random: RandomNumberGenerator>: FieldVisitor {
    var random: Random
    /// How deep lists and optional messages are still filled, so that recursive messages end.
    private var depth = depthMax
    /// The most bytes of a text, however many its label allows.
    private var bytesMax: UInt32 = 4096
    private static var depthMax: Int { 3 }

    init(_ random: Random) { self.random = random }

    private mutating func below(_ count: Int) -> Int {
        Int(truncatingIfNeeded: random.next(upperBound: UInt64(max(count, 1))))
    }

    private mutating func bits() -> UInt64 {
        switch below(6) {
        case 0: 0
        case 1: UInt64(below(128))
        case 2: UInt64.max
        case 3: 1 << UInt64(below(64))
        default: random.next() >> UInt64(below(64))
        }
    }

    private mutating func size(_ max: UInt32) -> Int {
        switch below(8) {
        case 0: 0
        case 1: Int(Swift.min(max, bytesMax))
        default: below(Int(Swift.min(max, bytesMax, 40)) + 1)
        }
    }

    private mutating func text(_ label: Label) -> String {
        var left = size(label.bytesMax)
        var text = ""
        let characters: [Character] = ["a", "z", "0", " ", "\"", "\\", "\n", "é", "€", "🌱"]
        while left > 0 {
            let next = left < 4 ? "x" : characters[below(characters.count)]
            text.append(next)
            left -= next.utf8.count
        }
        return text
    }

    private mutating func bytes(_ label: Label) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<size(label.bytesMax) { bytes.append(UInt8(truncatingIfNeeded: bits())) }
        return bytes
    }

    /// A full list now and then, of small items and only in the outermost message, so that no sample
    /// is larger than a few hundred kilobytes.
    private mutating func list<T>(_ label: Label, _ make: (inout Self) -> T) -> [T] {
        let few = below(Int(min(label.itemsMax, 4)) + 1)
        let full = depth == Self.depthMax && below(16) == 0
        let (outer, largest) = (depth, bytesMax)
        if full { (depth, bytesMax) = (1, 16) }
        var items: [T] = []
        for _ in 0..<(full ? Int(min(label.itemsMax, 1024)) : depth > 0 ? few : 0) {
            items.append(make(&self))
        }
        (depth, bytesMax) = (outer, largest)
        return items
    }

    private mutating func enumeration<E: WireEnum>(_ value: E) -> E {
        let all = Array(E.allCases)
        return all.isEmpty ? value : all[below(all.count)]
    }

    private mutating func message<M: Message>(_ value: M) -> M {
        var message = value
        depth -= 1
        do { try message.fields(&self) } catch {}
        depth += 1
        return message
    }

    mutating func field<T: WireInteger>(
        _ number: UInt32, _ name: StaticString, _ value: inout T, _ label: Label,
        seenBy audience: Audience
    ) {
        value = T(varint: bits())
    }

    mutating func field<T: WireInteger>(
        _ number: UInt32, _ name: StaticString, _ value: inout [T], _ label: Label,
        seenBy audience: Audience
    ) {
        value = list(label) { T(varint: $0.bits()) }
    }

    mutating func field<E: WireEnum>(
        _ number: UInt32, _ name: StaticString, _ value: inout E, _ label: Label,
        seenBy audience: Audience
    ) {
        value = enumeration(value)
    }

    mutating func field<E: WireEnum>(
        _ number: UInt32, _ name: StaticString, _ value: inout [E], _ label: Label,
        seenBy audience: Audience
    ) {
        guard let first = E.allCases.first else { return }
        value = list(label) { $0.enumeration(first) }
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout Double, _ label: Label,
        seenBy audience: Audience
    ) {
        value = [0, -0.0, 1.5, -1e300, .infinity, .leastNonzeroMagnitude][below(6)]
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout String, _ label: Label,
        seenBy audience: Audience
    ) {
        value = text(label)
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [String], _ label: Label,
        seenBy audience: Audience
    ) {
        value = list(label) { $0.text(label) }
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [UInt8], _ label: Label,
        seenBy audience: Audience
    ) {
        value = bytes(label)
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [[UInt8]], _ label: Label,
        seenBy audience: Audience
    ) {
        value = list(label) { $0.bytes(label) }
    }

    mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout M, _ label: Label,
        seenBy audience: Audience
    ) {
        value = message(value)
    }

    mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout M?, _ label: Label,
        seenBy audience: Audience
    ) {
        value = depth > 0 && below(4) != 0 ? message(M()) : nil
    }

    mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout [M], _ label: Label,
        seenBy audience: Audience
    ) {
        value = list(label) { $0.message(M()) }
    }

    mutating func fixed32(
        _ number: UInt32, _ name: StaticString, _ value: inout UInt32, _ label: Label,
        seenBy audience: Audience
    ) {
        value = UInt32(truncatingIfNeeded: bits())
    }

    mutating func fixed64(
        _ number: UInt32, _ name: StaticString, _ value: inout UInt64, _ label: Label,
        seenBy audience: Audience
    ) {
        value = bits()
    }

    mutating func sint64(
        _ number: UInt32, _ name: StaticString, _ value: inout Int64, _ label: Label,
        seenBy audience: Audience
    ) {
        value = Int64(bitPattern: bits())
    }
}
