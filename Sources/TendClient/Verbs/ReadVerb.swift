import Contracts
import RPC

/// `tend read`: both answers of a question, or something shared.
enum ReadVerb {
    static let verb = Verb("read", in: .daily, arity: 1...1, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        let word = arguments[0] ?? ""
        if let id = Letters.id(word) {
            do {
                try await question(id, client)
            } catch let error as RPCError where error.code == .notFound {
                try await share(id, client)
            }
            return .done
        }
        let letters = try client.letters()
        if let thing = letters.thing(word), thing.kind == .share {
            try await share(thing.id, client)
        } else {
            let list = TodayVerb.verb.name
            try await question(try letters.thing(word, .question, list: list).id, client)
        }
        return .done
    }

    private static func question(_ id: UInt64, _ client: isolated Client) async throws {
        var request = QuestionID()
        request.id = id
        let revealed = try await client.call(Questions.read, request)
        let text = await client.questionText()
        try client.reply(revealed) { text.revealed(revealed) }
    }

    private static func share(_ id: UInt64, _ client: isolated Client) async throws {
        var request = ShareID()
        request.id = id
        let share = try await client.call(Shares.read, request)
        let text = await client.questionText()
        try client.reply(share) { text.share(share) }
    }
}
