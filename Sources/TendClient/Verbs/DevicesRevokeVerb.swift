import Contracts
import RPC

/// `tend devices revoke`: ends a device; from the reply on it can read and write nothing.
enum DevicesRevokeVerb {
    static let verb = Verb(
        "devices", "revoke", in: .joining, flags: [.alone("yes")], arity: 1...1, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        var request = RevokeDevice()
        request.deviceID = try client.letters().device(arguments[0] ?? "")
        let before = try await client.me()
        let device = before.devices.first { $0.id == request.deviceID }
        let isHere = device?.thisOne ?? false
        // Nobody could speak for this person any more: no code leads back to who they were.
        if isHere, before.devices.count == 1, !arguments.has("yes") {
            throw Failure(
                .usage, .deviceRevokeLast,
                ["name": Printable.line(device?.name ?? ""), "word": arguments[0] ?? ""])
        }
        let after = try await client.call(Devices.revoke, request)
        if isHere, let name = try client.identityName() { try client.store().remove(name) }
        try client.reply(after) {
            [
                client.words.text(
                    isHere ? .deviceRevokedHere : .deviceRevoked,
                    ["name": Printable.line(device?.name ?? arguments[0] ?? "")])
            ]
        }
        return .done
    }
}
