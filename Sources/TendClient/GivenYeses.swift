import Codec
import Contracts

/// The yeses that were given to invitations with this identity, kept beside it: the server says of an
/// invitation of somebody else's nothing, whatever came of it.
package struct GivenYeses: Message, Equatable {
    /// The yeses, oldest first.
    package var yeses: [GivenYes] = []

    /// How long a yes may wait to be confirmed: as long as the server keeps it.
    package static let waitMs: Int64 = 7 * 86_400_000
    /// Yeses that are kept.
    package static let countMax = 32

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "yeses", &yeses, .items(GivenYeses.countMax), seenBy: .owner)
    }

    /// The yes that was given with a code.
    package func yes(code: String) -> GivenYes? {
        let hash = SHA256.hash(Array(code.utf8))
        return yeses.first { $0.codeHash == hash }
    }

    /// Adds a yes to somebody, given with a code. One that was given before keeps its moment.
    package mutating func add(to name: String, code: String, atMs: Int64) {
        guard yes(code: code) == nil else { return }
        yeses.removeAll { $0.atMs &+ GivenYeses.waitMs <= atMs }
        if yeses.count >= GivenYeses.countMax { yeses.removeFirst() }
        var yes = GivenYes()
        yes.name = name
        yes.codeHash = SHA256.hash(Array(code.utf8))
        yes.atMs = atMs
        yeses.append(yes)
    }

    /// Who may still confirm: those with whom no tie began since. Nothing tells a no from waiting.
    package func waiting(beside ties: [Tie], nowMs: Int64) -> [String] {
        yeses.filter {
            $0.atMs <= nowMs && nowMs < $0.atMs &+ GivenYeses.waitMs && $0.tie(among: ties) == nil
        }.map(\.name)
    }

    package static func == (left: GivenYeses, right: GivenYeses) -> Bool {
        left.encoded() == right.encoded()
    }
}

/// A yes to an invitation.
package struct GivenYes: Message {
    /// Who invited.
    package var name = ""
    /// When it was given, by the server's clock.
    package var atMs: Int64 = 0
    /// SHA-256 of the code.
    package var codeHash: [UInt8] = []

    package init() {}

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "name", &name, .content(max: Limits.nameBytesMax), seenBy: .owner)
        try v.field(2, "at_ms", &atMs, .plain, seenBy: .owner)
        try v.field(3, "code_hash", &codeHash, .secret(max: SHA256.size), seenBy: .owner)
    }

    /// The tie that came of it, standing or ended.
    package func tie(among ties: [Tie]) -> Tie? {
        ties.first { tie in
            tie.sinceMs >= atMs && tie.others.contains { $0.name == name }
        }
    }
}

// Yeses in a verb. They help to tell how things stand, and nothing fails for want of them.
extension Client {
    /// The yeses that were given.
    func givenYeses() -> GivenYeses {
        guard !isOperator, let name = try? identityName() else { return GivenYeses() }
        return (try? store().yeses(name)) ?? GivenYeses()
    }

    /// Keeps the yeses.
    func keep(_ yeses: GivenYeses) {
        guard !isOperator, let name = try? identityName() else { return }
        try? store().save(yeses, for: name)
    }
}
