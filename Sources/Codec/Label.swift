/// What holds for a field for ever: its size, and whether its value may be logged, stored, erased.
///
/// Final from the first version of a message. The readers enforce the sizes before they allocate;
/// redaction, erasure and the visibility matrix read the same label.
@frozen public struct Label: Sendable, Equatable {
    /// How private a field is.
    @frozen public enum Privacy: UInt8, Sendable {
        /// Numbers, flags, times: may be logged.
        case plain
        /// Identifiers: may be logged, shortened.
        case id
        /// Text that is nobody's own words, such as zone and method names: may be logged.
        case text
        /// Somebody's own words: never logged, erased with its owner.
        case content
        /// Codes and credentials: never logged, never stored.
        case secret
    }

    /// How private the field is.
    public let privacy: Privacy
    /// The most UTF-8 bytes of a string, or bytes, each item of a list counted alone.
    public let bytesMax: UInt32
    /// The most items of a repeated field.
    public let itemsMax: UInt32

    @inlinable init(_ privacy: Privacy, _ bytesMax: Int, _ itemsMax: Int) {
        self.privacy = privacy
        self.bytesMax = UInt32(truncatingIfNeeded: bytesMax)
        self.itemsMax = UInt32(truncatingIfNeeded: itemsMax)
    }

    /// Numbers, flags and times; a string has at most `Limits.fieldBytesMax` bytes.
    @inlinable public static var plain: Label { Label(.plain, 256, 1024) }
    /// An identifier.
    @inlinable public static var id: Label { Label(.id, 256, 1024) }

    /// A list of at most `items` plain values or messages.
    @inlinable public static func items(_ items: Int) -> Label { Label(.plain, 256, items) }
    /// A list of at most `items` identifiers.
    @inlinable public static func id(items: Int) -> Label { Label(.id, 256, items) }
    /// Text that may be logged, of at most `max` bytes (each of at most `items`).
    @inlinable public static func text(max: Int, items: Int = 1024) -> Label {
        Label(.text, max, items)
    }
    /// Somebody's own words, of at most `max` bytes (each of at most `items`).
    @inlinable public static func content(max: Int, items: Int = 1024) -> Label {
        Label(.content, max, items)
    }
    /// A code or credential, of at most `max` bytes (each of at most `items`).
    @inlinable public static func secret(max: Int, items: Int = 1024) -> Label {
        Label(.secret, max, items)
    }
}

/// Who may see a field of a message that they may have at all.
@frozen public enum Audience: UInt8, Sendable, CaseIterable {
    /// Anybody, signed in or not.
    case everyone
    /// The person it belongs to.
    case owner
    /// The two people of a tie.
    case tie
    /// The person it is addressed to, and its author.
    case addressee
    /// The operator of the installation, by admin methods.
    case operatorOnly
    /// Tend's own services.
    case service
}
