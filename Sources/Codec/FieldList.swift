/// Lists the fields of a message, and what they reach.
struct FieldList: FieldVisitor {
    var schema: Schema
    var fields: [FieldShape] = []

    init(schema: Schema) { self.schema = schema }

    private mutating func add(
        _ number: UInt32, _ name: StaticString, _ kind: FieldKind, _ count: FieldShape.Count,
        _ label: Label, _ audience: Audience
    ) {
        fields.append(
            FieldShape(
                number: number, name: "\(name)", kind: kind, count: count, label: label,
                audience: audience))
    }

    mutating func field<T: WireInteger>(
        _ number: UInt32, _ name: StaticString, _ value: inout T, _ label: Label,
        seenBy audience: Audience
    ) {
        add(number, name, T.kind, .one, label, audience)
    }

    mutating func field<T: WireInteger>(
        _ number: UInt32, _ name: StaticString, _ value: inout [T], _ label: Label,
        seenBy audience: Audience
    ) {
        add(number, name, T.kind, .many, label, audience)
    }

    mutating func field<E: WireEnum>(
        _ number: UInt32, _ name: StaticString, _ value: inout E, _ label: Label,
        seenBy audience: Audience
    ) {
        schema.add(E.self)
        add(number, name, .enumeration(E.typeName), .one, label, audience)
    }

    mutating func field<E: WireEnum>(
        _ number: UInt32, _ name: StaticString, _ value: inout [E], _ label: Label,
        seenBy audience: Audience
    ) {
        schema.add(E.self)
        add(number, name, .enumeration(E.typeName), .many, label, audience)
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout Double, _ label: Label,
        seenBy audience: Audience
    ) {
        add(number, name, .double, .one, label, audience)
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout String, _ label: Label,
        seenBy audience: Audience
    ) {
        add(number, name, .string, .one, label, audience)
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [String], _ label: Label,
        seenBy audience: Audience
    ) {
        add(number, name, .string, .many, label, audience)
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [UInt8], _ label: Label,
        seenBy audience: Audience
    ) {
        add(number, name, .bytes, .one, label, audience)
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [[UInt8]], _ label: Label,
        seenBy audience: Audience
    ) {
        add(number, name, .bytes, .many, label, audience)
    }

    mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout M, _ label: Label,
        seenBy audience: Audience
    ) {
        schema.add(M.self)
        add(number, name, .message(M.typeName), .one, label, audience)
    }

    mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout M?, _ label: Label,
        seenBy audience: Audience
    ) {
        schema.add(M.self)
        add(number, name, .message(M.typeName), .optional, label, audience)
    }

    mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout [M], _ label: Label,
        seenBy audience: Audience
    ) {
        schema.add(M.self)
        add(number, name, .message(M.typeName), .many, label, audience)
    }

    mutating func fixed32(
        _ number: UInt32, _ name: StaticString, _ value: inout UInt32, _ label: Label,
        seenBy audience: Audience
    ) {
        add(number, name, .fixed32, .one, label, audience)
    }

    mutating func fixed64(
        _ number: UInt32, _ name: StaticString, _ value: inout UInt64, _ label: Label,
        seenBy audience: Audience
    ) {
        add(number, name, .fixed64, .one, label, audience)
    }

    mutating func sint64(
        _ number: UInt32, _ name: StaticString, _ value: inout Int64, _ label: Label,
        seenBy audience: Audience
    ) {
        add(number, name, .sint64, .one, label, audience)
    }
}
