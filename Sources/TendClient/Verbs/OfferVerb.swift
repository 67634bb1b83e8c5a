import Contracts
import Seams

/// `tend offer`: offers time together.
package enum OfferVerb {
    package static let verb = Verb(
        "offer", in: .daily, arity: 2...Verb.anyMany, run: run)

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        try await offer(client, arguments, isRitual: false)
    }

    /// Offers time; a ritual must repeat.
    static func offer(
        _ client: isolated Client, _ arguments: Arguments, isRitual: Bool
    ) async throws -> ExitCode {
        let book = try await client.ties()
        var request = MakeOffer()
        request.tieID = try book.find(arguments[0] ?? "").id
        let me = try await client.me()
        let nowMs = me.nowMs == 0 ? client.time.wallMs() : me.nowMs
        let phrase = TimePhrase(
            nowMs: nowMs, zone: try client.zone(me.person.zone), vocabulary: client.words.time)
        let example = client.words.text(
            isRitual ? .exampleRitual : .exampleOffer,
            ["name": Printable.typed(arguments[0] ?? "")])
        let said = try TimeAndTitle(
            Array(arguments.plain.dropFirst()), dashesAt: arguments.dashesAt.map { $0 - 1 },
            phrase: phrase, example: example)
        if isRitual, said.rule.kind == .absolute || said.rule.frequency == .once {
            throw Failure(.usage, .ritualOnce)
        }
        request.title = said.title
        request.schedule = said.rule
        let made = try await client.call(Together.offer, request)
        let text = OfferText(times: client.times(nowMs: nowMs), book: book, zone: me.person.zone)
        try client.reply(made) { text.said(made, .saidOffered) }
        return .done
    }
}
