import Codec
import Host

/// The seed of every choice was drawn, once and for all.
package struct SeedChosen: PromptEvent {
    package static let recordType: UInt8 = 16

    package var seed: UInt64 = 0

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.fixed64(1, "seed", &seed, .id, seenBy: .service)
    }

    package func apply(to state: inout PromptState) {
        if state.seed == nil { state.seed = seed }
    }
}
