import Codec
import Contracts

/// `tend devices add`: makes a code with which one more device can join.
package enum DevicesAddVerb {
    package static let verb = Verb("devices", "add", in: .joining, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        let me = try await client.me()
        var request = CreateCode()
        request.code = JoinCode.new(client.random)
        let created = try await client.call(Devices.createCode, request)
        let made = MadeCode(code: request.code, expiresAtMs: created.expiresAtMs)
        try client.reply(made) { lines(made, me, client.times(nowMs: me.nowMs)) }
        return .done
    }

    package static func lines(_ made: MadeCode, _ me: Me, _ times: Times) -> [String] {
        [
            times.words.text(
                .deviceCode,
                [
                    "code": made.code,
                    "until": times.moment(made.expiresAtMs, in: me.person.zone),
                ])
        ]
    }
}

/// The reply with the code in it, which the server never says back. Printed as JSON, never sent.
package struct MadeCode: Message {
    /// Unix epoch, milliseconds.
    package var expiresAtMs: Int64 = 0
    /// The code, made here.
    package var code = ""

    package init() {}

    package init(code: String, expiresAtMs: Int64) {
        self.code = code
        self.expiresAtMs = expiresAtMs
    }

    package mutating func fields<V: FieldVisitor & ~Copyable>(_ v: inout V) throws(CodecError) {
        try v.field(1, "expires_at_ms", &expiresAtMs, .plain, seenBy: .owner)
        try v.field(2, "code", &code, .secret(max: Contracts.Limits.codeBytesMax), seenBy: .owner)
    }
}
