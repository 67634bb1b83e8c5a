import Codec
import Contracts

/// The state of a service that acts on Profile's facts.
public protocol FollowsFacts {
    /// Its copy of them.
    var facts: FactCopy { get set }
}

/// A fact was heard. Stands in the journal in one batch with all that follows from it.
public struct FactHeard<State: FollowsFacts>: Event {
    /// The number that is kept free in every service.
    public static var recordType: UInt8 { 126 }

    /// The fact as Profile sent it.
    public var fact = Fact()

    /// An empty fact.
    public init() {}

    /// That this was heard.
    public init(_ fact: Fact) { self.fact = fact }

    /// The declared fields.
    public mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "fact", &fact, .plain, seenBy: .service)
    }

    /// Hears it; what follows from it are events of their own.
    public func apply(to state: inout State) { state.facts.hear(fact) }
}
