import Contracts

/// `tend accept`: shows what an invitation means, and says yes to it.
package enum AcceptVerb {
    package static let verb = Verb(
        "accept", in: .joining, flags: [.alone("yes")], arity: 1...1, endsOnSignal: true, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        client.onSignal = { client.interrupt() }
        var look = InviteCodeRequest()
        look.code = JoinCode.canonical(arguments[0] ?? "")
        let sheet = try await client.call(Invites.look, look)
        let text = try ConsentText(sheet, client.words)
        let name = ["name": TieBook.name(sheet.inviterName)]
        let ties = try await client.call(Ties.list, ListTies()).ties
        let earlier = client.givenYeses().yes(code: look.code)
        // What came of an earlier yes needs no other one.
        if !client.invocation.json, let tie = earlier?.tie(among: ties) {
            try client.print(client.words.text(AcceptVerb.came(of: tie), name))
            return .done
        }
        if !client.invocation.json {
            try client.show(text.lines(other: sheet.inviterName))
        }
        let agrees = try await client.agrees(
            arguments, .askAccept, name, stopped: .saidNotAccepted)
        guard agrees == true else {
            client.remark(.saidNotAccepted)
            return .done
        }
        var request = AcceptInvite()
        request.code = look.code
        request.sheetHash = sheet.hash
        // Before the yes: what comes of it begins later.
        let now = client.times(nowMs: try await client.me().nowMs)
        let accepted = try await client.call(Invites.accept, request)
        let isTied = earlier == nil && AcceptVerb.isTied(sheet, among: ties)
        if !isTied {
            var yeses = client.givenYeses()
            yeses.add(to: sheet.inviterName, code: look.code, atMs: now.nowMs)
            client.keep(yeses)
        }
        try client.reply(accepted) {
            [client.words.text(isTied ? .saidAlreadyTied : .saidAccepted, name)]
        }
        return .done
    }

    /// What is said of a tie that came of an earlier yes.
    package static func came(of tie: Tie) -> WordID {
        tie.state == .ended ? .saidTieOver : .saidAlreadyTied
    }

    /// Whether the tie that a sheet is about stands, as far as names tell: the yes may have been given
    /// on another device.
    package static func isTied(_ sheet: ConsentSheet, among ties: [Tie]) -> Bool {
        ties.contains { tie in
            tie.state == .active && tie.kind == sheet.kind
                && tie.others.map(\.name) == [sheet.inviterName]
        }
    }
}
