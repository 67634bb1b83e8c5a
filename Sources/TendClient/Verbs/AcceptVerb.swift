import Contracts

/// `tend accept`: shows what an invitation means, and says yes to it.
package enum AcceptVerb {
    package static let verb = Verb(
        "accept", in: .joining, flags: [.alone("yes")], arity: 1...1, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        var look = InviteCodeRequest()
        look.code = JoinCode.canonical(arguments[0] ?? "")
        let sheet = try await client.call(Invites.look, look)
        let text = try ConsentText(sheet, client.words)
        if !client.invocation.json {
            for line in text.lines(other: sheet.inviterName) { try client.print(line) }
        }
        let name = ["name": TieBook.name(sheet.inviterName)]
        guard try await client.agrees(arguments, .askAccept, name) == true else {
            client.remark(.saidNotAccepted)
            return .done
        }
        var request = AcceptInvite()
        request.code = look.code
        request.sheetHash = sheet.hash
        let accepted = try await client.call(Invites.accept, request)
        try client.reply(accepted) { [client.words.text(.saidAccepted, name)] }
        return .done
    }
}
