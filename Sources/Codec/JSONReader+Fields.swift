/// How each kind of field takes its value from JSON.
extension JSONReader: FieldVisitor {
    mutating func field<T: WireInteger>(
        _ number: UInt32, _ name: StaticString, _ value: inout T, _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        if try isNext(number, name) {
            value = try integer(name)
            try next()
        }
    }

    mutating func field<T: WireInteger>(
        _ number: UInt32, _ name: StaticString, _ value: inout [T], _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        if try isNext(number, name) {
            value = try list(name, label) { (reader) throws(CodecError) in
                try reader.integer(name)
            }
            try next()
        }
    }

    mutating func field<E: WireEnum>(
        _ number: UInt32, _ name: StaticString, _ value: inout E, _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        if try isNext(number, name) {
            value = try enumeration(name)
            try next()
        }
    }

    mutating func field<E: WireEnum>(
        _ number: UInt32, _ name: StaticString, _ value: inout [E], _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        if try isNext(number, name) {
            value = try list(name, label) { (reader) throws(CodecError) in
                try reader.enumeration(name)
            }
            try next()
        }
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout Double, _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        if try isNext(number, name) {
            value = try double(name)
            try next()
        }
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout String, _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        if try isNext(number, name) {
            value = try string(name, label)
            try next()
        }
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [String], _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        if try isNext(number, name) {
            value = try list(name, label) { (reader) throws(CodecError) in
                try reader.string(name, label)
            }
            try next()
        }
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [UInt8], _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        if try isNext(number, name) {
            value = try bytes(name, label)
            try next()
        }
    }

    mutating func field(
        _ number: UInt32, _ name: StaticString, _ value: inout [[UInt8]], _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        if try isNext(number, name) {
            value = try list(name, label) { (reader) throws(CodecError) in
                try reader.bytes(name, label)
            }
            try next()
        }
    }

    mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout M, _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        if try isNext(number, name) {
            value = try message(name)
            try next()
        }
    }

    mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout M?, _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        if try isNext(number, name) {
            value =
                takeNull() ? nil : try message(name)
            try next()
        }
    }

    mutating func field<M: Message>(
        _ number: UInt32, _ name: StaticString, _ value: inout [M], _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        if try isNext(number, name) {
            value = try list(name, label) { (reader) throws(CodecError) in
                try reader.message(name)
            }
            try next()
        }
    }

    mutating func fixed32(
        _ number: UInt32, _ name: StaticString, _ value: inout UInt32, _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        if try isNext(number, name) {
            value = try integer(name)
            try next()
        }
    }

    mutating func fixed64(
        _ number: UInt32, _ name: StaticString, _ value: inout UInt64, _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        if try isNext(number, name) {
            value = try integer(name)
            try next()
        }
    }

    mutating func sint64(
        _ number: UInt32, _ name: StaticString, _ value: inout Int64, _ label: Label,
        seenBy audience: Audience
    ) throws(CodecError) {
        if try isNext(number, name) {
            value = try integer(name)
            try next()
        }
    }
}
