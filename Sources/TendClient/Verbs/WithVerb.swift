import Contracts
import RPC

/// `tend with`: a tie, how far one goes in it, and leaving it.
package enum WithVerb {
    package static let verb = Verb(
        "with", in: .daily, flags: [.alone("quiet"), .alone("yes")], arity: 0...5,
        endsOnSignal: true, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        client.onSignal = { client.interrupt() }
        switch try WithWish(arguments, client.words) {
        case .list: try await list(client)
        case .look(let name): try await look(client, name)
        case .far(let name, let topic, let level):
            try await setCeiling(client, name, topic, level)
        case .leave(let name): try await leave(client, arguments, name)
        }
        return .done
    }

    private static func list(_ client: isolated Client) async throws {
        let list = try await client.call(Ties.list, ListTies())
        let text = await text(client)
        try client.reply(list) { text.list(TieBook(list.ties, words: client.words)) }
    }

    private static func text(_ client: isolated Client) async -> TieText {
        let me = client.invocation.json ? Me() : (try? await client.me()) ?? Me()
        return TieText(times: client.times(nowMs: me.nowMs), zone: me.person.zone)
    }

    private static func look(_ client: isolated Client, _ name: String) async throws {
        let today = try await client.call(Today.get, TodayRequest())
        guard let ties = today.ties else {
            throw Failure(
                .refused, .reasonServiceDown, ["part": client.words.text(.partProfile)])
        }
        let tie = try TieBook(ties.ties, words: client.words).find(name)
        let text = TieText(
            times: client.times(nowMs: today.nowMs), zone: today.me?.person.zone ?? "")
        try client.reply(tie) { text.page(tie, today) }
    }

    private static func setCeiling(
        _ client: isolated Client, _ name: String, _ topic: Topic, _ level: Int32
    ) async throws {
        var request = SetCeiling()
        let book = try await client.ties()
        let tie = try book.find(name)
        request.tieID = tie.id
        request.topic = topic
        request.level = level
        let changed = try await client.call(Ties.setCeiling, request)
        let text = TieText(times: client.times(nowMs: 0), zone: "")
        try client.reply(changed) {
            [
                client.words.text(
                    .saidFar,
                    ["names": book.names(tie), "far": text.ceilings(changed)])
            ]
        }
    }

    private static func leave(
        _ client: isolated Client, _ arguments: Arguments, _ name: String
    ) async throws {
        let book = try await client.ties()
        let tie = try book.find(name)
        let values = ["names": book.names(tie)]
        let asked: WordID = tie.others.count > 1 ? .askLeaveAll : .askLeave
        let agrees = try await client.agrees(arguments, asked, values, stopped: .saidStayed)
        guard agrees == true else {
            client.remark(.saidStayed, values)
            return
        }
        var request = TieID()
        request.id = tie.id
        let ended = try await client.call(Ties.leave, request)
        // Quietly also means that nothing of it stays on this screen.
        if arguments.has("quiet") { return }
        try client.reply(ended) { [client.words.text(.saidLeft, values)] }
    }
}
