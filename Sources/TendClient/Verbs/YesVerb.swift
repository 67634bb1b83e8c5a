import Contracts

/// `tend yes`: says yes to offered time.
package enum YesVerb {
    package static let verb = Verb("yes", in: .time, arity: 1...1) { client, arguments in
        try await answer(client, arguments, yes: true)
    }

    /// Says yes or no to the offer that a letter means.
    static func answer(
        _ client: isolated Client, _ arguments: Arguments, yes: Bool
    ) async throws -> ExitCode {
        var request = AnswerOffer()
        request.id = try client.letters()
            .thing(arguments[0] ?? "", .offer, list: TodayVerb.verb.name).id
        request.yes = yes
        let offer = try await client.call(Together.answer, request)
        let text = await client.offerText()
        try client.reply(offer) { text.said(offer, said(offer, yes: yes)) }
        return .done
    }

    /// What is said of the answer.
    package static func said(_ offer: TimeOffer, yes: Bool) -> WordID {
        if !yes { return .saidNo }
        return offer.state == .agreed ? .saidAgreed : .saidYes
    }
}

/// `tend no`: says no to offered time, which needs no reason.
package enum NoVerb {
    package static let verb = Verb("no", in: .time, arity: 1...1) { client, arguments in
        try await YesVerb.answer(client, arguments, yes: false)
    }
}

extension Client {
    /// What is said of time together, with names and the person's own zone where they can be had.
    func offerText() async -> OfferText {
        let text = await questionText()
        return OfferText(times: text.times, book: text.book, zone: text.zone)
    }
}
