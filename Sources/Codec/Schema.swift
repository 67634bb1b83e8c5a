/// One field as declared: what `.proto` text, `describe` and the visibility matrix are made of.
public struct FieldShape: Sendable, Equatable {
    /// How many values it holds.
    public enum Count: Sendable {
        /// One, its default when nothing was sent.
        case one
        /// One or none.
        case optional
        /// A list.
        case many
    }

    /// The protobuf field number.
    public let number: UInt32
    /// The name in JSON and `.proto` text.
    public let name: String
    /// The protobuf type.
    public let kind: FieldKind
    /// How many values it holds.
    public let count: Count
    /// Its limits and how private it is.
    public let label: Label
    /// Who may see it.
    public let audience: Audience
}

/// One message as declared.
public struct MessageShape: Sendable, Equatable {
    /// The name in `.proto` text.
    public let name: String
    /// The fields, in order of declaration.
    public let fields: [FieldShape]
    /// Field numbers that were used once.
    public let retired: [UInt32]
}

/// One enumeration as declared.
public struct EnumShape: Sendable, Equatable {
    /// The name in `.proto` text.
    public let name: String
    /// Numbers and names in snake case, 0 first, then ascending.
    public let values: [Value]

    /// A number and its name.
    public struct Value: Sendable, Equatable {
        /// What is on the wire.
        public let number: Int32
        /// What is in JSON.
        public let name: String
    }
}

/// The messages and enumerations that some messages reach, each once, in order of first mention.
public struct Schema: Sendable {
    /// The messages.
    public private(set) var messages: [MessageShape] = []
    /// The enumerations.
    public private(set) var enums: [EnumShape] = []
    private var known: [String: ObjectIdentifier] = [:]

    /// Nothing yet.
    public init() {}

    /// Adds a message and all that it reaches.
    public mutating func add<M: Message>(_ type: M.Type) {
        guard isNew(M.typeName, ObjectIdentifier(type)) else { return }
        let place = messages.count
        messages.append(MessageShape(name: M.typeName, fields: [], retired: []))
        var list = FieldList(schema: self)
        var message = M()
        do { try message.fields(&list) } catch {}
        self = list.schema
        messages[place] = MessageShape(
            name: M.typeName, fields: list.fields, retired: M.retired.sorted())
    }

    /// Adds an enumeration.
    public mutating func add<E: WireEnum>(_ type: E.Type) {
        guard isNew(E.typeName, E.identity) else { return }
        let values = E.allCases.map { EnumShape.Value(number: $0.rawValue, name: $0.jsonName) }
        enums.append(
            EnumShape(
                name: E.typeName,
                values: values.filter { $0.number == 0 }
                    + values.filter { $0.number != 0 }.sorted { $0.number < $1.number }))
    }

    private mutating func isNew(_ name: String, _ type: ObjectIdentifier) -> Bool {
        let first = known.updateValue(type, forKey: name)
        precondition(first == nil || first == type, "two types are called \(name)")
        return first == nil
    }
}

extension Message {
    /// The message as declared, without what it reaches.
    public static var shape: MessageShape {
        var list = FieldList(schema: Schema())
        var message = Self()
        do { try message.fields(&list) } catch {}
        return MessageShape(name: typeName, fields: list.fields, retired: retired.sorted())
    }
}
