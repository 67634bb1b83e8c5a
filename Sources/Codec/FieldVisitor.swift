/// What visits the fields of a message: a writer, a reader, a printer, a sampler, a lister.
///
/// A message names each field once, in `Message.fields`; every use of the declaration is a visitor.
/// `number` is the protobuf field number, `name` its name in JSON and `.proto` text, in snake case.
/// Writers leave `value` alone, readers replace it.
public protocol FieldVisitor: ~Copyable {
    /// A number or flag as a varint.
    mutating func field<T: WireInteger>(
        _ number: UInt32, _ name: StaticString, _ value: inout T, _ label: Label,
        seenBy audience: Audience) throws(CodecError)
    /// Numbers or flags as packed varints.
    mutating func field<T: WireInteger>(
        _ number: UInt32, _ name: StaticString, _ value: inout [T], _ label: Label,
        seenBy audience: Audience) throws(CodecError)
    /// A named number, kept when this build does not know it.
    mutating func field<E: WireEnum>(
        _ number: UInt32, _ name: StaticString, _ value: inout E, _ label: Label,
        seenBy audience: Audience) throws(CodecError)
    /// Named numbers, packed.
    mutating func field<E: WireEnum>(
        _ number: UInt32, _ name: StaticString, _ value: inout [E], _ label: Label,
        seenBy audience: Audience) throws(CodecError)
    /// A floating-point number in eight bytes.
    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout Double, _ label: Label,
        seenBy audience: Audience) throws(CodecError)
    /// UTF-8 text.
    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout String, _ label: Label,
        seenBy audience: Audience) throws(CodecError)
    /// UTF-8 texts.
    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [String], _ label: Label,
        seenBy audience: Audience) throws(CodecError)
    /// Bytes of any value.
    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [UInt8], _ label: Label,
        seenBy audience: Audience) throws(CodecError)
    /// Byte strings.
    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [[UInt8]], _ label: Label,
        seenBy audience: Audience) throws(CodecError)
    /// A message that is always there; left out on the wire while it is empty.
    mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout M, _ label: Label,
        seenBy audience: Audience) throws(CodecError)
    /// A message that is there or not.
    mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout M?, _ label: Label,
        seenBy audience: Audience) throws(CodecError)
    /// Messages.
    mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout [M], _ label: Label,
        seenBy audience: Audience) throws(CodecError)
    /// A number in four bytes.
    mutating func fixed32(
        _ number: UInt32, _ name: StaticString, _ value: inout UInt32, _ label: Label,
        seenBy audience: Audience) throws(CodecError)
    /// A number in eight bytes: random identifiers, which varints would make longer.
    mutating func fixed64(
        _ number: UInt32, _ name: StaticString, _ value: inout UInt64, _ label: Label,
        seenBy audience: Audience) throws(CodecError)
    /// A signed number as a zigzag varint, short for small negative values.
    mutating func sint64(
        _ number: UInt32, _ name: StaticString, _ value: inout Int64, _ label: Label,
        seenBy audience: Audience) throws(CodecError)
}
