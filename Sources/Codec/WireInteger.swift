/// A number or flag that travels as a varint: Bool, Int32, Int64, UInt32, UInt64.
///
/// Negative numbers take ten bytes, as protobuf demands, so that an Int32 may grow into an Int64.
public protocol WireInteger: Equatable, Sendable {
    /// The value whose low bits are `varint`; a flag is true for any but 0.
    init(varint: UInt64)
    /// The bits to write, sign-extended.
    var varint: UInt64 { get }
    /// Which of the five it is.
    static var kind: FieldKind { get }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Bool: WireInteger {
    @inlinable public init(varint: UInt64) { self = varint != 0 }
    @inlinable public var varint: UInt64 { self ? 1 : 0 }
    public static var kind: FieldKind { .bool }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Int32: WireInteger {
    @inlinable public init(varint: UInt64) { self.init(truncatingIfNeeded: varint) }
    @inlinable public var varint: UInt64 { UInt64(truncatingIfNeeded: self) }
    public static var kind: FieldKind { .int32 }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Int64: WireInteger {
    @inlinable public init(varint: UInt64) { self.init(bitPattern: varint) }
    @inlinable public var varint: UInt64 { UInt64(bitPattern: self) }
    public static var kind: FieldKind { .int64 }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension UInt32: WireInteger {
    @inlinable public init(varint: UInt64) { self.init(truncatingIfNeeded: varint) }
    @inlinable public var varint: UInt64 { UInt64(self) }
    public static var kind: FieldKind { .uint32 }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension UInt64: WireInteger {
    @inlinable public init(varint: UInt64) { self = varint }
    @inlinable public var varint: UInt64 { self }
    public static var kind: FieldKind { .uint64 }
}

/// The protobuf type of a field.
public enum FieldKind: Equatable, Hashable, Sendable {
    /// A flag.
    case bool
    /// A signed 32-bit number.
    case int32
    /// A signed 64-bit number.
    case int64
    /// An unsigned 32-bit number.
    case uint32
    /// An unsigned 64-bit number.
    case uint64
    /// An unsigned number in four bytes.
    case fixed32
    /// An unsigned number in eight bytes.
    case fixed64
    /// A signed 64-bit number, zigzag.
    case sint64
    /// A floating-point number.
    case double
    /// UTF-8 text.
    case string
    /// Bytes.
    case bytes
    /// The named enumeration.
    case enumeration(String)
    /// The named message.
    case message(String)

    /// Its name in `.proto` text.
    public var proto: String {
        switch self {
        case .enumeration(let name), .message(let name): name
        default: "\(self)"
        }
    }
}
