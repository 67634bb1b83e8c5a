/// How each kind of field consumes its tags: all that follow each other, so that a canonical
/// message is read in one pass; another wire type is left to be skipped as unknown.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension WireReader: FieldVisitor {
    @inlinable public mutating func field<T: WireInteger>(
        _ number: UInt32, _ name: StaticString, _ value: inout T, _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        while tag == number &<< 3 { value = T(varint: try scalar()) }
    }

    @inlinable public mutating func field<T: WireInteger>(
        _ number: UInt32, _ name: StaticString, _ value: inout [T], _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        while tag &>> 3 == number, tag & 7 == 2 || tag & 7 == 0 {
            try integers(&value, name, label)
        }
    }

    @inlinable public mutating func field<E: WireEnum>(
        _ number: UInt32, _ name: StaticString, _ value: inout E, _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        while tag == number &<< 3 {
            if let known = E(rawValue: Int32(truncatingIfNeeded: try scalar())) { value = known }
        }
    }

    @inlinable public mutating func field<E: WireEnum>(
        _ number: UInt32, _ name: StaticString, _ value: inout [E], _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        while tag &>> 3 == number, tag & 7 == 2 || tag & 7 == 0 {
            var bits: [Int32] = []
            try integers(&bits, name, label, besides: value.count)
            for bit in bits { if let known = E(rawValue: bit) { value.append(known) } }
        }
    }

    @inlinable public mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout Double, _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        while tag == number &<< 3 | 1 { value = Double(bitPattern: try fixed()) }
    }

    @inlinable public mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout String, _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        while tag == number &<< 3 | 2 { try string(&value, name, label) }
    }

    @inlinable public mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [String], _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        while tag == number &<< 3 | 2 { try strings(&value, name, label) }
    }

    @inlinable public mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [UInt8], _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        while tag == number &<< 3 | 2 { try bytes(&value, name, label) }
    }

    @inlinable public mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [[UInt8]], _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        while tag == number &<< 3 | 2 { try byteStrings(&value, name, label) }
    }

    @inlinable public mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout M, _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        while tag == number &<< 3 | 2 { try message(&value) }
    }

    @inlinable public mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout M?, _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        while tag == number &<< 3 | 2 {
            var item = value.take() ?? M()
            try message(&item)
            value = item
        }
    }

    @inlinable public mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout [M], _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        while tag == number &<< 3 | 2 { try messages(&value, name, label) }
    }

    @inlinable public mutating func fixed32(
        _ number: UInt32, _ name: StaticString, _ value: inout UInt32, _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        while tag == number &<< 3 | 5 { value = try fixed() }
    }

    @inlinable public mutating func fixed64(
        _ number: UInt32, _ name: StaticString, _ value: inout UInt64, _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        while tag == number &<< 3 | 1 { value = try fixed() }
    }

    @inlinable public mutating func sint64(
        _ number: UInt32, _ name: StaticString, _ value: inout Int64, _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        while tag == number &<< 3 {
            let bits = try scalar()
            value = Int64(bitPattern: bits &>> 1) ^ -Int64(bitPattern: bits & 1)
        }
    }
}
