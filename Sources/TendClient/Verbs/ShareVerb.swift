import Contracts
import RPC

/// `tend share`: shares something with somebody, without being asked.
package enum ShareVerb {
    package static let verb = Verb(
        "share", in: .daily,
        flags: [.alone("good-news"), .alone("thanks"), .value("level"), .alone("draft")],
        arity: 0...Verb.anyMany, endsOnSignal: true, run: run)

    /// How deep a share goes unless said: personal.
    private static let levelUsual: Int32 = 2

    private static func run(
        _ client: isolated Client, _ arguments: Arguments
    ) async throws -> ExitCode {
        client.onSignal = { client.interrupt() }
        guard arguments.plain.count <= 1 else { throw Failure(.usage, .wordsNotHere) }
        var request = SendShare()
        request.kind = try kind(arguments)
        request.level = try level(arguments, client.words)
        let name = arguments[0]
        let again = ([verb.name] + [name].compactMap { $0 }.map { Printable.line($0) })
            .joined(separator: " ")
        let book: TieBook
        let tie: Tie
        do {
            book = try await client.ties()
            tie = try ShareVerb.tie(book, name)
        } catch let error where !arguments.has("draft") && (error as? Failure)?.exit != .usage {
            try await client.keepInput(.someShare(name ?? ""), again: again)
            throw error
        }
        request.tieID = tie.id
        let wanted = Client.WordsWanted(
            asked: [client.words.text(.editorShare, ["names": book.names(tie)])],
            purpose: .share(tie.id), typed: name ?? "", bytesMax: Limits.shareBytesMax,
            usesDraft: arguments.has("draft"), again: again)
        let sent = try await client.send(wanted) { words in
            request.text = words
            return try await client.call(Shares.send, request)
        }
        try client.reply(sent) {
            [client.words.text(.saidShared, ["names": book.names(tie)])]
        }
        return .done
    }

    private static func tie(_ book: TieBook, _ name: String?) throws(Failure) -> Tie {
        do throws(Failure) {
            return try book.find(optional: name)
        } catch {
            let isWords = name?.contains(where: \.isWhitespace) ?? false
            throw isWords ? Failure(.usage, .wordsNotHere) : error
        }
    }

    package static func kind(_ arguments: Arguments) throws(Failure) -> ShareKind {
        switch (arguments.has("good-news"), arguments.has("thanks")) {
        case (true, true): throw Failure(.usage, .shareTwoKinds)
        case (true, false): return .goodNews
        case (false, true): return .thanks
        case (false, false): return .thought
        }
    }

    package static func level(_ arguments: Arguments, _ words: Words) throws(Failure) -> Int32 {
        guard let typed = arguments.value("level") else { return levelUsual }
        return try words.level(typed)
    }
}
