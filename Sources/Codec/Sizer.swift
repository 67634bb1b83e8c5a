/// Adds up the encoded size of a message. The first of the two passes of encoding.
@frozen public struct Sizer: ~Copyable {
    /// Bytes so far.
    public var total = 0

    /// Nothing yet.
    @inlinable public init() {}

    /// Bytes of a varint, 1 to 10: seven bits each, by multiplication instead of division.
    @inlinable @inline(__always) static func varint(_ value: UInt64) -> Int {
        (640 &- (value | 1).leadingZeroBitCount &* 9) &>> 6
    }

    @inlinable @inline(__always) static func tag(_ number: UInt32) -> Int {
        varint(UInt64(number) &<< 3)
    }

    @inlinable @inline(__always) mutating func delimited(_ number: UInt32, _ count: Int) {
        total &+= Sizer.tag(number) &+ Sizer.varint(UInt64(truncatingIfNeeded: count)) &+ count
    }

    @inlinable @inline(never) mutating func packed<T: WireInteger>(
        _ number: UInt32, _ items: [T]
    ) {
        var count = 0
        for item in items { count &+= Sizer.varint(item.varint) }
        delimited(number, count)
    }

    @usableFromInline @inline(never) mutating func strings(_ number: UInt32, _ items: [String]) {
        items.withUnsafeBufferPointer { items in
            for index in items.indices { delimited(number, items[index].utf8.count) }
        }
    }

    @usableFromInline @inline(never) mutating func messageUnlessEmpty<M: Message>(
        _ number: UInt32, _ item: M
    ) {
        let count = item.encodedSize
        if count != 0 { delimited(number, count) }
    }

    @usableFromInline @inline(never) mutating func message<M: Message>(_ number: UInt32, _ item: M)
    {
        let before = total
        total = 0
        item.dispatchSize(&self)
        let count = total
        total = before
        delimited(number, count)
    }
}

// The documentation is FieldVisitor's.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Sizer: FieldVisitor {
    @inlinable public mutating func field<T: WireInteger>(
        _ number: UInt32, _ name: StaticString, _ value: inout T, _ label: Label,
        seenBy audience: Audience
    ) {
        if value.varint != 0 { total &+= Sizer.tag(number) &+ Sizer.varint(value.varint) }
    }

    @inlinable public mutating func field<T: WireInteger>(
        _ number: UInt32, _ name: StaticString, _ value: inout [T], _ label: Label,
        seenBy audience: Audience
    ) {
        if !value.isEmpty { packed(number, value) }
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
        if value.bitPattern != 0 { total &+= Sizer.tag(number) &+ 8 }
    }

    @inlinable public mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout String, _ label: Label,
        seenBy audience: Audience
    ) {
        let count = value.utf8.count
        if count != 0 { delimited(number, count) }
    }

    @inlinable public mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [String], _ label: Label,
        seenBy audience: Audience
    ) {
        if !value.isEmpty { strings(number, value) }
    }

    @inlinable public mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [UInt8], _ label: Label,
        seenBy audience: Audience
    ) {
        if !value.isEmpty { delimited(number, value.count) }
    }

    @inlinable public mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [[UInt8]], _ label: Label,
        seenBy audience: Audience
    ) {
        for item in value { delimited(number, item.count) }
    }

    @inlinable public mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout M, _ label: Label,
        seenBy audience: Audience
    ) {
        messageUnlessEmpty(number, value)
    }

    @inlinable public mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout M?, _ label: Label,
        seenBy audience: Audience
    ) {
        if let value { message(number, value) }
    }

    @inlinable public mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout [M], _ label: Label,
        seenBy audience: Audience
    ) {
        value.withUnsafeBufferPointer { items in
            for index in items.indices { message(number, items[index]) }
        }
    }

    @inlinable public mutating func fixed32(
        _ number: UInt32, _ name: StaticString, _ value: inout UInt32, _ label: Label,
        seenBy audience: Audience
    ) {
        if value != 0 { total &+= Sizer.tag(number) &+ 4 }
    }

    @inlinable public mutating func fixed64(
        _ number: UInt32, _ name: StaticString, _ value: inout UInt64, _ label: Label,
        seenBy audience: Audience
    ) {
        if value != 0 { total &+= Sizer.tag(number) &+ 8 }
    }

    @inlinable public mutating func sint64(
        _ number: UInt32, _ name: StaticString, _ value: inout Int64, _ label: Label,
        seenBy audience: Audience
    ) {
        let bits = UInt64(bitPattern: (value &<< 1) ^ (value &>> 63))
        if bits != 0 { total &+= Sizer.tag(number) &+ Sizer.varint(bits) }
    }
}
