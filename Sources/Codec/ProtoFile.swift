/// The `.proto` text of some services and of all messages and enumerations they reach.
///
/// proto3, the same text from the same declarations. Comments carry what proto3 has no words for:
/// limits, privacy, audience, exposure, the method's number on the wire.
public struct ProtoFile: Sendable {
    /// The package, such as "tend.v1".
    public let package: String
    /// The services, in order.
    public let services: [(name: String, methods: [MethodInfo])]
    /// What they reach, and what was added.
    public private(set) var schema = Schema()

    /// A file without services; add messages.
    public init(package: String) {
        self.package = package
        services = []
    }

    /// The file of `services`.
    public init(package: String, services: [any Service.Type]) {
        self.init(package: package, services: services.map { ($0.name, $0.methods) })
    }

    /// The file of some methods of some services.
    public init(package: String, services: [(name: String, methods: [MethodInfo])]) {
        self.package = package
        self.services = services
        for method in self.services.flatMap(\.methods) { method.describe(&schema) }
    }

    /// Adds messages that no method reaches, such as those of a journal.
    public mutating func add<M: Message>(_ type: M.Type) { schema.add(type) }

    /// The whole text.
    public var text: String {
        var parts = ["// Emitted from the Swift declarations; change them, not this file.\n"]
        parts[0] += "syntax = \"proto3\";\n\npackage \(package);\n"
        parts += services.map(ProtoFile.service)
        parts += schema.messages.map(ProtoFile.message)
        parts += schema.enums.map(ProtoFile.enumeration)
        return parts.joined(separator: "\n")
    }

    /// Message names are told in full: inside a service a method of the same name would hide them.
    private static func service(_ service: (name: String, methods: [MethodInfo])) -> String {
        let own = last(service.name, after: ".")
        let scope = "." + service.name.dropLast(own.count)
        var text = "service \(own) {\n"
        for method in service.methods {
            let key = method.needsKey ? ", needs an idempotency key" : ""
            let plain = method.compress ? "" : ", never compressed"
            let stream = method.shape == .serverStream ? "stream " : ""
            text += "  // Exposure: \(method.exposure.rawValue)\(key)\(plain). "
            text += "Method 0x\(hex(method.id)).\n"
            text += "  rpc \(last(method.name, after: "/"))(\(scope)\(method.requestType)) "
            text += "returns (\(stream)\(scope)\(method.responseType));\n"
        }
        return text + "}\n"
    }

    private static func message(_ message: MessageShape) -> String {
        var text = "message \(message.name) {\n"
        if !message.retired.isEmpty {
            text += "  reserved " + message.retired.map(String.init).joined(separator: ", ") + ";\n"
        }
        for field in message.fields {
            let count =
                switch field.count {
                case .one: ""
                case .optional: "optional "
                case .many: "repeated "
                }
            text += "  // \(comment(field))\n"
            text += "  \(count)\(field.kind.proto) \(field.name) = \(field.number);\n"
        }
        return text + "}\n"
    }

    private static func comment(_ field: FieldShape) -> String {
        var words = ["\(field.label.privacy)"]
        if field.count == .many { words.append("at most \(field.label.itemsMax) items") }
        if field.kind == .string || field.kind == .bytes {
            words.append(
                field.count == .many
                    ? "each at most \(field.label.bytesMax) bytes"
                    : "at most \(field.label.bytesMax) bytes")
        }
        let audience =
            switch field.audience {
            case .operatorOnly: "operator"
            default: "\(field.audience)"
            }
        return words.joined(separator: ", ") + "; seen by \(audience)"
    }

    private static func enumeration(_ enumeration: EnumShape) -> String {
        let prefix = ProtoFile.upper(enumeration.name)
        var text = "enum \(enumeration.name) {\n"
        for value in enumeration.values {
            text += "  \(prefix)_\(value.name.uppercased()) = \(value.number);\n"
        }
        return text + "}\n"
    }

    /// "TimeKind" as "TIME_KIND".
    private static func upper(_ name: String) -> String {
        var text = ""
        for character in name {
            if character.isUppercase, !text.isEmpty { text += "_" }
            text += character.uppercased()
        }
        return text
    }

    private static func last(_ name: String, after separator: Character) -> Substring {
        name.split(separator: separator).last ?? ""
    }

    private static func hex(_ number: UInt32) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
