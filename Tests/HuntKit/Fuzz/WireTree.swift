/// Protobuf bytes as a tree that can be changed anywhere and written again with lengths that fit.
struct WireTree {
    indirect enum Value {
        case number(UInt64)
        case fixed64(UInt64)
        case fixed32(UInt32)
        case bytes([UInt8])
        case tree(WireTree)
    }

    struct Field {
        var number: UInt64
        var value: Value
    }

    var fields: [Field] = []

    init() {}

    /// Reads bytes that are a message; nil when they are none. Byte strings that look like messages
    /// become trees themselves.
    init?(_ bytes: ArraySlice<UInt8>, depth: Int = 0) {
        var rest = bytes
        while !rest.isEmpty {
            guard let tag = WireTree.varint(&rest), tag >> 3 > 0 else { return nil }
            let number = tag >> 3
            switch tag & 7 {
            case 0:
                guard let value = WireTree.varint(&rest) else { return nil }
                fields.append(Field(number: number, value: .number(value)))
            case 1:
                guard rest.count >= 8 else { return nil }
                let value = rest.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                rest = rest.dropFirst(8)
                fields.append(Field(number: number, value: .fixed64(value)))
            case 5:
                guard rest.count >= 4 else { return nil }
                let value = rest.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
                rest = rest.dropFirst(4)
                fields.append(Field(number: number, value: .fixed32(value)))
            case 2:
                guard let length = WireTree.varint(&rest), length <= UInt64(rest.count) else {
                    return nil
                }
                let inner = rest.prefix(Int(length))
                rest = rest.dropFirst(Int(length))
                if depth < 8, !inner.isEmpty, let tree = WireTree(inner, depth: depth + 1) {
                    fields.append(Field(number: number, value: .tree(tree)))
                } else {
                    fields.append(Field(number: number, value: .bytes(Array(inner))))
                }
            default: return nil
            }
        }
    }

    /// The bytes, every length right.
    var bytes: [UInt8] {
        var out: [UInt8] = []
        for field in fields {
            switch field.value {
            case .number(let value):
                WireTree.put(field.number << 3, &out)
                WireTree.put(value, &out)
            case .fixed64(let value):
                WireTree.put(field.number << 3 | 1, &out)
                for shift in 0..<8 { out.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) }
            case .fixed32(let value):
                WireTree.put(field.number << 3 | 5, &out)
                for shift in 0..<4 { out.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) }
            case .bytes(let value): WireTree.put(field.number, value, &out)
            case .tree(let tree): WireTree.put(field.number, tree.bytes, &out)
            }
        }
        return out
    }

    /// Fields, those of inner trees included.
    var count: Int {
        fields.reduce(0) { sum, field in
            if case .tree(let tree) = field.value { return sum + 1 + tree.count }
            return sum + 1
        }
    }

    /// Changes the `index`-th field, counted as `count` counts; nil removes it, more repeat it.
    mutating func change(_ index: Int, _ change: (Field) -> [Field]) {
        var left = index
        for at in fields.indices {
            if left == 0 {
                fields.replaceSubrange(at...at, with: change(fields[at]))
                return
            }
            left -= 1
            if case .tree(var tree) = fields[at].value {
                if left < tree.count {
                    tree.change(left, change)
                    fields[at].value = .tree(tree)
                    return
                }
                left -= tree.count
            }
        }
    }

    static func put(_ number: UInt64, _ value: [UInt8], _ out: inout [UInt8]) {
        put(number << 3 | 2, &out)
        put(UInt64(value.count), &out)
        out += value
    }

    static func put(_ value: UInt64, _ out: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            out.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        out.append(UInt8(rest))
    }

    private static func varint(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard let byte = bytes.popFirst() else { return nil }
            value |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 { return value }
        }
        return nil
    }
}
