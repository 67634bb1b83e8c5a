import Codec
import Contracts

/// `tend ritual add`: offers time that comes again.
package enum RitualAddVerb {
    package static let verb = Verb(
        "ritual", "add", in: .time, arity: 3...Verb.anyMany
    ) { client, arguments in
        try await OfferVerb.offer(client, arguments, isRitual: true)
    }
}

/// `tend ritual list`: all time together, offered and agreed.
package enum RitualListVerb {
    package static let verb = Verb("ritual", "list", in: .time, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        let list = try await client.call(Together.list, ListOffers())
        if client.invocation.json {
            try client.print(list.json())
            return .done
        }
        var text = await client.offerText()
        // Whether there is anybody is not said without asking.
        if list.offers.isEmpty {
            text = OfferText(times: text.times, book: try await client.ties(), zone: text.zone)
        }
        try client.changeLetters {
            $0.things = list.offers.map { LetteredThing(.offer, $0.id) }
        }
        for line in text.list(list.offers) { try client.print(line) }
        return .done
    }
}

/// `tend ritual suggest`: ideas for time together.
package enum RitualSuggestVerb {
    package static let verb = Verb(
        "ritual", "suggest", in: .time, flags: [.value("cost"), .alone("apart")], run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        var request = SuggestTime()
        request.costMax = try cost(arguments.value("cost"))
        request.apart = arguments.has("apart")
        let list = try await client.call(Together.suggest, request)
        try client.reply(list) { lines(list, client.words) }
        return .done
    }

    /// The highest cost there is.
    private static let costMax: Int32 = 3

    package static func cost(_ typed: String?) throws(Failure) -> Int32 {
        guard let typed else { return costMax }
        guard let cost = Int32(typed), (0...costMax).contains(cost) else {
            throw Failure(.usage, .costBad)
        }
        return cost
    }

    package static func lines(_ list: IdeaList, _ words: Words) -> [String] {
        if list.ideas.isEmpty { return [words.text(.ideasNone)] }
        return list.ideas.flatMap { idea in
            let length = Times.length(ms: Int64(idea.minutes) * 60_000, words)
            let cost = words.text(cost(idea.cost))
            return Columns.hanging(
                "", Printable.line(idea.title, width: 200),
                words.text(.ideaAside, ["length": length, "cost": cost]))
        }
    }

    private static func cost(_ cost: Int32) -> WordID {
        switch cost {
        case ...0: .costNothing
        case 1: .costLittle
        case 2: .costSome
        default: .costMore
        }
    }
}

/// `tend ritual end`: takes an offer back, or ends what was agreed, for all.
package enum RitualEndVerb {
    package static let verb = Verb("ritual", "end", in: .time, arity: 1...1, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        var request = OfferID()
        request.id = try client.letters()
            .thing(arguments[0] ?? "", .offer, list: RitualListVerb.verb.name).id
        let ended = try await client.call(Together.end, request)
        let text = await client.offerText()
        try client.reply(ended) { text.said(ended, .saidOfferEnded) }
        return .done
    }
}
