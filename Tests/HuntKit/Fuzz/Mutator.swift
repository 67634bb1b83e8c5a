/// Changes good bytes into bad ones: half of the time field by field with every length made right
/// again, half of the time byte by byte.
struct Mutator<Random: RandomNumberGenerator> {
    var random: Random

    static var edges: [UInt64] {
        [
            0, 1, 2, 7, 8, 127, 128, 255, 256, 1023, 1024, 1025, 0x7FFF_FFFF, 0x8000_0000,
            0xFFFF_FFFF, 1 << 32, 1 << 47, 1 << 62, UInt64(Int64.max), 1 << 63, .max - 1, .max,
        ]
    }

    mutating func below(_ limit: Int) -> Int { Int(random.next(upperBound: UInt64(limit))) }

    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    mutating func number() -> UInt64 {
        chance(70) ? Mutator.edges[below(Mutator.edges.count)] : random.next()
    }

    mutating func someBytes(_ most: Int) -> [UInt8] {
        (0..<below(most + 1)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    /// A packed list of a few numbers.
    private mutating func someNumbers() -> [UInt8] {
        var out: [UInt8] = []
        for _ in 0...below(4) { WireTree.put(number(), &out) }
        return out
    }

    /// Changes one to three fields anywhere in a message; lengths stay right.
    mutating func byField(_ bytes: [UInt8]) -> [UInt8] {
        guard var tree = WireTree(bytes[...]) else { return byByte(bytes) }
        for _ in 0...below(3) {
            let count = tree.count
            if count == 0 {
                tree.fields.append(.init(number: number() >> 40 | 1, value: .number(number())))
                continue
            }
            tree.change(below(count)) { field in changed(field) }
        }
        return tree.bytes
    }

    private mutating func changed(_ field: WireTree.Field) -> [WireTree.Field] {
        var field = field
        switch below(10) {
        case 0: return []
        case 1: return [field, field]
        case 2: return Array(repeating: field, count: 1 + below(300))
        case 3:
            field.number = UInt64(1 + below(12))
            return [field]
        default: break
        }
        switch field.value {
        case .number: field.value = .number(number())
        case .fixed64: field.value = .fixed64(number())
        case .fixed32: field.value = .fixed32(UInt32(truncatingIfNeeded: number()))
        case .bytes(let bytes): field.value = .bytes(changedText(bytes))
        case .tree(let tree):
            field.value = chance(50) ? .tree(tree) : .bytes(changedText(tree.bytes))
        }
        return [field]
    }

    private mutating func changedText(_ bytes: [UInt8]) -> [UInt8] {
        switch below(9) {
        case 8: return someNumbers()
        case 0: return []
        case 1: return [UInt8](repeating: 0x61, count: 1 << below(13))
        case 2: return bytes + bytes
        case 3: return bytes + [0xC3, 0x28]
        case 4: return Array("2027-0\(below(10))-\(below(40))T\(below(30)):\(below(70))".utf8)
        case 5: return Array(["Europe/Berlin", "../etc", "UTC", "Zürich", "a\0b"][below(5)].utf8)
        case 6: return someBytes(64)
        default: return byByte(bytes)
        }
    }

    /// Flips, cuts, inserts or repeats bytes.
    mutating func byByte(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...below(4) {
            switch below(5) {
            case 0 where !bytes.isEmpty:
                bytes[below(bytes.count)] ^= UInt8(1 << below(8))
            case 1 where !bytes.isEmpty: bytes.removeLast(below(bytes.count) + 1)
            case 2: bytes.insert(contentsOf: someBytes(12), at: below(bytes.count + 1))
            case 3 where !bytes.isEmpty:
                bytes[below(bytes.count)] = UInt8(truncatingIfNeeded: number())
            default: bytes += someBytes(8)
            }
        }
        return bytes
    }
}
