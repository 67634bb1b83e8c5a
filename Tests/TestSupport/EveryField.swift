// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

import Codec

/// A message with every kind of field, and numbers of one, two and five bytes: what the codec's
/// vectors and properties are about. `protocol/vectors/vectors.proto` is its text.
public struct EveryField: Message, Equatable {
    public var flag = false
    public var small: Int32 = 0
    public var large: Int64 = 0
    public var count: UInt32 = 0
    public var total: UInt64 = 0
    public var ratio: Double = 0
    public var text = ""
    public var data: [UInt8] = []
    public var shade = Shade(rawValue: 0)
    public var half: UInt32 = 0
    public var word: UInt64 = 0
    public var delta: Int64 = 0
    public var leaf = Leaf()
    public var maybe: Leaf?
    public var leaves: [Leaf] = []
    public var texts: [String] = []
    public var datas: [[UInt8]] = []
    public var smalls: [Int32] = []
    public var larges: [Int64] = []
    public var counts: [UInt32] = []
    public var totals: [UInt64] = []
    public var flags: [Bool] = []
    public var shades: [Shade] = []
    public var tree = Tree()
    public var mood = Mood.calm
    public var secret = ""
    public var last: UInt32 = 0

    public init() {}

    public static var retired: [UInt32] { [27, 26] }

    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "flag", &flag, .plain, seenBy: .everyone)
        try v.field(2, "small", &small, .plain, seenBy: .everyone)
        try v.field(3, "large", &large, .id, seenBy: .owner)
        try v.field(4, "count", &count, .plain, seenBy: .tie)
        try v.field(5, "total", &total, .plain, seenBy: .service)
        try v.field(6, "ratio", &ratio, .plain, seenBy: .operatorOnly)
        try v.field(7, "text", &text, .content(max: 64), seenBy: .addressee)
        try v.field(8, "data", &data, .text(max: 64), seenBy: .everyone)
        try v.field(9, "shade", &shade, .plain, seenBy: .everyone)
        try v.fixed32(10, "half", &half, .plain, seenBy: .everyone)
        try v.fixed64(11, "word", &word, .id, seenBy: .everyone)
        try v.sint64(12, "delta", &delta, .plain, seenBy: .everyone)
        try v.field(13, "leaf", &leaf, .plain, seenBy: .everyone)
        try v.field(14, "maybe", &maybe, .plain, seenBy: .everyone)
        try v.field(15, "leaves", &leaves, .items(8), seenBy: .everyone)
        try v.field(16, "texts", &texts, .content(max: 16, items: 8), seenBy: .everyone)
        try v.field(17, "datas", &datas, .text(max: 16, items: 8), seenBy: .everyone)
        try v.field(18, "smalls", &smalls, .items(8), seenBy: .everyone)
        try v.field(19, "larges", &larges, .items(8), seenBy: .everyone)
        try v.field(20, "counts", &counts, .items(8), seenBy: .everyone)
        try v.field(21, "totals", &totals, .items(8), seenBy: .everyone)
        try v.field(22, "flags", &flags, .items(8), seenBy: .everyone)
        try v.field(23, "shades", &shades, .items(8), seenBy: .everyone)
        try v.field(24, "tree", &tree, .plain, seenBy: .everyone)
        try v.field(25, "mood", &mood, .plain, seenBy: .everyone)
        try v.field(2049, "secret", &secret, .secret(max: 32), seenBy: .owner)
        try v.field(536_870_911, "last", &last, .plain, seenBy: .everyone)
    }
}

/// The message in the message.
public struct Leaf: Message, Equatable {
    public var x: Int64 = 0
    public var note = ""
    public var marks: [UInt32] = []

    public init() {}

    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "x", &x, .plain, seenBy: .everyone)
        try v.field(2, "note", &note, .content(max: 256), seenBy: .everyone)
        try v.field(3, "marks", &marks, .items(64), seenBy: .everyone)
    }
}

/// A message that reaches itself.
public struct Tree: Message, Equatable {
    public var value: UInt32 = 0
    public var children: [Tree] = []

    public init() {}

    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "value", &value, .plain, seenBy: .everyone)
        try v.field(2, "children", &children, .items(4), seenBy: .everyone)
    }
}

/// An open enumeration: numbers it does not know are kept.
public struct Shade: WireEnum {
    public let rawValue: Int32

    public init(rawValue: Int32) { self.rawValue = rawValue }

    public static let none = Shade(rawValue: 0)
    public static let darkRed = Shade(rawValue: 1)
    public static let inverse = Shade(rawValue: -1)
    public static var allCases: [Shade] { [.none, .darkRed, .inverse] }

    public var caseName: String {
        switch rawValue {
        case 0: "none"
        case 1: "darkRed"
        case -1: "inverse"
        default: "\(rawValue)"
        }
    }
}

/// A closed enumeration: a number it does not know leaves the field alone.
public enum Mood: Int32, WireEnum {
    case calm = 0
    case wideAwake = 1
}
