extension Schema {
    /// A message as JSON with every field at its default and one item in every list: what to fill
    /// in. Empty when the schema has no message of that name.
    public func exampleJSON(of name: String) -> String {
        example(name, depth: 0) ?? ""
    }

    private func example(_ name: String, depth: Int) -> String? {
        guard depth < 8, let message = messages.first(where: { $0.name == name }) else {
            return nil
        }
        let fields = message.fields.map { field in
            let value = example(field.kind, depth: depth)
            return "\"\(field.name)\":" + (field.count == .many ? "[\(value)]" : value)
        }
        return "{" + fields.joined(separator: ",") + "}"
    }

    private func example(_ kind: FieldKind, depth: Int) -> String {
        switch kind {
        case .bool: "false"
        case .int32, .uint32, .fixed32, .double: "0"
        case .int64, .uint64, .fixed64, .sint64: "\"0\""
        case .string, .bytes: "\"\""
        case .enumeration(let name):
            "\"\(enums.first { $0.name == name }?.values.first?.name ?? "")\""
        case .message(let name): example(name, depth: depth + 1) ?? "{}"
        }
    }
}
