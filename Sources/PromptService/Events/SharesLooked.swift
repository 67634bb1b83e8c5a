import Codec
import Host

/// What one person of a tie has not read was held against how far they go.
package struct SharesLooked: PromptEvent {
    package static let recordType: UInt8 = 28

    package var tieID: UInt64 = 0
    package var person: UInt64 = 0
    /// How far they go.
    package var ceiling: Int32 = 0
    /// Whether what is welcome arrives now.
    package var delivers = false
    package var atMs: Int64 = 0

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "tie_id", &tieID, .id, seenBy: .service)
        try v.fixed64(2, "person", &person, .id, seenBy: .service)
        try v.field(3, "ceiling", &ceiling, .plain, seenBy: .service)
        try v.field(4, "delivers", &delivers, .plain, seenBy: .service)
        try v.field(5, "at_ms", &atMs, .plain, seenBy: .service)
    }

    package func apply(to state: inout PromptState) {
        state.look(tieID, for: person, ceiling: ceiling, delivers: delivers, atMs: atMs)
    }
}
