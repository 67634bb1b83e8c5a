/// A named number: an `enum` with Int32 raw values and its first case 0, or a struct.
///
/// In JSON and `.proto` text it goes by name. A number that this build does not know is kept by a
/// struct (whose `init(rawValue:)` never fails) and, by an `enum`, skipped like an unknown field, so
/// that the field keeps the value it had. Choose the struct where the number is stored or passed on.
public protocol WireEnum: RawRepresentable, CaseIterable, Hashable, Sendable
where RawValue == Int32 {
    /// Its name in `.proto` text; the Swift type's unless declared.
    static var typeName: String { get }
    /// The name of this value, in camel case; the case's unless declared.
    var caseName: String { get }
    /// The type whose numbers these are: itself, unless it is an open reading of a closed one.
    static var identity: ObjectIdentifier { get }
}

extension WireEnum {
    /// The Swift type's name.
    public static var typeName: String { String(describing: Self.self) }
    /// The name of the case. A struct declares its own.
    public var caseName: String { String(describing: self) }
    /// Itself.
    public static var identity: ObjectIdentifier { ObjectIdentifier(Self.self) }
}
