import Codec
import Host

/// A day of a tie began and brought no question.
package struct TickSkipped: PromptEvent {
    package static let recordType: UInt8 = 18

    package var tieID: UInt64 = 0
    /// The day, from 0.
    package var tick: Int64 = 0

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "tie_id", &tieID, .id, seenBy: .service)
        try v.field(2, "tick", &tick, .plain, seenBy: .service)
    }

    package func apply(to state: inout PromptState) {
        state.ties[tieID, default: TieBook()].lastTick = tick
    }
}
