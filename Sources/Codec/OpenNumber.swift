/// A value of an enumeration as somebody sent it, which may be one that this build does not know: for
/// wishes, which must be refused then and not be taken for another.
public struct OpenNumber<Known: WireEnum>: WireEnum {
    /// The number.
    public let rawValue: Int32

    /// Any number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// A number that is known.
    public init(_ known: Known) { rawValue = known.rawValue }

    /// The value, nil when this build does not know the number.
    public var known: Known? { Known(rawValue: rawValue) }

    /// It goes by the same name as the enumeration and has the same values.
    public static var typeName: String { Known.typeName }
    /// It is the enumeration, read openly.
    public static var identity: ObjectIdentifier { Known.identity }
    /// Those of the enumeration.
    public static var allCases: [OpenNumber<Known>] { Known.allCases.map { OpenNumber($0) } }
    /// The value's name, or the number.
    public var caseName: String { known?.caseName ?? "\(rawValue)" }
}
