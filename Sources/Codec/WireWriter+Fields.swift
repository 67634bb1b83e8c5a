/// The canonical form of each kind of field: defaults are left out, lists of numbers packed.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension WireWriter: FieldVisitor {
    @inlinable public mutating func field<T: WireInteger>(
        _ number: UInt32, _ name: StaticString, _ value: inout T, _ label: Label,
        seenBy audience: Audience
    ) {
        if value.varint != 0 {
            scalar(number &<< 3, value.varint)
        }
    }

    @inlinable public mutating func field<T: WireInteger>(
        _ number: UInt32, _ name: StaticString, _ value: inout [T], _ label: Label,
        seenBy audience: Audience
    ) {
        if !value.isEmpty { packed(number &<< 3 | 2, value) }
    }

    @inlinable public mutating func field<E: WireEnum>(
        _ number: UInt32, _ name: StaticString, _ value: inout E, _ label: Label,
        seenBy audience: Audience
    ) {
        var bits = value.rawValue
        field(number, name, &bits, label, seenBy: audience)
    }

    @inlinable public mutating func field<E: WireEnum>(
        _ number: UInt32, _ name: StaticString, _ value: inout [E], _ label: Label,
        seenBy audience: Audience
    ) {
        var bits = value.map(\.rawValue)
        field(number, name, &bits, label, seenBy: audience)
    }

    @inlinable public mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout Double, _ label: Label,
        seenBy audience: Audience
    ) {
        if value.bitPattern != 0 {
            fixed64(number &<< 3 | 1, value.bitPattern)
        }
    }

    @inlinable public mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout String, _ label: Label,
        seenBy audience: Audience
    ) {
        if !value.isEmpty { string(number &<< 3 | 2, value) }
    }

    @inlinable public mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [String], _ label: Label,
        seenBy audience: Audience
    ) {
        if !value.isEmpty { strings(number &<< 3 | 2, value) }
    }

    @inlinable public mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [UInt8], _ label: Label,
        seenBy audience: Audience
    ) {
        if !value.isEmpty { bytes(number &<< 3 | 2, value) }
    }

    @inlinable public mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [[UInt8]], _ label: Label,
        seenBy audience: Audience
    ) {
        for item in value { bytes(number &<< 3 | 2, item) }
    }

    @inlinable public mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout M, _ label: Label,
        seenBy audience: Audience
    ) {
        messageUnlessEmpty(number &<< 3 | 2, value)
    }

    @inlinable public mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout M?, _ label: Label,
        seenBy audience: Audience
    ) {
        if let value { message(number &<< 3 | 2, value) }
    }

    @inlinable public mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout [M], _ label: Label,
        seenBy audience: Audience
    ) {
        value.withUnsafeBufferPointer { items in
            for index in items.indices { message(number &<< 3 | 2, items[index]) }
        }
    }

    @inlinable public mutating func fixed32(
        _ number: UInt32, _ name: StaticString, _ value: inout UInt32, _ label: Label,
        seenBy audience: Audience
    ) {
        if value != 0 {
            fixed32(number &<< 3 | 5, value)
        }
    }

    @inlinable public mutating func fixed64(
        _ number: UInt32, _ name: StaticString, _ value: inout UInt64, _ label: Label,
        seenBy audience: Audience
    ) {
        if value != 0 {
            fixed64(number &<< 3 | 1, value)
        }
    }

    @inlinable public mutating func sint64(
        _ number: UInt32, _ name: StaticString, _ value: inout Int64, _ label: Label,
        seenBy audience: Audience
    ) {
        let bits = UInt64(bitPattern: (value &<< 1) ^ (value &>> 63))
        if bits != 0 {
            scalar(number &<< 3, bits)
        }
    }
}
