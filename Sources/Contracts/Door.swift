import Codec

/// Asks which methods the caller may use.
public struct ListMethods: Message {
    /// The request has no fields.
    public init() {}

    /// The declared fields: none.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {}
}

/// The full names of the methods the caller may use, in the order of their services.
public struct MethodList: Message {
    /// `tend.v1.Reminders/Create` and so on.
    public var names: [String] = []

    /// An empty list.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(
            1, "names", &names, .text(max: Limits.methodNameBytesMax, items: Limits.methodsMax),
            seenBy: .everyone)
    }
}

/// Asks how a method is called.
public struct DescribeMethod: Message {
    /// The full name.
    public var name = ""

    /// An empty request.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "name", &name, .text(max: Limits.methodNameBytesMax), seenBy: .everyone)
    }
}

/// How a method is called.
public struct MethodDescription: Message {
    /// The full name.
    public var name = ""
    /// Its messages in the proto3 language, with limits as comments.
    public var proto = ""
    /// A request as JSON that the method would accept in form.
    public var exampleJSON = ""

    /// An empty description.
    public init() {}

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "name", &name, .text(max: Limits.methodNameBytesMax), seenBy: .everyone)
        try v.field(2, "proto", &proto, .text(max: Limits.descriptionBytesMax), seenBy: .everyone)
        try v.field(
            3, "example_json", &exampleJSON, .text(max: Limits.descriptionBytesMax),
            seenBy: .everyone)
    }
}

/// What the gateway itself answers.
public enum Door: Service {
    /// The service's name on the wire.
    public static let name = "tend.v1.Door"
    /// How the gateway and all services are.
    public static let health = Method<HealthRequest, HealthReport>("tend.v1.Door/Health", .open)
    /// Which methods there are for the caller.
    public static let list = Method<ListMethods, MethodList>("tend.v1.Door/ListMethods", .open)
    /// How one of them is called.
    public static let describe = Method<DescribeMethod, MethodDescription>(
        "tend.v1.Door/DescribeMethod", .open)
    /// All of them.
    public static let methods: [MethodInfo] = [health.info, list.info, describe.info]
}
